/**
 * Two worlds (PRODUCT V10, V12): what any client user can see must not depend on an Internal Only fact.
 *
 * Signs in as each kind of client user, as a staff member on the client's side, and as nobody; calls every surface there is;
 * changes hundreds of internal facts as staff while streams are open; calls everything again. Every answer must be the
 * same to the byte, and no stream may have said a word.
 */
import { createHmac } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Account } from '../../../db/running.ts';
import { changeInternals } from './internal-changes.ts';
import type { Ids } from './inputs.ts';
import { call, differences, listen, record, type Recording } from './record.ts';
import { findSurfaces, type Surface } from './surfaces.ts';

export type Proof = {
  surfaces: number;
  calls: number;
  people: number;
  changes: Record<string, number>;
  /** Tables and columns that took part. */
  touched: string[];
  /** How downloads were answered before anything changed, by whether the client sees the file: 'seen 200', 'hidden 404'. */
  downloads: string[];
  differences: string[];
};

export type World = {
  origin: string;
  adminUrl: string;
  staffUrl: string;
  /** Where the server keeps its files. */
  filesDirectory: string;
  accounts: readonly Account[];
  changes: number;
  seed: number;
};

/** The same derivation as src/lib/server/auth/token.ts, from outside: what the database is shown in place of a cookie. */
const databaseToken = (cookie: string) => createHmac('sha256', cookie).update('database').digest('base64url');

/** Signs in over HTTP and returns the cookie header; '' where that is refused. */
export async function signIn(origin: string, { realm, email, password }: Account): Promise<string> {
  const response = await fetch(`${origin}/${realm === 'client' ? 'portal' : 'staff'}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: new URLSearchParams({ email, password }),
  });
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
}

/** Ids of every table that has rows of projects, by the field that would take them; shared, hidden and foreign ones. */
async function sampleIds(admin: pg.Pool): Promise<Ids> {
  const { rows: tables } = await admin.query<{ name: string; shareable: boolean }>(`
    select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'shared') as shareable
      from pg_class c
     where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'id')
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'client_id')`);
  const ids = new Map<string, string[]>();
  for (const { name, shareable } of tables) {
    const clients = `(select id from app.client order by id limit 3)`;
    const { rows } = await admin.query<{ id: string }>(
      shareable
        ? `select id from (select id, row_number() over (partition by client_id, shared order by id) as nth
             from app.${name} where client_id in ${clients}) ranked where nth <= 2 order by id`
        : `select id from app.${name} order by id limit 4`,
    );
    const field = name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    ids.set(
      `${field}Id`,
      rows.map((row) => row.id),
    );
  }
  // What can be opened, and so can have a receipt.
  const of = (name: string) => ids.get(name) ?? [];
  ids.set('recordId', [...of('projectId'), ...of('taskId'), ...of('ticketId')]);
  ids.set('kind', ['project', 'task', 'ticket']);
  // Of tables that have no client: one kind of request and one contract of a client, and one of another.
  for (const [field, column] of [
    ['jobTypeId', 'j.id'],
    ['contractId', 'k.contract_id'],
  ] as const) {
    const { rows } = await admin.query<{ id: string }>(
      `select distinct on (k.client_id) ${column} as id from app.contract_client k join app.job_type j on j.contract_id = k.contract_id
        order by k.client_id, j.id limit 2`,
    );
    ids.set(
      field,
      rows.map(({ id }) => id),
    );
  }
  ids.set('upload', of('uploadId').slice(0, 1));
  // What is asked for twice under one name is done once, so that the second round meets what the first one made.
  ids.set('requestId', ['11111111-1111-4111-8111-111111111111']);
  return ids;
}

/** A session of the tenant's Owner, made as sign-in would, for changing things by SQL. */
async function staffToken(origin: string, account: Account): Promise<string> {
  const cookie = await signIn(origin, account);
  const value = cookie.split('=')[1];
  if (!value) throw new Error(`${account.email} cannot sign in`);
  return databaseToken(value);
}

/**
 * Remembers how shared tickets stand; what is returned puts them back there after client users have moved, rated and answered
 * them, in silence.
 */
async function rememberTickets(admin: pg.Pool): Promise<() => Promise<void>> {
  const columns = [
    ...[
      'status app.ticket_status',
      'resolved_at timestamptz',
      'closed_at timestamptz',
      'reopen_until timestamptz',
    ],
    ...['rating smallint', 'rating_comment text', 'rated_at timestamptz', 'activity_at timestamptz'],
  ];
  const names = columns.map((column) => column.split(' ')[0]);
  const { rows: tickets } = await admin.query(`select id, ${names.join(', ')} from app.ticket where shared`);
  const made = async (table: string, author: string) => {
    const { rows } = await admin.query<{ id: string }>(
      `select id from app.${table} where ${author} is not null`,
    );
    return rows.map(({ id }) => id);
  };
  const [events, messages] = [
    await made('ticket_event', 'actor_client_user_id'),
    await made('message', 'author_client_user_id'),
  ];
  return async () => {
    const quiet = await admin.connect();
    try {
      await quiet.query('begin');
      await quiet.query('set local session_replication_role = replica');
      await quiet.query(
        'delete from app.ticket_event where actor_client_user_id is not null and not id = any($1)',
        [events],
      );
      // Their records too, which no trigger takes away in silence.
      await quiet.query(
        `with gone as (
           delete from app.message where author_client_user_id is not null and not id = any($1) returning tenant_id, id)
         delete from app.record r using gone g where r.tenant_id = g.tenant_id and r.id = g.id`,
        [messages],
      );
      await quiet.query(
        `update app.ticket t set ${names.map((name) => `${name} = r.${name}`).join(', ')}
           from jsonb_to_recordset($1) as r (id uuid, ${columns.join(', ')})
          where r.id = t.id and t.shared and (${names.map((name) => `t.${name} is distinct from r.${name}`).join(' or ')})`,
        [JSON.stringify(tickets)],
      );
      await quiet.query('commit');
    } finally {
      quiet.release();
    }
  };
}

/**
 * Files where the sample companies have none: on tickets, tasks and all that is said of them, seen and hidden, one that is as visible as
 * what it hangs on and one of the team's, with their bytes; and for each client user one that waits to be attached.
 */
async function addFiles(admin: pg.Pool, directory: string): Promise<void> {
  for (const [table, flag] of [
    ['ticket', 'shared'],
    ['message', 'shared'],
    ['ticket_note', 'visible'],
    ['task', 'shared'],
    ['text', 'kind, shared'],
  ] as const)
    for (const visibility of ['client_visible', 'internal_only'])
      await admin.query(
        `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, state, media_type, sha256, author_name, visibility)
         select tenant_id, gen_random_uuid(), id, 'canary.txt', 4, 'ready', 'text/plain', repeat('0', 64), 'Somebody', $1
           from (select tenant_id, id, row_number() over (partition by client_id, ${flag} order by id) as nth from app.${table}) t
          where nth <= 2`,
        [visibility],
      );
  // Laid down as src/lib/server/files/disk-storage.ts does, from outside.
  const { rows } = await admin.query<{ id: string }>('select id from app.attachment');
  for (const { id } of rows) {
    const key = `${id.replaceAll('-', '')}00000000`;
    const folder = join(directory, 'files', key.slice(0, 2));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, key), 'four');
  }
  await admin.query(
    `insert into app.upload (tenant_id, client_id, client_user_id, name, size_bytes, received_at)
     select tenant_id, client_id, id, 'canary.txt', 4, now() from app.client_user`,
  );
}

/** Remembers which uploads wait; what is returned puts them back after client users have dropped, begun and attached some. */
async function rememberUploads(admin: pg.Pool): Promise<() => Promise<void>> {
  const { rows: uploads } = await admin.query<{ id: string }>('select * from app.upload');
  const { rows: files } = await admin.query<{ id: string }>('select id from app.attachment');
  return async () => {
    await admin.query(
      'delete from app.attachment where author_client_user_id is not null and not id = any($1)',
      [files.map(({ id }) => id)],
    );
    await admin.query('delete from app.upload where not id = any($1)', [uploads.map(({ id }) => id)]);
    await admin.query(
      'insert into app.upload select * from jsonb_populate_recordset(null::app.upload, $1) on conflict do nothing',
      [JSON.stringify(uploads)],
    );
  };
}

/** Runs the whole comparison against a running server and its database. */
export async function prove(world: World): Promise<Proof> {
  const { origin, adminUrl, staffUrl, filesDirectory, accounts, changes, seed } = world;
  const admin = new pg.Pool({ connectionString: adminUrl, max: 2 });
  admin.on('error', () => {});
  const staff = new pg.Client({ connectionString: staffUrl });
  await staff.connect();
  try {
    await addFiles(admin, filesDirectory);
    const { rows: files } = await admin.query<{ id: string; shared: boolean }>(
      'select id, shared from app.attachment',
    );
    const surfaces = await findSurfaces(await sampleIds(admin));
    const restoreUploads = await rememberUploads(admin);
    const clients = accounts.filter((account) => account.realm === 'client');
    const owners = accounts.filter((account) => account.realm === 'staff' && account.role === 'Owner');
    const people: { name: string; cookie: string }[] = [{ name: 'nobody', cookie: '' }];
    for (const account of [...clients, ...owners.slice(0, 1)]) {
      const cookie = await signIn(origin, account);
      // Somebody deactivated gets no cookie: what they can reach is what nobody can, and being told no at the door.
      if (cookie) people.push({ name: `${account.email} (${account.role})`, cookie });
    }
    const doors = clients.map(({ email, password }) => ({
      method: 'POST' as const,
      path: '/portal/sign-in',
      body: new URLSearchParams({ email, password: `${password} wrong` }).toString(),
      contentType: 'application/x-www-form-urlencoded',
    }));

    const readOnce = surfaces.filter((surface) => surface.name !== 'form /portal/sign-out');
    // What one person's calls switch for a colleague is undone, so that each is met as the kind of user they are.
    const { rows: rights } = await admin.query('select id, sections::text from app.client_user');
    const restoreRights = () =>
      admin.query(
        `update app.client_user u set sections = r.sections::app.section[]
           from jsonb_to_recordset($1) as r (id uuid, sections text) where r.id = u.id and r.sections <> u.sections::text`,
        [JSON.stringify(rights)],
      );
    // So is what they say, whose announcement sleeps meanwhile: a page's cursor would count the calls that were made. It is
    // awake while internal facts change.
    const { rows: said } = await admin.query<{ id: string }>('select id from app.text');
    const takeBackComments = () =>
      admin.query('delete from app.text where author_client_user_id is not null and not id = any($1)', [
        said.map(({ id }) => id),
      ]);
    const turn = async (how: 'disable' | 'enable') => {
      for (const table of ['text', 'ticket', 'message', 'attachment'])
        for (const event of ['insert', 'update', 'delete'])
          await admin.query(`alter table app.${table} ${how} trigger announce_${event}`);
    };
    const readAll = async (restoreTickets: () => Promise<unknown>, asked: readonly Surface[] = readOnce) => {
      await turn('disable');
      // So many knocks at one door would be throttled, which is no difference between worlds.
      await admin.query('delete from identity.client_attempt');
      const recordings: Recording[] = [];
      for (const person of people) {
        recordings.push(await record(origin, asked, person.cookie));
        await restoreRights();
        await takeBackComments();
        await restoreUploads();
        await restoreTickets();
      }
      await turn('enable');
      const door: Recording = new Map();
      for (const one of doors) door.set(`sign-in ${one.body}`, await call(origin, one, ''));
      return [...recordings, door];
    };

    // Calling has effects of its own, such as beginning a visit: they come first. Every write, and each reading surface once.
    const isReading = ({ name }: Surface) => !/^(mutation|form|post) /.test(name);
    await readAll(
      async () => {},
      readOnce.map((one) => (isReading(one) ? { ...one, calls: one.calls.slice(0, 1) } : one)),
    );
    const restoreTickets = await rememberTickets(admin);
    const before = await readAll(restoreTickets);
    const streams = await Promise.all(people.map((person) => listen(origin, surfaces, person.cookie)));
    // What a stream says on opening (that a made-up cursor is behind, that nobody is signed in) is no news.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    for (const stream of streams) stream.frames.length = 0;
    const done: Record<string, number> = {};
    const touched = new Set<string>();
    for (const [index, owner] of owners.entries()) {
      const made = await changeInternals(
        admin,
        staff,
        await staffToken(origin, owner),
        Math.ceil(changes / owners.length),
        seed + index,
      );
      for (const [kind, count] of Object.entries(made.kinds)) done[kind] = (done[kind] ?? 0) + count;
      for (const name of made.touched) touched.add(name);
    }
    // A notification arrives within milliseconds; half a second without a word is silence.
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const stream of streams) await stream.stop();
    const after = await readAll(restoreTickets);

    const found = before.flatMap((recording, index) =>
      differences(recording, after[index] ?? (new Map() as Recording)).map(
        (key) => `${people[index]?.name ?? 'at the door'}: ${key}`,
      ),
    );
    const isSeen = new Map(files.map(({ id, shared }) => [id, shared]));
    const downloads = before.flatMap((recording) =>
      [...recording].flatMap(([key, { status }]) => {
        const seen = isSeen.get(/ GET \/portal\/files\/([0-9a-f-]{36})$/.exec(key)?.[1] ?? '');
        return seen === undefined ? [] : [`${seen ? 'seen' : 'hidden'} ${status}`];
      }),
    );
    // A surface that fails proves nothing.
    const failing = before.flatMap((recording, index) =>
      [...recording]
        .filter(([, { status }]) => status >= 500)
        .map(([key]) => `${people[index]?.name ?? 'at the door'}: fails ${key}`),
    );
    const heard = streams.flatMap((stream, index) =>
      stream.frames.map((frame) => `${people[index]?.name}: heard ${frame}`),
    );
    return {
      surfaces: surfaces.length,
      calls: before.reduce((sum, recording) => sum + recording.size, 0),
      people: people.length,
      changes: done,
      touched: [...touched].sort(),
      downloads: [...new Set(downloads)].sort(),
      differences: [...failing, ...found, ...heard],
    };
  } finally {
    await staff.end().catch(() => {});
    await admin.end();
  }
}

/** How often each kind of change hit something, for people. */
export const describe = (changes: Record<string, number>) =>
  Object.entries(changes)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ');
