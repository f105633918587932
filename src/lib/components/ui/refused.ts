type Texts = Record<string, string | undefined>;
type Lists = Record<string, string[] | undefined>;

/** What a form had been sent with: the text of each name, and all texts of those that came more than once. */
export type Entered = { values: Texts; lists: Lists };

/** What a form action refused: the sentence, the errors by field, and what was entered. */
export type Refused = { message: string; fields: Texts } & Entered;

/** The refusal in a page's `form`, or null after a success or before any. */
export function refusedOf(
  form: {
    message?: string | undefined;
    fields?: Texts | undefined;
    values?: Texts | undefined;
    lists?: Lists | undefined;
  } | null,
): Refused | null {
  if (form?.message === undefined) return null;
  return {
    message: form.message,
    fields: form.fields ?? {},
    values: form.values ?? {},
    lists: form.lists ?? {},
  };
}

/** All that was entered under one name: the values that were ticked, or the texts in their order. */
export function allEntered(entered: Entered | null, name: string): string[] {
  const { [name]: value } = entered?.values ?? {};
  return entered?.lists[name] ?? (value === undefined ? [] : [value]);
}
