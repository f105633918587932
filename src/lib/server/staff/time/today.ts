import { sql } from 'kysely';

/** The day that time is entered on: the team's day is UTC's, as are all days and moments on the staff side. */
export const today = sql<string>`(now() at time zone 'UTC')::date`;
