import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import type { Account } from '../../db/running.ts';
import type { TestDatabase } from '../support/database.ts';
import { createSampleDatabase } from '../support/sample.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { prove, signIn } from './two-worlds/prove.ts';
import { listen, record } from './two-worlds/record.ts';
import { findSurfaces, notCalled } from './two-worlds/surfaces.ts';

let database: TestDatabase;
let server: TestServer;
let accounts: Account[];
let filesDirectory: string;

beforeAll(async () => {
  ({ database, accounts } = await createSampleDatabase());
  filesDirectory = mkdtempSync(join(tmpdir(), 'portal-worlds-'));
  server = await startServer(database, {
    env: { LOG_LEVEL: 'silent', FILES_DIRECTORY: filesDirectory },
  });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
  rmSync(filesDirectory, { recursive: true, force: true });
});

const nexusAdmin = () => {
  const account = accounts.find(({ client, role }) => client === 'Nexus Corp' && role === 'Client Admin');
  if (!account) throw new Error('the sample data has no Client Admin of Nexus Corp');
  return account;
};

test(
  'L40 L42 L44 L45 L49 L50 L52 L53 L56 L57 L68 L73 L78: no answer and no live event depends on an internal fact',
  { timeout: 1_200_000 },
  async () => {
    const proof = await prove({
      origin: server.origin,
      adminUrl: database.url('owner'),
      staffUrl: database.url('staff_app'),
      filesDirectory,
      accounts: accounts.filter(
        ({ client }) => client === null || client === 'Nexus Corp' || client === 'Orbis Health',
      ),
      changes: 1_200,
      seed: 1,
    });
    expect(proof.differences).toEqual([]);
    expect(proof.surfaces).toBe((await findSurfaces(new Map())).length);
    // Whoever is signed out is sent to the door (303); a file of another client, or of a section that somebody lacks, is not found.
    expect(proof.downloads).toEqual(['hidden 303', 'hidden 404', 'seen 200', 'seen 303', 'seen 404']);
    // A proof about what did not change would prove nothing.
    for (const kind of [
      ...['create', 'editHidden', 'editInternalColumn', 'regroup', 'deleteHidden', 'flip'],
      ...['createUnshareable', 'editUnshareable', 'deleteUnshareable', 'receipt', 'look'],
      ...['note', 'clock', 'job', 'file', 'upload', 'merge', 'link', 'breach', 'elsewhere'],
    ])
      expect({ kind, count: proof.changes[kind] ?? 0 }).not.toEqual({ kind, count: 0 });
    const parts = [
      ...[
        'task.labels',
        'task.starts_on',
        'task.estimate_minutes',
        'task.assignee_staff_id',
        'task.sprint_id',
      ],
      ...['epic.starts_on', 'sprint.capacity_hours', 'project.client_id', 'tenant.time_zone'],
      ...['epic', 'story', 'sprint', 'milestone'],
      ...['task.story_id', 'task.milestone_id', 'story.epic_id'],
      ...['task_dependency', 'sprint_capacity', 'time_entry', 'time_entry.minutes', 'saved_filter', 'text'],
      ...[
        'text.body',
        ...['project', 'epic', 'story', 'sprint', 'milestone', 'task'].map((place) => `text on a ${place}`),
      ],
      ...['read_receipt', 'client_view', 'project_member', 'project_default'],
      ...[
        'ticket',
        'ticket.level',
        'ticket.assignee_staff_id',
        'ticket.breach_at',
        'ticket.title',
        'message',
      ],
      ...['message.body', 'ticket_note', 'ticket_note.body', 'escalation', 'record.visibility', 'macro'],
      ...['ticket_sla', 'outbox', 'job', 'sla_breach', 'ticket.merged_into_id', 'attachment.state'],
      ...['task', 'comment', 'note', 'ticket', 'message', 'ticket_note'].map(
        (kind) => `attachment on a ${kind}`,
      ),
      ...['task', 'comment', 'note', 'ticket_note'].map((kind) => `upload on a ${kind}`),
      ...['attachment.scan_result', 'upload', 'text with a file'],
      ...['saved_view', 'saved_view.query', 'contract_member', 'escalation_step', 'job_type'],
      ...['escalation', 'macro.body', 'ticket.priority', 'ticket.status', 'ticket_task'],
    ].map((name) => `app.${name}`);
    expect(parts.filter((name) => !proof.touched.includes(name))).toEqual([]);
  },
);

/** The files below a folder, by the plainest means. */
const filesBelow = (folder: string) =>
  readdirSync(join(import.meta.dirname, '../..', folder), { recursive: true, encoding: 'utf8' }).sort();

test(
  'every procedure of the router and every folder of the routes is called, in every method',
  { timeout: 60_000 },
  async () => {
    const names = new Set((await findSurfaces(new Map())).map(({ name }) => name));

    // What the features' files export, whatever the router makes of it.
    const verbs = filesBelow('src/lib/server/portal').flatMap((file) => {
      const [, feature] = /^([a-z-]+)\/.+\.ts$/.exec(file) ?? [];
      if (!feature) return [];
      const source = readFileSync(join(import.meta.dirname, '../../src/lib/server/portal', file), 'utf8');
      return source
        .split(/^export const /m)
        .slice(1)
        .flatMap((one) => {
          const [, exported, type] =
            /^(\w+) = portal(?:Procedure|Stream)\b[^;]*?\.(query|mutation|subscription)\(/.exec(one) ?? [];
          // `export` is a word of the language.
          const verb = exported === 'exportList' ? 'export' : exported;
          return verb ? [`${type} ${feature}.${verb}`] : [];
        });
    });
    expect(verbs.length).toBeGreaterThan(15);
    const procedures = [...names].filter((name) => /^(query|mutation|subscription) \w+\.\w+$/.test(name));
    expect(procedures.sort()).toEqual(verbs.sort());

    const folders = new Map<string, string[]>();
    for (const file of [
      '+page.server.ts',
      ...filesBelow('src/routes/portal').map((one) => `portal/${one}`),
    ]) {
      const [, folder = '', kind] = /^(.*?)\/?\+(page\.svelte|page\.server\.ts|server\.ts)$/.exec(file) ?? [];
      if (kind && !folder.includes('api/trpc'))
        folders.set(`/${folder}`, [...(folders.get(`/${folder}`) ?? []), file]);
    }
    expect(folders.size).toBeGreaterThan(15);
    const wanted: string[] = [];
    const refused: string[] = [];
    for (const [folder, files] of folders) {
      wanted.push(`page ${folder}`, `data ${folder}`);
      for (const file of files) {
        const source = readFileSync(join(import.meta.dirname, '../../src/routes', file), 'utf8');
        if (file.endsWith('+page.server.ts') && source.includes('export const actions'))
          wanted.push(`form ${folder}`);
        if (!file.endsWith('+server.ts') || file.endsWith('+page.server.ts')) continue;
        for (const [, method = ''] of source.matchAll(
          /export (?:const|function|async function) ([A-Z]+)\b/g,
        )) {
          if (method === 'POST') wanted.push(`post ${folder}`);
          else if (method !== 'GET') refused.push(`${method} ${folder}`);
        }
      }
    }
    const others = [...names].filter((name) => /^(page|data|form|post) /.test(name));
    expect(others.sort()).toEqual(wanted.sort());
    expect(Object.keys(notCalled).sort()).toEqual(refused.sort());
    expect(names.size).toBe(procedures.length + others.length + 1);
  },
);

test('the proof sees a visible change: one task shared is a difference, and a word on the stream', async () => {
  const cookie = await signIn(server.origin, nexusAdmin());
  const surfaces = (await findSurfaces(new Map())).filter(({ name }) =>
    /projects\.list|live\.projects/.test(name),
  );
  await record(server.origin, surfaces, cookie);
  const before = await record(server.origin, surfaces, cookie);
  const stream = await listen(server.origin, surfaces, cookie);
  await new Promise((resolve) => setTimeout(resolve, 500));
  stream.frames.length = 0;

  const admin = new pg.Client({ connectionString: database.url('owner') });
  await admin.connect();
  // Whichever the changes before left internal: they may have renamed, moved or deleted any one of them.
  const { rows: hidden } = await admin.query<{ id: string }>(
    `select t.id from app.task t join app.client c on c.id = t.client_id
      where c.name = 'Nexus Corp' and t.project_shared and not t.shared limit 1`,
  );
  const ids = hidden.map(({ id }) => id);
  await admin.query(`update app.record set visibility = 'client_visible' where id = any($1)`, [ids]);
  const shared = await admin.query('select shared from app.task where id = any($1)', [ids]);
  expect(shared.rows).toEqual([{ shared: true }]);
  await admin.end();
  await new Promise((resolve) => setTimeout(resolve, 500));
  await stream.stop();

  const after = await record(server.origin, surfaces, cookie);
  expect([...after.values()]).not.toEqual([...before.values()]);
  expect(stream.frames.length).toBeGreaterThan(0);
});

test('so is one visible note of a task, and one that is internal is not', async () => {
  const cookie = await signIn(server.origin, nexusAdmin());
  const admin = new pg.Client({ connectionString: database.url('owner') });
  await admin.connect();
  const { rows } = await admin.query<{ id: string; project: string }>(
    `select t.id, t.project_id as project from app.task t join app.client c on c.id = t.client_id
      where c.name = 'Nexus Corp' and t.shared order by t.number limit 1`,
  );
  const { id = '', project = '' } = rows[0] ?? {};
  const ids = new Map([
    ['taskId', [id]],
    ['projectId', [project]],
  ]);
  const surfaces = (await findSurfaces(ids)).filter(({ name }) =>
    /^(query projects\.task|subscription live\.projects|page .*tasks\/\[taskId\])$/.test(name),
  );
  expect(surfaces).toHaveLength(3);
  const note = (visibility: string, kind = 'note') =>
    admin.query(
      `insert into app.text (tenant_id, record_id, body, kind, author_name, visibility)
       select tenant_id, id, 'canary', $2, 'Somebody', $3 from app.task where id = $1`,
      [id, kind, visibility],
    );
  const told = async () => [...(await record(server.origin, surfaces, cookie)).values()];
  const pause = () => new Promise((resolve) => setTimeout(resolve, 500));
  const before = await told();
  const stream = await listen(server.origin, surfaces, cookie);
  await pause();
  stream.frames.length = 0;
  for (const kind of ['note', 'grooming']) await note('internal_only', kind);
  await pause();
  expect([stream.frames, await told()]).toEqual([[], before]);
  await note('client_visible');
  await pause();
  await stream.stop();
  expect(await told()).not.toEqual(before);
  expect(stream.frames.length).toBeGreaterThan(0);
  await admin.end();
});

test('so is one visible message, or one visible file, of a ticket', async () => {
  const cookie = await signIn(server.origin, nexusAdmin());
  const admin = new pg.Client({ connectionString: database.url('owner') });
  await admin.connect();
  const { rows } = await admin.query<{ id: string }>(
    `select t.id from app.ticket t join app.client c on c.id = t.client_id
      where c.name = 'Nexus Corp' and t.shared and t.merged_into_id is null order by t.number limit 1`,
  );
  const ticketId = rows[0]?.id ?? '';
  const surfaces = (await findSurfaces(new Map([['ticketId', [ticketId]]]))).filter(({ name }) =>
    /^(query tickets\.open|subscription live\.tickets|page .*tickets\/\[ticketId\])$/.test(name),
  );
  expect(surfaces).toHaveLength(3);
  const file = (visibility: string) =>
    admin.query(
      `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, author_name, visibility)
       select tenant_id, gen_random_uuid(), id, 'canary.txt', 4, 'Somebody', $2 from app.ticket where id = $1`,
      [ticketId, visibility],
    );
  const message = (visibility: string) =>
    admin.query(
      `insert into app.message (tenant_id, ticket_id, body, author_name, visibility)
       select tenant_id, id, 'canary', 'Somebody', $2 from app.ticket where id = $1`,
      [ticketId, visibility],
    );
  const told = async () => [...(await record(server.origin, surfaces, cookie)).values()];
  for (const change of [file, message]) {
    const before = await told();
    const stream = await listen(server.origin, surfaces, cookie);
    await new Promise((resolve) => setTimeout(resolve, 500));
    stream.frames.length = 0;
    await change('internal_only');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([stream.frames, await told()]).toEqual([[], before]);
    await change('client_visible');
    await expect.poll(() => stream.frames.length, { timeout: 60_000 }).toBeGreaterThan(0);
    await stream.stop();
    expect(await told()).not.toEqual(before);
  }
  await admin.end();
});
