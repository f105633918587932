import { z } from 'zod';
import { requestId } from './request';
import { message } from './message';
import { id, optionalId, text, version } from './staff-fields';
import { line } from './text';
import { uploads } from './uploads';
import { pageAsked, partsBack } from './windows';

const ticketStatus = z.enum(
  ['new', 'open', 'waiting_on_client', 'on_hold', 'resolved', 'closed'],
  'Choose a status.',
);
const ticketPriority = z.enum(['low', 'medium', 'high', 'critical'], 'Choose a priority.');
const supportLevel = z.enum(['l1', 'l2', 'l3', 'solution_architect'], 'Choose a level.');
const visibility = z.enum(['client_visible', 'internal_only'], 'Choose Client Visible or Internal Only.');
const title = line(200, 'Enter a title.');
const body = message();
const name = line(100, 'Enter a name.');
/** "none" is nobody, "" leaves it as it is. */
const leaveOr = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const nobodyOr = z.preprocess((value) => (value === 'none' ? null : value), id.nullable());

/** How it was resolved, for the client to read. */
const resolution = text(20_000).trim().default('');
/** The warnings that were read: notes by id, placeholders as written. */
const confirmed = z.array(z.string().max(200)).max(200).default([]);

const staffTicket = z.object({ ticketId: id });
export const staffTicketOpen = staffTicket.extend({
  earlier: partsBack,
  history: partsBack,
  time: partsBack,
});
/** How many parts of the timeline of each clock to go back from its end. */
export const staffTicketClock = staffTicket.extend({
  earlier: z.object({ first_response: partsBack, resolution: partsBack }).prefault({}),
});
export const ticketForm = z.object({ clientId: id.optional() });

export const ticketFilter = z.object({
  status: z.array(ticketStatus).max(6).optional(),
  priority: z.array(ticketPriority).max(4).optional(),
  level: z.array(supportLevel).max(4).optional(),
  clientId: id.optional(),
  contractId: id.optional(),
  assigneeId: z.union([id, z.literal(['me', 'none'])]).optional(),
  jobTypeId: id.optional(),
  visibility: visibility.optional(),
  /** Those that were escalated to oneself. */
  escalated: z.literal('me').optional(),
  search: z.string().trim().max(200).optional(),
  ...pageAsked,
});

export const ticketRaise = z.object({
  clientId: z.uuid('Choose a client.'),
  contractId: z.uuid('Choose a contract.'),
  projectId: optionalId,
  jobTypeId: z.uuid('Choose a job type.'),
  level: leaveOr(supportLevel),
  priority: ticketPriority.default('medium'),
  title,
  description: text(20_000).default(''),
  raisedById: optionalId,
  assigneeId: optionalId,
  visibility,
  uploads,
  requestId,
});
export const ticketUpdate = staffTicket.extend({
  version,
  title: title.optional(),
  description: text(20_000).optional(),
  jobTypeId: leaveOr(id),
  projectId: z.preprocess((value) => (value === '' ? null : value), id.nullable()).optional(),
  level: leaveOr(supportLevel),
  priority: leaveOr(ticketPriority),
  assigneeId: nobodyOr.optional(),
});
export const ticketsUpdate = z.object({
  ids: z.array(id).min(1, 'Select at least one ticket.').max(500, 'You can change up to 500 at a time.'),
  status: leaveOr(ticketStatus),
  priority: leaveOr(ticketPriority),
  level: leaveOr(supportLevel),
  assigneeId: leaveOr(nobodyOr),
  resolution,
});
export const ticketMove = staffTicket.extend({ status: ticketStatus, resolution, confirmed });
export const ticketReply = staffTicket.extend({
  body,
  visibility: visibility.default('client_visible'),
  /** The status to set with the reply; none leaves it, but for a new ticket, which is then open. */
  status: leaveOr(ticketStatus),
  resolution,
  uploads,
  requestId,
  confirmed,
});
export const ticketNoteCreate = staffTicket.extend({ body, uploads, requestId });
export const messageUpdate = staffTicket.extend({
  messageId: id,
  version,
  body,
  confirmed,
});
export const ticketNoteUpdate = staffTicket.extend({ noteId: id, version, body });
export const ticketEscalate = staffTicket.extend({
  toStaffId: z.uuid('Choose a person.'),
  reason: line(2000, 'Enter a reason.'),
});

/** A ticket by its number, as people type it. */
const which = z
  .string('Enter a ticket number or part of the title.')
  .trim()
  .min(1, 'Enter a ticket number or part of the title.')
  .max(200);
export const ticketMergePreview = staffTicket.extend({ which });
export const ticketMerge = staffTicket.extend({ intoId: z.uuid('Choose a ticket.') });
export const ticketSplit = staffTicket.extend({
  title,
  messageIds: z
    .array(id)
    .min(1, 'Select at least one message.')
    .max(200, 'You can split up to 200 at a time.'),
  requestId,
});

export const ticketTaskLink = staffTicket.extend({
  projectId: z.uuid('Choose a project.'),
  which: line(250, 'Enter a task.'),
});
export const ticketTaskUnlink = staffTicket.extend({ taskId: id });
export const ticketTaskMake = staffTicket.extend({ projectId: z.uuid('Choose a project.'), title });

export const viewSave = z.object({
  name,
  query: z.string().max(2000, 'This view has too many filters to save.'),
});
export const viewRemove = z.object({ viewId: id });

export const macroCreate = z.object({ name, body });
export const macroUpdate = macroCreate.extend({ macroId: id, version });
export const macroRemove = z.object({ macroId: id });
