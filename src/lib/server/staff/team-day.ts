import { sql, type RawBuilder } from 'kysely';

/** The tenant's time zone, an IANA name: of the one tenant that row security leaves a staff member, read once a statement. */
export const teamZone = sql<string>`(select own.time_zone from app.tenant own)`;

/** The day that a moment falls on for the team. */
export const teamDay = (moment: RawBuilder<unknown>) =>
  sql<string>`(${moment} at time zone ${teamZone})::date`;

/** The team's day at present: every "today" of the staff side. */
export const teamToday = teamDay(sql`now()`);

/** The moment at which a day begins for the team. */
export const beginOfTeamDay = (day: RawBuilder<unknown>) =>
  sql<string>`((${day})::timestamp at time zone ${teamZone})`;
