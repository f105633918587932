/** The lists that the team reads in parts, by the names that these have in an address: of a task's page, of a ticket's. */
export const staffTaskParts = ['earlier', 'grooming', 'history', 'time'] as const;
export const staffTicketParts = ['earlier', 'history', 'time'] as const;
