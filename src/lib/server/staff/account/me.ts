import { sql } from 'kysely';
import { formats } from '../../../domain/formats';
import { draftOwner } from '../../draft-owner';
import { staffProcedure } from '../procedure';

/**
 * The person who is signed in, and their tenant, with its time zone and how large a file it takes, and how they read dates and
 * numbers. A Manager is told how much work failed,
 * others of none.
 */
export const me = staffProcedure.query(async ({ ctx: { db, me } }) => {
  const asked = me();
  const { failedJobs, ...tenant } = await db
    .selectFrom('app.tenant')
    .select(['name', 'accent_color as accentColor', 'time_zone as timeZone'])
    .select(sql<number>`upload_limit_bytes::float8`.as('uploadLimit_bytes'))
    .select(sql<number>`(select count(*)::int from app.job where died_at is not null)`.as('failedJobs'))
    .executeTakeFirstOrThrow();
  const { staffMemberId, name, email, role } = await asked;
  return {
    ...{ staffMemberId, name, email, role, draftOwner: draftOwner(staffMemberId), formats: formats() },
    ...{ tenant, failedJobs },
  };
});
