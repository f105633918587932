/** Every procedure of the delivery team with an input that would do something, given the records to name. */
import { join } from 'node:path';
import { runnerImport } from 'vite';
import type { SampleCompany } from '../support/visitor.ts';

export type Records = Record<
  | 'clientId'
  | 'projectId'
  | 'taskId'
  | 'sprintId'
  | 'milestoneId'
  | 'epicId'
  | 'storyId'
  | 'staffMemberId'
  | 'commentId'
  | 'noteId'
  | 'entryId'
  | 'filterId'
  | 'clientUserId'
  | 'contractId'
  | 'jobTypeId'
  | 'ticketId'
  | 'otherTicketId'
  | 'messageId'
  | 'ticketNoteId'
  | 'macroId'
  | 'viewId'
  | 'attachmentId'
  | 'jobId'
  // The parameters of a record's page about its visibility.
  | 'kind'
  | 'recordId',
  string
>;

const task = { title: 'Named', status: 'done', priority: 'low', version: 1, description: 'Written' };
const milestone = { title: 'Named', description: 'Written', agreedOn: '2026-12-01' };
const time = { spentOn: '2026-11-02', minutes: 90, description: 'Written' };
const sprint = { name: 'Named', startsOn: '2026-12-01', endsOn: '2026-12-14' };

const written = { body: 'Written', requestId: '0b0e9a3c-6f1f-4a57-9d4f-1f1b5e8a7c11' };

const columns = Object.fromEntries(
  [
    ...[
      'description',
      'kind',
      'epic',
      'story',
      'status',
      'priority',
      'dueOn',
      'estimate',
      'assignee',
      'sprint',
    ],
    ...['visibility', 'labels', 'startsOn'],
  ].map((field) => [field, null]),
);
const titleOnly = { columns: { ...columns, title: 0 }, meanings: {}, dates: null, estimates: null };

/** Inputs by procedure; null for one that names no record. */
export const inputs: Record<string, ((records: Records) => object) | null> = {
  'account.me': null,
  'account.open': null,
  'account.update': () => ({ locale: 'de-CH' }),
  'clients.beginView': ({ clientUserId }) => ({ clientUserId }),
  // Its own look as a client is all that anybody can end.
  'clients.endView': ({ clientUserId }) => ({ viewId: clientUserId, nonce: 'made up' }),
  'clients.list': null,
  'clients.open': ({ clientId }) => ({ clientId }),
  'comments.create': ({ projectId, taskId }) => ({ projectId, taskId, ...written }),
  'comments.createNote': ({ projectId, taskId }) => ({ projectId, taskId, ...written }),
  'comments.remove': ({ projectId, commentId }) => ({ projectId, commentId }),
  'comments.removeNote': ({ projectId, noteId }) => ({ projectId, noteId }),
  'comments.update': ({ projectId, commentId }) => ({ projectId, commentId, version: 1, body: 'Written' }),
  'comments.updateNote': ({ projectId, noteId }) => ({ projectId, noteId, version: 1, body: 'Written' }),
  'contracts.addSlaPolicy': ({ contractId }) => ({ contractId, timeZone: 'UTC' }),
  'contracts.list': null,
  'contracts.open': ({ contractId }) => ({ contractId }),
  'contracts.saveJobType': ({ contractId, jobTypeId }) => ({
    ...{ contractId, jobTypeId, name: 'Named', level: 'l1', active: false },
  }),
  'contracts.saveSupport': ({ contractId }) => ({
    ...{ contractId, levels: ['l1'], reopenDays: 1, disclosure: 'nothing', version: 1 },
  }),
  'contracts.setMember': ({ contractId, staffMemberId }) => ({ contractId, staffMemberId, role: 'owner' }),
  'contracts.setStep': ({ contractId, staffMemberId }) => ({
    ...{ contractId, clock: 'resolution', atPercent: 10, staffMemberId },
  }),
  'reports.tickets': ({ contractId }) => ({ contractId }),
  'files.begin': () => ({ name: 'named.txt', size: 4 }),
  'files.find': ({ recordId }) => ({ uploadId: recordId }),
  'files.receive': ({ recordId }) => ({ uploadId: recordId }),
  'files.take': ({ recordId }) => ({ uploadId: recordId }),
  'files.drop': ({ recordId }) => ({ uploadId: recordId }),
  'files.open': ({ attachmentId }) => ({ attachmentId }),
  'files.preview': ({ attachmentId }) => ({ attachmentId }),
  'epics.create': ({ projectId }) => ({ projectId, title: 'Named' }),
  'epics.createStory': ({ projectId }) => ({ projectId, title: 'Named' }),
  'epics.reorder': ({ projectId, epicId }) => ({ projectId, epicId, direction: 'up' }),
  'epics.reorderStory': ({ projectId, storyId }) => ({ projectId, storyId, direction: 'up' }),
  'epics.remove': ({ projectId, epicId }) => ({ projectId, epicId }),
  'epics.removeStory': ({ projectId, storyId }) => ({ projectId, storyId }),
  'epics.updateStory': ({ projectId, storyId }) => ({ projectId, storyId, version: 1, title: 'Named' }),
  'imports.preview': ({ projectId }) => ({ projectId, text: 'Title\nNamed\n' }),
  'imports.run': ({ projectId }) => ({ projectId, text: 'Title\nNamed\n', choices: titleOnly, checked: '' }),
  'filters.remove': ({ projectId, filterId }) => ({ projectId, filterId }),
  'filters.save': ({ projectId }) => ({ projectId, name: 'Named', query: 'status=done' }),
  'epics.update': ({ projectId, epicId }) => ({ projectId, epicId, version: 1, title: 'Named' }),
  'jobs.list': null,
  'jobs.retry': ({ jobId }) => ({ jobId }),
  'live.projects': null,
  'milestones.create': ({ projectId }) => ({ projectId, ...milestone }),
  'milestones.list': ({ projectId }) => ({ projectId }),
  'milestones.open': ({ projectId, milestoneId }) => ({ projectId, milestoneId }),
  'milestones.remove': ({ projectId, milestoneId }) => ({ projectId, milestoneId }),
  'milestones.update': ({ projectId, milestoneId }) => ({ projectId, milestoneId, version: 1, ...milestone }),
  'projects.create': ({ clientId }) => ({ clientId, name: 'Named' }),
  'projects.list': () => ({}),
  'projects.move': ({ projectId, clientId }) => ({ projectId, clientId, confirmation: 'Named' }),
  'projects.open': ({ projectId }) => ({ projectId }),
  'projects.choices': ({ projectId }) => ({ projectId }),
  'projects.members': ({ projectId }) => ({ projectId }),
  'epics.list': ({ projectId }) => ({ projectId }),
  'sprints.list': ({ projectId }) => ({ projectId }),
  'projects.setCommenting': ({ projectId }) => ({ projectId, clientMayComment: true }),
  'projects.roadmap': ({ projectId }) => ({ projectId }),
  'projects.setDefault': ({ projectId }) => ({ projectId, kind: 'task', visibility: 'client_visible' }),
  'projects.setMember': ({ projectId, staffMemberId }) => ({ projectId, staffMemberId, role: 'owner' }),
  'projects.update': ({ projectId }) => ({ projectId, version: 1, name: 'Named' }),
  'sprints.complete': ({ projectId, sprintId }) => ({ projectId, sprintId, version: 1, carryOverTo: null }),
  'sprints.create': ({ projectId }) => ({ projectId, ...sprint }),
  'sprints.move': ({ projectId, sprintId }) => ({ projectId, sprintId, version: 1, status: 'planned' }),
  'tasks.attach': ({ projectId, taskId }) => ({ projectId, taskId, uploads: [taskId] }),
  'tasks.addDependency': ({ projectId, taskId }) => ({ projectId, taskId, which: 'API performance work' }),
  'sprints.open': ({ projectId, sprintId }) => ({ projectId, sprintId }),
  'sprints.remove': ({ projectId, sprintId }) => ({ projectId, sprintId }),
  'sprints.setCapacity': ({ projectId, sprintId, staffMemberId }) => ({
    ...{ projectId, sprintId, people: [{ staffMemberId, hours: 8 }] },
  }),
  'sprints.update': ({ projectId, sprintId }) => ({ projectId, sprintId, version: 1, ...sprint }),
  'tasks.backlog': ({ projectId }) => ({ projectId }),
  'tasks.board': ({ projectId }) => ({ projectId }),
  'tasks.copy': ({ projectId, taskId }) => ({ projectId, taskId }),
  'tasks.create': ({ projectId }) => ({ projectId, title: 'Named' }),
  'tasks.find': ({ projectId }) => ({ projectId, search: 'work' }),
  'tasks.list': ({ projectId }) => ({ projectId }),
  'tasks.move': ({ projectId, taskId }) => ({ projectId, taskId, version: 1, status: 'blocked' }),
  'tasks.open': ({ projectId, taskId }) => ({ projectId, taskId }),
  'tasks.remove': ({ projectId, taskId }) => ({ projectId, taskId }),
  'tasks.removeDependency': ({ projectId, taskId }) => ({ projectId, taskId, dependsOnId: taskId }),
  'tasks.reorder': ({ projectId, taskId }) => ({
    ...{ projectId, taskId, version: 1, status: 'blocked', afterTaskId: null },
  }),
  'tasks.plan': ({ projectId, taskId }) => ({
    projectId,
    tasks: [{ taskId, version: 1 }],
    sprintId: null,
  }),
  'tasks.update': ({ projectId, taskId }) => ({ projectId, taskId, ...task }),
  'tasks.updateMany': ({ projectId, taskId }) => ({ projectId, ids: [taskId], status: 'done' }),
  'live.tickets': null,
  'live.time': null,
  'tickets.mayShare': null,
  'macros.list': null,
  'macros.create': () => ({ name: 'Named', body: 'Written' }),
  'macros.update': ({ macroId }) => ({ macroId, version: 1, name: 'Named', body: 'Written' }),
  'macros.remove': ({ macroId }) => ({ macroId }),
  'tickets.queue': ({ clientId }) => ({ clientId }),
  'tickets.clock': ({ ticketId }) => ({ ticketId }),
  'tickets.open': ({ ticketId }) => ({ ticketId }),
  'tickets.form': ({ clientId }) => ({ clientId }),
  'tickets.raise': ({ clientId, contractId, jobTypeId }) => ({
    ...{ clientId, contractId, jobTypeId, title: 'Named', visibility: 'internal_only' },
    requestId: written.requestId,
  }),
  'tickets.update': ({ ticketId }) => ({ ticketId, version: 1, priority: 'critical', assigneeId: 'none' }),
  'tickets.move': ({ ticketId }) => ({ ticketId, status: 'on_hold' }),
  'tickets.updateMany': ({ ticketId }) => ({ ids: [ticketId], priority: 'critical' }),
  'tickets.reply': ({ ticketId }) => ({ ticketId, ...written }),
  'tickets.createNote': ({ ticketId }) => ({ ticketId, ...written }),
  'tickets.updateMessage': ({ ticketId, messageId }) => ({
    ticketId,
    messageId,
    version: 1,
    body: 'Written',
  }),
  'tickets.updateNote': ({ ticketId, ticketNoteId }) => ({
    ...{ ticketId, noteId: ticketNoteId, version: 1, body: 'Written' },
  }),
  'tickets.escalate': ({ ticketId, staffMemberId }) => ({
    ...{ ticketId, toStaffId: staffMemberId, reason: 'Written' },
  }),
  'tickets.mergePreview': ({ ticketId }) => ({ ticketId, which: 'a' }),
  'tickets.merge': ({ ticketId, otherTicketId }) => ({ ticketId, intoId: otherTicketId }),
  'tickets.split': ({ ticketId, messageId }) => ({
    ...{ ticketId, messageIds: [messageId], title: 'Named', requestId: written.requestId },
  }),
  'tickets.linkTask': ({ ticketId, projectId }) => ({ ticketId, projectId, which: '138' }),
  'tickets.unlinkTask': ({ ticketId, taskId }) => ({ ticketId, taskId }),
  'tickets.makeTask': ({ ticketId, projectId }) => ({ ticketId, projectId, title: 'Named' }),
  'tickets.saveView': () => ({ name: 'Named', query: 'status=open' }),
  'tickets.removeView': ({ viewId }) => ({ viewId }),
  'settings.open': null,
  'settings.update': () => ({ approveOwnTime: true, timeZone: 'Europe/Berlin' }),
  'time.decide': ({ entryId }) => ({ entryIds: [entryId], decision: 'approved' }),
  'time.decided': null,
  'time.mine': null,
  'time.record': ({ projectId, taskId }) => ({ projectId, taskId, ...time }),
  'time.remove': ({ entryId }) => ({ entryId }),
  'time.running': null,
  'time.start': ({ projectId, taskId }) => ({ projectId, taskId }),
  'time.stop': ({ entryId }) => ({ entryId }),
  'time.takeBack': ({ entryId }) => ({ entryIds: [entryId] }),
  'time.update': ({ entryId }) => ({ entryId, version: 1, ...time }),
  'time.waiting': null,
  'visibility.exportLog': ({ projectId }) => ({ projectId }),
  'visibility.log': ({ projectId }) => ({ projectId }),
  'visibility.open': ({ taskId }) => ({ kind: 'task', id: taskId }),
  'visibility.preview': ({ taskId }) => ({ kind: 'task', ids: [taskId], visibility: 'client_visible' }),
  'visibility.set': ({ taskId }) => ({ kind: 'task', ids: [taskId], visibility: 'client_visible' }),
};

/** Those whose input names nothing that is there already: they cannot be asked about another company's. */
export const namingNothing = new Set([
  'account.update',
  'files.begin',
  'macros.create',
  'settings.update',
  'tickets.saveView',
]);

type Type = 'query' | 'mutation' | 'subscription';

/** What the router itself says there is. */
export async function procedureTypes(): Promise<Record<string, Type>> {
  const root = join(import.meta.dirname, '../..');
  const { module } = await runnerImport<{
    staffRouter: { _def: { procedures: Record<string, { _def: { type: Type } }> } };
  }>(join(root, 'src/lib/server/staff/router.ts'), {
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { $lib: join(root, 'src/lib') } },
  });
  const { procedures } = module.staffRouter._def;
  return Object.fromEntries(Object.entries(procedures).map(([name, { _def }]) => [name, _def.type]));
}

/** The records of one project, for the inputs. */
export async function recordsOf(company: Pick<SampleCompany, 'idOf'>, project: string): Promise<Records> {
  const { idOf } = company;
  const projectId = await idOf('select id from app.project where name = $1', [project]);
  const first = (table: string, which = 'true') =>
    idOf(`select id from app.${table} where project_id = $1 and ${which} order by id limit 1`, [projectId]);
  // A change of its flag is then one.
  const hiddenTask = await idOf(
    `select id from app.task where project_id = $1 and visibility = 'internal_only' order by id limit 1`,
    [projectId],
  );
  const ticketId = await idOf(
    `select t.id from app.ticket t join app.project p using (tenant_id)
      where p.id = $1 and t.merged_into_id is null
        and exists (select from app.message m where m.tenant_id = t.tenant_id and m.ticket_id = t.id)
      order by t.client_id = p.client_id desc, t.status = 'open' desc, t.number, t.id limit 1`,
    [projectId],
  );
  const ofTicket = (query: string) => idOf(query, [ticketId]);
  return {
    projectId,
    ticketId,
    otherTicketId: await ofTicket(
      `select o.id from app.ticket t join app.ticket o using (tenant_id, client_id)
        where t.id = $1 and o.id <> t.id and o.merged_into_id is null order by o.number limit 1`,
    ),
    contractId: await ofTicket('select contract_id as id from app.ticket where id = $1'),
    jobTypeId: await ofTicket('select job_type_id as id from app.ticket where id = $1'),
    messageId: await ofTicket('select id from app.message where ticket_id = $1 order by created_at limit 1'),
    ticketNoteId: await ofTicket(
      `insert into app.ticket_note (tenant_id, ticket_id, body, author_staff_id, author_name)
       select t.tenant_id, t.id, 'A note', s.id, s.name from app.ticket t join app.staff_member s using (tenant_id)
        where t.id = $1 and s.role = 'owner' order by s.id limit 1 returning id`,
    ),
    attachmentId: await ofTicket(
      `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, state, sha256, author_name, visibility,
                                   preview, picture_width, picture_height, preview_number, preview_bytes)
       select t.tenant_id, gen_random_uuid(), t.id, 'named.txt', 0, 'ready', repeat('0', 64), 'Named', 'internal_only', 'ready', 4, 3, 1, 9
         from app.ticket t where t.id = $1 returning id`,
    ),
    jobId: await ofTicket(
      `insert into app.job (tenant_id, kind, record_id, next_run_at, attempts, last_error, died_at)
       select tenant_id, 'close_ticket', id, now(), 20, 'Named', now() from app.ticket where id = $1
       on conflict (tenant_id, kind, record_id) do update
         set attempts = 20, last_error = 'Named', died_at = now(), leased_until = null returning id`,
    ),
    macroId: await ofTicket(
      'select m.id from app.macro m join app.ticket t using (tenant_id) where t.id = $1 order by m.name limit 1',
    ),
    viewId: await ofTicket(
      `insert into app.saved_view (tenant_id, staff_member_id, name, query)
       select t.tenant_id, s.id, 'A view', 'status=open' from app.ticket t join app.staff_member s using (tenant_id)
        where t.id = $1 and s.role = 'owner' order by s.id limit 1 returning id`,
    ),
    clientId: await idOf('select client_id as id from app.project where id = $1', [projectId]),
    taskId: hiddenTask,
    kind: 'task',
    recordId: hiddenTask,
    clientUserId: await idOf(
      `select u.id from app.client_user u join app.project p on p.client_id = u.client_id
        where p.id = $1 and u.can_sign_in order by u.email limit 1`,
      [projectId],
    ),
    // Nobody has changed it: its version is 1.
    sprintId: await idOf(`select id from app.sprint where project_id = $1 order by version, id limit 1`, [
      projectId,
    ]),
    milestoneId: await first('milestone'),
    commentId: await first('text', `kind = 'comment'`),
    noteId: await first('text', `kind <> 'comment'`),
    entryId: await first('time_entry'),
    filterId: await first('saved_filter'),
    epicId: await first('epic'),
    storyId: await first('story'),
    staffMemberId: await idOf(
      `select s.id from app.staff_member s join app.project p on p.tenant_id = s.tenant_id
        where p.id = $1 and s.role = 'member' order by s.email limit 1`,
      [projectId],
    ),
  };
}
