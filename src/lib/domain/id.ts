/** The ids of records: UUIDs of RFC 9562 in lower case, as the database writes them. */
const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** Whether a text can be the id of a record. */
export const isId = (text: string): boolean => UUID.test(text);
