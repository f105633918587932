/**
 * Somebody who can send any SQL on the login client_app and has the planner estimate: what it says of a date, a number, a rating or
 * a state that hidden rows have must be what it says of one that no row has. Texts are in adversary-oracles.test.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type pg from 'pg';
import { aProject, aTask, type Project } from '../support/builders.ts';
import { aTicket } from '../support/ticket-builders.ts';
import { useWorld } from '../policies/world.ts';

const inside = useWorld();

type Column = { table: string; column: string; type: string; labels: string[] | null };
let columns: Column[];
let connection: pg.Client;
let initech: Project;

/** One value of each type that no row has. */
const nowhere: Record<string, string> = {
  date: '1999-01-01',
  'timestamp with time zone': '1999-01-01 00:00+00',
  integer: '-77',
  smallint: '-77',
  bigint: '-77',
  text: 'qqqqqq',
  'app.section[]': '{invoices,documents}',
};

/** Bounds of each type, over which a histogram would spread its rows. */
const bounds: Record<string, string[]> = {
  date: ['2000-01-01', '2026-06-01', '2027-02-11', '2040-01-01'],
  'timestamp with time zone': ['2000-01-01', '2026-06-01', '2027-02-11', '2040-01-01'],
  integer: ['-5', '3', '300', '100000'],
  smallint: ['-5', '1', '3', '100'],
  bigint: ['-5', '3', '300', '100000'],
};

beforeAll(async () => {
  const { db, acme, clients, contracts, client } = inside();
  const project = await aProject(db, clients.neighbour, { name: 'acquisition of Initech' });
  initech = project;
  const task = await aTask(db, project);
  const ticket = await aTicket(db, contracts.both, clients.neighbour);
  const fill = (sql: string, ...values: unknown[]) => db.admin.query(sql, values);
  await fill(
    `insert into app.task (tenant_id, project_id, title, due_on, status, completed_at)
       select $1, $2, 'x', date '2027-02-11' + n % 3, 'done', timestamptz '2027-02-11' + n * interval '1 hour' from generate_series(1, 300) n`,
    acme.tenant_id,
    project.id,
  );
  await fill(
    `insert into app.milestone (tenant_id, project_id, title, agreed_on, forecast_on, met_on)
       select $1, $2, 'x', date '2027-02-11', date '2027-02-11' + n % 7, date '2027-02-11' from generate_series(1, 300) n`,
    acme.tenant_id,
    project.id,
  );
  await fill(
    `insert into app.sprint (tenant_id, project_id, name, starts_on, ends_on)
       select $1, $2, 'x', date '2027-02-11', date '2027-02-11' + n % 7 from generate_series(1, 300) n`,
    acme.tenant_id,
    project.id,
  );
  await fill(
    `insert into app.ticket (tenant_id, client_id, contract_id, job_type_id, title, raised_by_name, status, rating, rated_at, priority)
       select $1, $2, $3, $4, 'x', 'x', 'resolved', 1 + n % 2, timestamptz '2027-02-11', 'critical' from generate_series(1, 300) n`,
    acme.tenant_id,
    clients.neighbour.id,
    contracts.both.id,
    contracts.both.jobType.id,
  );
  await fill(
    `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, state, author_name)
       select $1, gen_random_uuid(), $2, 'x', 300, 'checking', 'x' from generate_series(1, 300) n`,
    acme.tenant_id,
    ticket.id,
  );
  await fill(`update app.milestone set forecast_on = forecast_on + 1 where title = 'x'`);
  await fill(
    `update app.task set status = 'blocked', completed_at = null where title = 'x' and tenant_id = $1`,
    task.tenant_id,
  );
  await fill(
    `update app.ticket set sla_status = 'missed', sla_due_at = timestamptz '2027-02-11', activity_at = timestamptz '2027-02-11' where title = 'x'`,
  );
  await fill('analyze');

  const { rows } = await db.admin.query<Column>(
    `select a.attrelid::regclass::text as table, a.attname::text as column, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type,
            (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = a.atttypid) as labels
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
      where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        and has_column_privilege('client', a.attrelid, a.attnum, 'select')
        and a.atttypid <> 'uuid'::regtype and a.attname not in ('status', 'priority') order by 1, 2`,
  );
  columns = rows;
  connection = await db.as('client_app');
  await connection.query('begin');
  await connection.query("select set_config('role', 'client', true), set_config('app.session', $1, true)", [
    client.admin,
  ]);
});
afterAll(() => connection.end());

/** The rows that each step of a plan is estimated at. */
async function estimate(query: string): Promise<number[]> {
  const { rows } = await connection.query<Record<'QUERY PLAN', string>>(`explain ${query}`);
  return rows.flatMap((row) =>
    [...row['QUERY PLAN'].matchAll(/rows=(\d+)/g)].map(([, count]) => Number(count)),
  );
}

/** As the attack that found it: the condition beside one on something else, so that no index is asked. */
const asked = (table: string, condition: string) =>
  `select 1 from ${table} m, generate_series(1, 1000000) g(i) where ${condition} or g.i < 0`;

const different = async (table: string, conditions: string[]) => {
  const told = new Set<string>();
  for (const condition of conditions)
    told.add(
      JSON.stringify([
        await estimate(`select 1 from ${table} m where ${condition}`),
        await estimate(asked(table, condition)),
      ]),
    );
  return told.size;
};

describe('L86: estimates', () => {
  test('there are statistics of keys, so that these queries do ask', async () => {
    expect(columns.length).toBeGreaterThan(80);
    const often = await estimate(asked('app.task', `m.project_id = '${initech.id}'`));
    expect(
      await estimate(asked('app.task', "m.project_id = '00000000-0000-4000-8000-000000000000'")),
    ).not.toEqual(often);
  });

  test('of every other column a client may read are the same for what hidden rows have, for what none has, and for any bound', async () => {
    const told: Record<string, unknown> = {};
    for (const { table, column, type, labels } of columns) {
      const { rows } = await inside().db.admin.query<{ value: string }>(
        `select ${column}::text as value from ${table} where ${column} is not null group by 1 order by count(*) desc limit 3`,
      );
      const values = [
        ...rows.map(({ value }) => value),
        ...(labels ?? []),
        ...(type === 'boolean' ? ['true', 'false'] : [nowhere[type] ?? []].flat()),
      ];
      const equal = values.map((value) => `m.${column} = '${value.replaceAll("'", "''")}'::${type}`);
      const below = (bounds[type] ?? []).map((bound) => `m.${column} < '${bound}'::${type}`);
      const count = [await different(table, equal), below.length ? await different(table, below) : 1];
      if (count.some((one) => one !== 1)) told[`${table}.${column}`] = count;
    }
    expect(told).toEqual({});
  });

  test('nothing is gathered of them, nor of expressions or of several columns together', async () => {
    const { rows } = await inside().db.admin.query<{ object: string }>(
      `select s.tablename || '.' || s.attname as object from pg_stats s
        where s.schemaname = 'app' and (s.tablename || '.' || s.attname) = any ($1)
       union all
       select stxname::text from pg_statistic_ext
       union all
       select i.indexrelid::regclass || ' ' || a.attnum
         from pg_index i join pg_attribute a on a.attrelid = i.indexrelid
         join pg_stats s on s.tablename = (select relname from pg_class where oid = i.indexrelid) and s.attname = a.attname
        -- breach_at is granted to no client, so that nobody of them can compare it.
        where i.indkey[a.attnum - 1] = 0 and pg_get_indexdef(i.indexrelid, a.attnum, true) !~ 'breach_at'`,
      [columns.map(({ table, column }) => `${table.replace('app.', '')}.${column}`)],
    );
    expect(rows).toEqual([]);
  });

  test('accepted residual: how many rows have a status, by the size of the index that a queue is read by', async () => {
    const [plan] = await estimate("select 1 from app.ticket m where m.status = 'resolved'");
    expect(plan).toBeGreaterThan(0);
  });
});
