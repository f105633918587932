/**
 * L64 L66: a record that moves (by merge, split, copy, move or import) keeps the stricter flag. Each operation of the team is done once to
 * what the client does not see, and the client's side of the application is asked before and after it: no answer differs, no
 * count, and no stream has said a word. Done to what they see, the same operation does show, so the silence means something.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';
import { differences, listen, record } from './two-worlds/record.ts';
import { findSurfaces, type Surface } from './two-worlds/surfaces.ts';

let company: SampleCompany;
let marta: Visitor;
let cookie: string;
let surfaces: Surface[];
let contractId: string;
let clientId: string;
let otherClientId: string;
let jobTypeId: string;
let projectId: string;
let taskId: string;

const shown = { visibility: 'client_visible' } as const;
const hidden = { visibility: 'internal_only' } as const;
type Flag = typeof shown | typeof hidden;

beforeAll(async () => {
  company = await startSampleCompany();
  const { idOf, database } = company;
  marta = await company.asPerson('marta@');
  const client = await company.asPerson('dana.');
  cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  projectId = await idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  clientId = await idOf('select client_id as id from app.project where id = $1', [projectId]);
  contractId = await idOf(`select id from app.contract where number = 'CON-2024-018'`);
  otherClientId = await idOf(
    `select c.id from app.client c join app.project p on p.tenant_id = c.tenant_id where p.id = $1 and c.id <> p.client_id limit 1`,
    [projectId],
  );
  jobTypeId = await idOf(`select id from app.job_type where contract_id = $1 and name = 'Incident'`, [
    contractId,
  ]);
  taskId = await idOf('select id from app.task where project_id = $1 and shared order by number limit 1', [
    projectId,
  ]);
  // As loose as a project can be: what starts Internal Only here does so because of what it comes from.
  await database.admin.query(
    `insert into app.project_default (tenant_id, project_id, record_kind, visibility)
     select p.tenant_id, p.id, k, 'client_visible' from app.project p, unnest(enum_range(null::app.record_kind)) k
      where p.id = $1 and k in ('epic', 'story', 'task', 'attachment', 'comment')
     on conflict (tenant_id, project_id, record_kind) do update set visibility = excluded.visibility`,
    [projectId],
  );
});
afterAll(() => company.stop());

const idIn = (answer: Answer) => {
  expect(answer.body).not.toContain('"error"');
  return (dataOf(answer) as { id: string }).id;
};
const staff = async (name: string, input: object) => {
  const answer = await marta.mutate('staff', name, input);
  expect({ name, status: answer.status, body: answer.status === 200 ? '' : answer.body }).toEqual({
    name,
    status: 200,
    body: '',
  });
  return answer;
};
const sql = (text: string, values: unknown[] = []) =>
  company.database.admin.query<Record<string, unknown>>(text, values);

const aTicket = async (flag: Flag) =>
  idIn(
    await staff('tickets.raise', {
      ...{ clientId, contractId, jobTypeId, title: `Ticket ${randomUUID()}`, description: 'Words' },
      ...flag,
      requestId: randomUUID(),
    }),
  );
const replyTo = async (ticketId: string, flag: Flag) => {
  await staff('tickets.reply', { ticketId, body: 'Words', ...flag, requestId: randomUUID() });
  return company.idOf(
    'select id from app.message where ticket_id = $1 order by created_at desc, id limit 1',
    [ticketId],
  );
};
/** A file on a record, with the flag that files start with there. */
const fileOn = (id: string, flag: Flag) =>
  sql(
    `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, author_name, visibility)
     select tenant_id, gen_random_uuid(), $1, 'file.txt', 4, 'Somebody', $2 from app.project where id = $3`,
    [id, flag.visibility, projectId],
  );
const setFlag = (kind: string, id: string, { visibility }: Flag) =>
  staff('visibility.set', { kind, ids: [id], visibility });
const merge = (ticketId: string, intoId: string) => staff('tickets.merge', { ticketId, intoId });
const link = (ticketId: string, task: string) =>
  sql(
    'insert into app.ticket_task (tenant_id, ticket_id, task_id) select tenant_id, $1, $2 from app.task where id = $2',
    [ticketId, task],
  );
/** A ticket with all that moves along in a merge, each as visible as it can be for itself. */
async function aFullTicket(flag: Flag) {
  const ticketId = await aTicket(flag);
  await fileOn(ticketId, shown);
  await fileOn(await replyTo(ticketId, shown), shown);
  await replyTo(ticketId, hidden);
  await staff('tickets.createNote', { ticketId, body: 'Words', requestId: randomUUID() });
  await link(ticketId, taskId);
  await staff('time.record', { ticketId, spentOn: '2026-11-02', minutes: 30, description: 'Words' });
  return ticketId;
}
/** A record of a table in the project, with this flag; its columns are those that all of them have. */
const inProject = (table: 'epic' | 'story' | 'task', flag: Flag) =>
  company.idOf(
    `insert into app.${table} (tenant_id, project_id, title, position, visibility)
     select tenant_id, id, 'Words ' || gen_random_uuid(), 1e6, $2 from app.project where id = $1 returning id`,
    [projectId, flag.visibility],
  );

/** A task's form, saved with another story. */
async function moveInto(storyId: string, id: string) {
  const { rows } = await sql(
    'select version, title, description, status, priority from app.task where id = $1',
    [id],
  );
  return staff('tasks.update', { projectId, taskId: id, storyId, ...rows[0] });
}

/** What the client's side answers, and what its streams say, while something is done. */
async function watch(act: () => Promise<unknown>) {
  const { origin } = company.server;
  const before = await record(origin, surfaces, cookie);
  const stream = await listen(origin, surfaces, cookie);
  expect(new Set(stream.statuses)).toEqual(new Set([200]));
  await heard();
  stream.frames.length = 0;
  await act();
  await heard();
  const frames = [...stream.frames];
  await stream.stop();
  return { frames, differences: differences(before, await record(origin, surfaces, cookie)) };
}
/** Long enough for an event that was sent to arrive: the same connection has carried a later one by then. */
const heard = () => new Promise((resolve) => setTimeout(resolve, 500));

/** The surfaces that tell of these records. */
async function watching(ids: { ticketId?: string[]; taskId?: string[] }) {
  const known = new Map([
    ['projectId', [projectId]],
    ['ticketId', ids.ticketId ?? []],
    ['taskId', [taskId, ...(ids.taskId ?? [])]],
    ...['contractId', 'jobTypeId', 'milestoneId', 'attachmentId', 'sprintId', 'storyId'].map(
      (name): [string, string[]] => [name, []],
    ),
  ]);
  // The first calls name the records; those that follow ask for them by other filters.
  surfaces = (await findSurfaces(known))
    .filter(({ name }) => /^(query|subscription|page) .*(tickets|projects|files|\/portal)/.test(name))
    .map(({ name, calls }) => ({ name, calls: calls.slice(0, 8) }));
}

type Operation = {
  name: string;
  /** Makes what there is before; returns what is done, and the records that the client may look at. */
  prepare: (flag: Flag) => Promise<{ act: () => Promise<unknown>; tickets?: string[]; tasks?: string[] }>;
  /** Whether it shows something where its subject is Client Visible. */
  shows: boolean;
};

const operations: Operation[] = [
  {
    name: 'a ticket is merged into one that the client sees',
    shows: true,
    async prepare(flag) {
      const [from, into] = [await aFullTicket(flag), await aTicket(shown)];
      return { act: () => merge(from, into), tickets: [from, into] };
    },
  },
  {
    name: 'a ticket, into which another one had been merged, is merged in turn',
    shows: true,
    async prepare(flag) {
      const [first, second, last] = [await aTicket(shown), await aTicket(shown), await aTicket(shown)];
      await merge(first, second);
      if (flag === hidden) await setFlag('ticket', second, hidden);
      return { act: () => merge(second, last), tickets: [first, second, last] };
    },
  },
  {
    name: 'a ticket, into which another one had been merged, is merged into one of the team’s',
    shows: false,
    async prepare() {
      const [first, second, last] = [await aTicket(shown), await aTicket(shown), await aTicket(hidden)];
      await merge(first, second);
      await setFlag('ticket', second, hidden);
      return { act: () => merge(second, last), tickets: [first, second, last] };
    },
  },
  {
    name: 'messages are split off a ticket that the client sees',
    shows: true,
    async prepare(flag) {
      const ticketId = await aTicket(shown);
      await replyTo(ticketId, shown);
      const messageId = await replyTo(ticketId, flag);
      await fileOn(messageId, shown);
      const act = () =>
        staff('tickets.split', {
          ticketId,
          messageIds: [messageId],
          title: 'Split off',
          requestId: randomUUID(),
        });
      return { act, tickets: [ticketId] };
    },
  },
  {
    name: 'messages are split off a ticket',
    shows: true,
    async prepare(flag) {
      const ticketId = await aTicket(flag);
      const messageId = await replyTo(ticketId, shown);
      const act = () =>
        staff('tickets.split', {
          ticketId,
          messageIds: [messageId],
          title: 'Split off',
          requestId: randomUUID(),
        });
      return { act, tickets: [ticketId] };
    },
  },
  {
    name: 'a ticket is linked with a task that the client sees',
    shows: true,
    async prepare(flag) {
      const ticketId = await aTicket(flag);
      const { rows } = await sql('select number::text as which from app.task where id = $1', [taskId]);
      return {
        act: () => staff('tickets.linkTask', { ticketId, projectId, ...rows[0] }),
        tickets: [ticketId],
      };
    },
  },
  {
    name: 'a ticket that the client sees is linked with a task',
    shows: true,
    async prepare(flag) {
      const [ticketId, task] = [await aTicket(shown), await inProject('task', flag)];
      const { rows } = await sql('select number::text as which from app.task where id = $1', [task]);
      const act = () => staff('tickets.linkTask', { ticketId, projectId, ...rows[0] });
      return { act, tickets: [ticketId], tasks: [task] };
    },
  },
  {
    name: 'a task is made of a ticket',
    shows: true,
    async prepare(flag) {
      const ticketId = await aFullTicket(flag);
      return {
        act: () => staff('tickets.makeTask', { ticketId, projectId, title: 'Made' }),
        tickets: [ticketId],
      };
    },
  },
  {
    name: 'a task is copied',
    shows: true,
    async prepare(flag) {
      const task = await inProject('task', flag);
      await fileOn(task, shown);
      return { act: () => staff('tasks.copy', { projectId, taskId: task }), tasks: [task] };
    },
  },
  {
    name: 'a task is moved into a story that the client sees',
    shows: true,
    async prepare(flag) {
      const [task, storyId] = [await inProject('task', flag), await inProject('story', shown)];
      const act = () => moveInto(storyId, task);
      return { act, tasks: [task] };
    },
  },
  {
    name: 'a task that the client sees is moved into a story',
    shows: true,
    async prepare(flag) {
      const [task, storyId] = [await inProject('task', shown), await inProject('story', flag)];
      const act = () => moveInto(storyId, task);
      return { act, tasks: [task] };
    },
  },
  {
    name: 'a story is moved into an epic that the client sees',
    shows: true,
    async prepare(flag) {
      const [storyId, epicId] = [await inProject('story', flag), await inProject('epic', shown)];
      const act = () =>
        staff('epics.updateStory', { projectId, storyId, epicId, version: 1, title: 'Moved', summary: '' });
      return { act };
    },
  },
  {
    name: 'tasks are imported',
    shows: true,
    async prepare(flag) {
      const text = `Title,Epic,Story,Visibility\nOne,,,${flag === hidden ? 'Internal Only' : 'Client Visible'}\n`;
      const look = async (choices: object | null) =>
        dataOf(await staff('imports.preview', { projectId, text, choices })) as {
          checked: string;
          choices: object;
          words: object;
        };
      const { choices, words } = await look(null);
      const chosen = { ...choices, meanings: words };
      return {
        act: async () => {
          const { checked } = await look(chosen);
          return staff('imports.run', { projectId, text, choices: chosen, checked });
        },
      };
    },
  },
  {
    name: 'a project moves to another client and back',
    shows: false,
    async prepare() {
      const name = `Moved ${randomUUID()}`;
      const moved = idIn(await staff('projects.create', { clientId, name }));
      await staff('visibility.set', { kind: 'project', ids: [moved], ...shown });
      await sql(
        `insert into app.task (tenant_id, project_id, title, visibility)
         select tenant_id, id, 'Words', 'client_visible' from app.project where id = $1`,
        [moved],
      );
      await staff('visibility.set', { kind: 'project', ids: [moved], ...hidden });
      const moveTo = (to: string) =>
        staff('projects.move', { projectId: moved, clientId: to, confirmation: name });
      return {
        act: async () => {
          await moveTo(otherClientId);
          await moveTo(clientId);
        },
      };
    },
  },
];

describe.each(operations)('$name', { timeout: 60_000 }, ({ prepare, shows }) => {
  test('done to what the client does not see, it shows them nothing', async () => {
    const { act, tickets, tasks } = await prepare(hidden);
    await watching({ ticketId: tickets ?? [], taskId: tasks ?? [] });
    expect(await watch(act)).toEqual({ frames: [], differences: [] });
  });

  test.runIf(shows)('done to what the client sees, it shows', async () => {
    const { act, tickets, tasks } = await prepare(shown);
    await watching({ ticketId: tickets ?? [], taskId: tasks ?? [] });
    const { frames, differences: found } = await watch(act);
    expect(frames.length).toBeGreaterThan(0);
    expect(found.length).toBeGreaterThan(0);
  });
});
