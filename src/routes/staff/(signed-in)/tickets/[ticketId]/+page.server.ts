import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { clockPartsIn } from '$lib/domain/sla/clock-part';
import { staffTicketParts } from '$lib/domain/staff-parts';
import { partsIn } from '$lib/domain/thread-part';
import { enteredOf } from '$lib/server/form-action';
import type { Warning } from '$lib/server/staff/tickets/warnings';
import { staffAction, staffPreview } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { mergeSearch } from './merge-search';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, tickets }) => {
    const { ticketId } = event.params;
    const which = mergeSearch(event.url);
    return Promise.all([
      account.me.fetch(),
      tickets.open.fetch({ ticketId, ...partsIn(event.url, staffTicketParts) }),
      tickets.clock.fetch({ ticketId, earlier: clockPartsIn(event.url) }),
      which && tickets.mergePreview.fetch({ ticketId, which }),
    ]);
  });

type Event = RequestEvent & { params: { ticketId: string } };
type Call = Parameters<Parameters<typeof staffAction>[1]>[0];
type Fields = Record<string, string>;

/** An action that calls one procedure with the form's fields and this ticket. */
const calls = (work: (call: Call, input: never) => Promise<unknown>) => (event: Event) =>
  staffAction(event, (call, values) => work(call, { ...values, ...event.params } as never));

/** As `calls`, for what goes to the client: where it is warned of, nothing was sent, and what was entered stands there again. */
async function warned(
  event: Event,
  work: (call: Call, values: Fields, all: (name: string) => string[]) => Promise<{ warnings: Warning[] }>,
) {
  const outcome = await staffAction(event, async (call, values, all) => ({
    ...(await work(call, values, all)),
    entered: enteredOf(values, all),
  }));
  if ('done' in outcome && outcome.result.warnings.length) {
    const { warnings, entered } = outcome.result;
    return fail(409, {
      message: 'Nothing was sent yet. Look at what the client would read.',
      fields: {},
      ...entered,
      warnings,
    });
  }
  return outcome;
}

export const actions: Actions = {
  share,
  preview: staffPreview,
  update: calls((call, input) => call.tickets.update(input)),
  move: (event) =>
    warned(event, (call, values, all) =>
      call.tickets.move({ ...values, ...event.params, confirmed: all('confirmed') } as never),
    ),
  reply: (event) =>
    warned(event, (call, values, all) =>
      call.tickets.reply({
        ...values,
        ...event.params,
        confirmed: all('confirmed'),
        uploads: all('upload'),
      } as never),
    ),
  note: (event) =>
    staffAction(event, (call, values, all) =>
      call.tickets.createNote({ ...values, ...event.params, uploads: all('upload') } as never),
    ),
  editMessage: (event) =>
    warned(event, (call, { id, ...values }, all) =>
      call.tickets.updateMessage({
        ...values,
        ...event.params,
        messageId: id,
        confirmed: all('confirmed'),
      } as never),
    ),
  editNote: (event) =>
    staffAction(event, (call, { id, ...values }) =>
      call.tickets.updateNote({ ...values, noteId: id, ...event.params } as never),
    ),
  escalate: calls((call, input) => call.tickets.escalate(input)),
  merge: async (event) => {
    const outcome = await staffAction(event, (call, values) =>
      call.tickets.merge({ ...values, ...event.params } as never),
    );
    if ('done' in outcome) redirect(303, `/staff/tickets/${outcome.result.id}`);
    return outcome;
  },
  split: async (event) => {
    const outcome = await staffAction(event, (call, values, all) =>
      call.tickets.split({ ...values, ...event.params, messageIds: all('messageId') } as never),
    );
    if ('done' in outcome) redirect(303, `/staff/tickets/${outcome.result.id}`);
    return outcome;
  },
  linkTask: calls((call, input) => call.tickets.linkTask(input)),
  unlinkTask: calls((call, input) => call.tickets.unlinkTask(input)),
  makeTask: calls((call, input) => call.tickets.makeTask(input)),
  startTimer: calls((call, input) => call.time.start(input)),
  stopTimer: calls((call, input) => call.time.stop(input)),
  recordTime: calls((call, input) => call.time.record(input)),
  editTime: calls((call, input) => call.time.update(input)),
  removeTime: calls((call, input) => call.time.remove(input)),
  takeTimeBack: (event) =>
    staffAction(event, (call, values, all) => call.time.takeBack({ entryIds: all('entryId') })),
};
