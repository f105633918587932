import { clockPartsIn } from '$lib/domain/sla/clock-part';
import { staffTicketParts } from '$lib/domain/staff-parts';
import { partsIn } from '$lib/domain/thread-part';
import { staffForm } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import { share } from '$lib/server/staff/share';
import { timeActions } from '$lib/server/staff/time-actions';
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

/** Nothing was sent: what was entered is given back, to be looked at and confirmed. */
const warned = 'Not sent yet. Check what the client would see.';

export const actions = {
  share,
  preview: staffForm.preview,
  move: staffForm.action((call) => call.tickets.move, { warned }),
  reply: staffForm.action((call) => call.tickets.reply, { warned }),
  editMessage: staffForm.action((call) => call.tickets.updateMessage, {
    input: ({ values: { id } }) => ({ messageId: id }),
    warned,
  }),
  editNote: staffForm.action((call) => call.tickets.updateNote, {
    input: ({ values: { id } }) => ({ noteId: id }),
  }),
  merge: staffForm.action((call) => call.tickets.merge, { then: ({ id }) => `/staff/tickets/${id}` }),
  split: staffForm.action((call) => call.tickets.split, { then: ({ id }) => `/staff/tickets/${id}` }),
  ...timeActions,
  ...staffForm.actions({
    update: (call) => call.tickets.update,
    note: (call) => call.tickets.createNote,
    escalate: (call) => call.tickets.escalate,
    linkTask: (call) => call.tickets.linkTask,
    unlinkTask: (call) => call.tickets.unlinkTask,
    makeTask: (call) => call.tickets.makeTask,
  }),
} satisfies Actions;
