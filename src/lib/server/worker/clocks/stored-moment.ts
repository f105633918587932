/** An instant, as the database is told it. */
export const storedMoment = (at: number) => new Date(at).toISOString();
export const momentOr = (at: number | null) => (at === null ? null : storedMoment(at));
