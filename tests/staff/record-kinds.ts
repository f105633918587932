/** One record of each kind that can be shared, for tests that go over all of them. */
import {
  aComment,
  aMilestone,
  anEpic,
  aNote,
  aProject,
  aSprint,
  aStory,
  aTask,
  type Database,
  type Project,
  type Task,
  type Values as AnyValues,
} from '../support/builders.ts';
import { aMessage, anAttachment, aTicketNote, type Ticket } from '../support/ticket-builders.ts';
import type { SampleCompany } from '../support/visitor.ts';
import { aDesk, rowOf, type Desk } from '../portal/ticket-desk.ts';

type Values = AnyValues & { visibility?: 'client_visible' | 'internal_only' };
/** What a record can hang on, and the page of the portal that shows it. */
type Flagged = { kind: string; id: string };
export type Made = Flagged & {
  projectId: string;
  taskId: string;
  ticketId: string;
  /** The record as which the client opens it. */
  page: Flagged;
  /** What hides it while it is Internal Only, in the words of the staff side, nearest first. */
  hiddenBy: Record<string, Flagged>;
};

export type EachKind = {
  desk: Desk;
  /** A new record of this kind with these values; all that it hangs on is new too, and shared. */
  make: (kind: string, values?: Values) => Promise<Made>;
};

export const kindsShownWithin = ['comment', 'note', 'message', 'epic', 'story', 'sprint', 'milestone'];
export const kinds = [
  ...['project', 'task', 'ticket', ...kindsShownWithin],
  ...['file of a task', 'file of a comment', 'file of a ticket', 'file of a message'],
];
/** Shared whatever it is marked: nothing that hangs on it is shown to a client. */
export const kindNeverShown = 'file of a note';

const shared = { visibility: 'client_visible' } as const;

/** Builders over the sample company, on a desk of its own: the tickets of the sample are gone. */
export async function eachKind(company: SampleCompany): Promise<EachKind> {
  const db: Database = company.database;
  const desk = await aDesk(company);
  const onProject =
    (build: (db: Database, project: Project, values: Values) => Promise<{ id: string }>) =>
    (project: Project, _: Task, __: Ticket, values: Values) =>
      build(db, project, values);

  const builders: Record<
    string,
    (project: Project, task: Task, ticket: Ticket, values: Values) => Promise<{ id: string; on?: Flagged }>
  > = {
    project: (_, __, ___, values) => aProject(db, desk.nexus, { name: 'A project', ...values }),
    task: onProject((...of) => aTask(...of)),
    epic: onProject((...of) => anEpic(...of)),
    story: onProject((...of) => aStory(...of)),
    sprint: onProject((...of) => aSprint(...of)),
    milestone: onProject((...of) => aMilestone(...of)),
    comment: (_, task, __, values) => aComment(db, task, values),
    note: (project, task, _, values) => aNote(db, project, { record_id: task.id, ...values }),
    ticket: (_, __, ___, values) => desk.ticket(values),
    message: (_, __, ticket, values) => aMessage(db, ticket, values),
    'file of a task': (_, task, __, values) => anAttachment(db, task, { record_id: task.id, ...values }),
    'file of a ticket': (_, __, ticket, values) =>
      anAttachment(db, ticket, { record_id: ticket.id, ...values }),
    'file of a comment': async (_, task, __, values) => {
      const on = await aComment(db, task, shared);
      const { id } = await anAttachment(db, task, { record_id: on.id, ...values });
      return { id, on: { kind: 'comment', id: on.id } };
    },
    'file of a message': async (_, __, ticket, values) => {
      const on = await aMessage(db, ticket, shared);
      const { id } = await anAttachment(db, ticket, { record_id: on.id, ...values });
      return { id, on: { kind: 'message', id: on.id } };
    },
    [kindNeverShown]: async (_, __, ticket, values) => {
      const author = await rowOf<never>(db, "select * from app.staff_member where email like 'marta@%'");
      const on = await aTicketNote(db, ticket, author);
      return anAttachment(db, ticket, { record_id: on.id, ...values });
    },
  };

  return {
    desk,
    async make(name, values = {}) {
      const project = await aProject(db, desk.nexus, { ...shared, name: `Around a ${name}` });
      const task = await aTask(db, project, shared);
      const ticket = await desk.ticket();
      const build = builders[name];
      if (!build) throw new Error(`no builder of a ${name}`);
      const { id, on } = await build(project, task, ticket, { ...values });
      const kind = name.startsWith('file') ? 'attachment' : name;
      const ofTicket = /ticket|message|file of a note/.test(name);
      const ofTask = /comment|note|task/.test(name) && !ofTicket;
      const itself = { kind, id };
      const projectFlag = { kind: 'project', id: project.id };
      const hiddenBy: Made['hiddenBy'] = {};
      if (on) hiddenBy[`its ${on.kind}`] = on;
      if (ofTicket && kind !== 'ticket') hiddenBy['its ticket'] = { kind: 'ticket', id: ticket.id };
      if (ofTask && kind !== 'task') hiddenBy['its task'] = { kind: 'task', id: task.id };
      if (!ofTicket && kind !== 'project') hiddenBy['its project'] = projectFlag;
      const page = ['project', 'task', 'ticket', 'attachment'].includes(kind)
        ? itself
        : ofTicket
          ? { kind: 'ticket', id: ticket.id }
          : ofTask
            ? { kind: 'task', id: task.id }
            : projectFlag;
      return {
        ...itself,
        projectId: kind === 'project' ? id : project.id,
        taskId: kind === 'task' ? id : task.id,
        ticketId: kind === 'ticket' ? id : ticket.id,
        page,
        hiddenBy,
      };
    },
  };
}
