import { sql } from 'kysely';

/** The day that time is entered on: the team's day is UTC's, as are all days and moments on the staff side. */
export const today = sql<string>`(now() at time zone 'UTC')::date`;

/** What a running timer has counted: whole minutes, at least one and a day at most. */
export const countedMinutes = sql<number>`least(1440, greatest(1, round(extract(epoch from now() - started_at) / 60)))::int`;
