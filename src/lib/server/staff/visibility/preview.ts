import { changeOfView } from '../../../domain/client-view';
import { visibilityChange } from '../../../inputs/staff';
import { notFound, Refusal } from '../../errors';
import { asProjectsClient, staffRehearsal } from '../procedure';
import { changeFlags } from './change-flags';
import { readClientView } from './client-view';
import { place } from './place';

/**
 * What the client gains or loses by a change of visibility: asked of the database as that client before and after, in a
 * transaction that is rolled back. Records of one project at a time. No mail goes out for a change of visibility.
 */
export const preview = staffRehearsal.input(visibilityChange).query(async ({ ctx: { db, token }, input }) => {
  const placed = await place(db, input.kind, input.ids);
  if (placed.length < new Set(input.ids).size) throw notFound();
  const [projectId, another] = new Set(placed.map((record) => record.projectId));
  if (!projectId) throw notFound();
  if (another) throw new Refusal('BAD_REQUEST', 'Choose records of one project.');

  const seen = () =>
    asProjectsClient({ db, token }, projectId, (client) => readClientView(client, projectId));
  const before = await seen();
  await changeFlags(db, input);
  const after = await seen();
  return changeOfView(before, after);
});
