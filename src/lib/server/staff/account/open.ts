import { formatChoices } from '../../format-choices';
import { staffProcedure } from '../procedure';

/** The person's own settings, and what they can choose. */
export const open = staffProcedure.query(async ({ ctx: { db, me } }) => {
  const { staffMemberId } = await me();
  const { locale } = await db
    .selectFrom('app.staff_member')
    .select('locale')
    .where('id', '=', staffMemberId)
    .executeTakeFirstOrThrow();
  return { locale: locale ?? '', choices: formatChoices() };
});
