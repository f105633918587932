import { sql } from 'kysely';
import type { z } from 'zod';
import { changeOfView } from '../../../domain/client-view';
import { changeOfTicketView } from '../../../domain/ticket-view';
import { visibilityChange } from '../../../inputs/staff-visibility';
import { goneOf, notFound, Refusal } from '../../errors';
import { asProjectsClient, asTicketsClient, staffRehearsal, type StaffTransaction } from '../procedure';
import { askOfProject } from './ask-project';
import { changeFlags } from './change-flags';
import { readClientView } from './client-view';
import { locate } from './locate';
import { messagesSharedBefore, textsSharedBefore } from './shared-before';
import { readTicketView } from './ticket-view';
import { contractsToDo } from '../rights';

/**
 * The records that the client gains or loses by a change of visibility: asked of the database as that client before and after, in a
 * transaction that is rolled back; of a large project as a whole, in counts and without a try. Records of one project, or of one
 * client's tickets, at a time. No mail goes out for a change of visibility.
 */
export const preview = staffRehearsal.input(visibilityChange).query(async ({ ctx: { db, token }, input }) => {
  const located = await locate(db, input.kind, input.ids);
  if (located.length < new Set(input.ids).size) throw goneOf(input.ids, located);
  const tickets = [...new Set(located.flatMap(({ ticketId }) => ticketId ?? []))];
  if (tickets.length) return previewOnTickets({ db, token }, tickets, input);
  const [projectId, another] = new Set(located.map((record) => record.projectId));
  if (!projectId) throw notFound();
  if (another) throw new Refusal('BAD_REQUEST', 'Select items from one project.');

  const asked = input.kind === 'project' && (await askOfProject(db, projectId, input.visibility));
  if (asked) return asked;
  const seen = () =>
    asProjectsClient({ db, token }, projectId, (client) => readClientView(client, projectId));
  const before = await seen();
  await changeFlags(db, input);
  const after = await seen();
  const texts = (view: typeof after) =>
    [...view.comments, ...view.notes].map(({ id, taskId }) => ({ id, on: taskId }));
  return changeOfView(
    before,
    after,
    await textsSharedBefore(db, projectId, gained(texts(before), texts(after))),
  );
});

/** Those that are there after, and were not before. */
function gained<Text extends { id: string }>(before: readonly Text[], after: readonly Text[]): Text[] {
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}

async function previewOnTickets(
  rehearsal: { db: StaffTransaction; token: string | null },
  tickets: readonly string[],
  input: z.output<typeof visibilityChange>,
) {
  const { db } = rehearsal;
  const { rows } = await sql<{ clientId: string; id: string; mayShare: boolean }>`
    select client_id as "clientId", id, contract_id = any(${contractsToDo('share')}) as "mayShare"
      from app.ticket where id = any(${[...tickets]}::uuid[])`.execute(db);
  const [first] = rows;
  const shareable = rows.filter(({ mayShare }) => mayShare).length;
  if (!first || rows.length < tickets.length || shareable === 0) throw notFound();
  if (shareable < rows.length)
    throw new Refusal(
      'FORBIDDEN',
      `You can share only ${shareable} of these ${rows.length} tickets. Select just those.`,
    );
  if (rows.some(({ clientId }) => clientId !== first.clientId))
    throw new Refusal('BAD_REQUEST', 'Select tickets from one client.');

  const seen = () => asTicketsClient(rehearsal, first.id, (client) => readTicketView(client, tickets));
  const before = await seen();
  await changeFlags(db, input);
  const after = await seen();
  const texts = (view: typeof after) => view.messages.map(({ id, ticketId }) => ({ id, on: ticketId }));
  return changeOfTicketView(
    before,
    after,
    await messagesSharedBefore(db, first.clientId, gained(texts(before), texts(after))),
  );
}
