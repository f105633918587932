import { macroUpdate } from '../../../inputs/staff-tickets';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';
import { nameTaken } from './name-taken';

/** Saves a macro over the version that was read. */
export const update = staffProcedure
  .input(macroUpdate)
  .mutation(async ({ ctx: { db }, input: { macroId, version, name, body } }) => {
    const saved = await db
      .updateTable('app.macro')
      .set({ name, body, version: version + 1 })
      .where('id', '=', macroId)
      .where('version', '=', version)
      .executeTakeFirst()
      .catch(nameTaken(name));
    await assertAllWritten(db, 'macro', [macroId], Number(saved.numUpdatedRows), { version });
  });
