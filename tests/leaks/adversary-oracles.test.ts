/**
 * Somebody who can send any SQL on the login client_app, with one valid session, and reads between the lines: errors, counters,
 * estimates, channels. "Accepted residual" in a title is what PostgreSQL tells every login and nothing here takes away.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { aComment, aProject, asStaff, aTask } from '../support/builders.ts';
import { useWorld } from '../policies/world.ts';

const inside = useWorld();
/** What PostgreSQL answers to what one has no privilege for. */
const refused = expect.stringMatching(/^42501/) as string;
const refusedOrAbsent = expect.stringMatching(/^(42501|42P01)/) as string;

/** Titles that a client sees are numbers here; all others are words. */
beforeAll(async () => {
  const { db } = inside();
  await db.admin.query("update app.task set title = '7' where title = 'shared/open'");
  await db.admin.query(
    "update app.text set body = case kind when 'comment' then '7' else '8' end where body in ('shared/open', 'shared/open note')",
  );
  await db.admin.query("update app.project set name = '7' where name = 'shared'");
});

/** Answers the rows of the last statement, or all that an error says. */
async function ask(...statements: string[]): Promise<unknown> {
  const { db, client: tokens } = inside();
  const client = await db.as('client_app');
  try {
    await client.query('begin');
    await client.query("select set_config('role', 'client', true), set_config('app.session', $1, true)", [
      tokens.employee,
    ]);
    let rows: unknown[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows as unknown[];
    return rows;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return [
      error.code,
      error.message,
      error.detail,
      error.hint,
      error.where,
      error.table,
      error.column,
      error.constraint,
    ]
      .filter(Boolean)
      .join(' | ');
  } finally {
    await client.end();
  }
}

describe('L86: errors over hidden rows', () => {
  const queries = [
    'select title from app.task where title::int > 0',
    'select title from app.task where title::int > 0 or true',
    'select title from app.task where 1 / title::int >= 0',
    "select title from app.task where title::int > 0 and title <> 'x'",
    "select title from app.task where case when title like 'hidden%' then 1 / (length(title) - length(title)) > 0 else true end",
    "select title from app.task where title ~ '^7' or 1 / (length(title) - length(title)) > 0",
    'select title from app.task order by title::int',
    'select max(title) as title from app.task group by title::int',
    'select max(title::int)::text as title from app.task',
    'select title from app.task where title::xml is not null and title::int = 7',
    'select t.title from app.task t join app.project p on t.title::int = p.name::int',
    'select t.title from app.task t left join app.text c on c.body::int = t.title::int',
    'select t.title from app.task t where exists (select from app.text c where c.body::int = t.title::int)',
    'select t.title from app.task t, lateral (select 1 / t.title::int offset 0) l',
    'select title from app.task where title::int in (select name::int from app.project)',
    "select title from app.task where (title || '')::numeric(1) > 0",
    "select title from app.task where jsonb_path_exists(to_jsonb(title::int), '$ ? (@ > 0)')",
    'select title from app.task where title::int = any (array[1, 7])',
    'select title from (select title, title::int as number from app.task) t where number > 0',
    'with t as materialized (select title from app.task) select title from t where title::int > 0',
    'with t as not materialized (select title from app.task) select title from t where title::int > 0',
    'select distinct on (title::int) title from app.task',
    'select title from app.task tablesample system (100) where title::int > 0',
  ];
  const plans = {
    'as planned': [],
    'by index': ['set local enable_seqscan = off'],
    'by scan': [
      'set local enable_indexscan = off',
      'set local enable_bitmapscan = off',
      'set local enable_indexonlyscan = off',
    ],
    'by merge': ['set local enable_hashjoin = off', 'set local enable_nestloop = off'],
    'in parallel': [
      'set local debug_parallel_query = on',
      'set local parallel_setup_cost = 0',
      'set local min_parallel_table_scan_size = 0',
    ],
    'by function order': [
      'set local join_collapse_limit = 1',
      'set local from_collapse_limit = 1',
      'set local jit = off',
    ],
  };

  test.each(Object.entries(plans))('%s: none is raised', async (_, settings) => {
    for (const query of queries)
      expect({ query, rows: await ask(...settings, query) }).toEqual({ query, rows: [{ title: '7' }] });
  });

  test('the same error over a row that is seen is raised, so these queries do ask', async () => {
    expect(await ask('select 1 / (title::int - 7) from app.task')).toBe('22012 | division by zero');
  });

  test('absent and hidden records are refused in the same words', async () => {
    const { projects } = inside();
    const nowhere = '00000000-0000-4000-8000-000000000000';
    for (const id of [projects.hidden.id, projects.neighbour.id, nowhere]) {
      expect(await ask(`select name from app.project where id = '${id}'`)).toEqual([]);
      expect(await ask(`insert into app.task (project_id, title) values ('${id}', 'x')`)).toBe(
        '42501 | permission denied for table task',
      );
      expect(await ask(`delete from app.project where id = '${id}'`)).toBe(
        '42501 | permission denied for table project',
      );
    }
  });
});

describe('L86: counters of what all tenants do', () => {
  test('of the server, the database, tables, locks and transactions', async () => {
    for (const source of [
      'pg_stat_user_tables',
      'pg_stat_all_tables',
      'pg_stat_xact_user_tables',
      'pg_statio_user_tables',
      'pg_stat_user_indexes',
      'pg_stat_database',
      'pg_stat_activity',
      'pg_stat_user_functions',
      'pg_stat_wal',
      'pg_stat_io',
      'pg_stat_slru',
      'pg_stat_bgwriter',
      'pg_stat_checkpointer',
      'pg_stat_replication',
      'pg_stat_ssl',
      'pg_stat_archiver',
      'pg_stat_progress_vacuum',
      'pg_locks',
      'pg_shmem_allocations',
      'pg_backend_memory_contexts',
      'pg_aios',
      'pg_stat_subscription',
      'pg_stat_recovery_prefetch',
      'pg_shmem_allocations_numa',
      'pg_dsm_registry_allocations',
    ])
      // prettier-ignore
      expect({ source, told: await ask(`select * from ${source}`) }).toEqual({ source, told: refusedOrAbsent });
  });

  test('of rows and pages', async () => {
    for (const column of [
      'reltuples',
      'relpages',
      'relallvisible',
      'relallfrozen',
      'relfrozenxid',
      'relminmxid',
      'xmin',
      'ctid',
    ])
      expect(await ask(`select ${column} from pg_class where relname = 'task'`)).toMatch(
        /^42501 \| permission denied for table pg_class/,
      );
    for (const call of [
      "pg_relation_size('app.task')",
      "pg_table_size('app.task')",
      "pg_total_relation_size('app.task')",
      "pg_indexes_size('app.task')",
      'pg_database_size(current_database())',
      "pg_tablespace_size('pg_default')",
      "pg_stat_get_live_tuples('app.task'::regclass)",
      "pg_stat_get_numscans('app.task'::regclass)",
      'pg_column_size(1)',
      "pg_stat_get_xact_tuples_inserted('app.task'::regclass)",
      'pg_stat_get_db_xact_commit(1)',
      'pg_stat_get_snapshot_timestamp()',
      'pg_stat_get_backend_idset()',
    ])
      // prettier-ignore
      expect({ call, told: await ask(`select ${call}`) }).toEqual({ call, told: refused });
  });

  test('of transactions', async () => {
    for (const call of [
      'txid_current()',
      'txid_current_if_assigned()',
      'txid_current_snapshot()',
      'txid_status(1)',
      'pg_current_xact_id()',
      'pg_current_xact_id_if_assigned()',
      'pg_current_snapshot()',
      "pg_xact_status('1')",
      "pg_xact_commit_timestamp('3')",
      'pg_last_committed_xact()',
      'pg_export_snapshot()',
      'pg_current_wal_lsn()',
      'pg_current_wal_insert_lsn()',
      'pg_current_wal_flush_lsn()',
      "pg_walfile_name('0/1')",
      'pg_control_checkpoint()',
      'pg_control_system()',
      "age('3'::xid)",
      "mxid_age('1'::xid)",
      "pg_xact_commit_timestamp_origin('3')",
      "pg_get_multixact_members('1')",
    ])
      // prettier-ignore
      expect.soft({ call, told: await ask(`select ${call}`) }).toEqual({ call, told: refused });
  });

  test('of the write-ahead log, of standbys and slots, of the notification queue', async () => {
    for (const call of [
      'pg_get_replication_slots()',
      'pg_available_wal_summaries()',
      "pg_wal_summary_contents(1, '0/1', '0/2')",
      'pg_get_wal_summarizer_state()',
      'pg_last_wal_receive_lsn()',
      'pg_last_wal_replay_lsn()',
      'pg_last_xact_replay_timestamp()',
      'pg_notification_queue_usage()',
      'pg_prepared_xact()',
      'pg_isolation_test_session_is_blocked(1, array[1])',
    ])
      // prettier-ignore
      expect.soft({ call, told: await ask(`select ${call}`) }).toEqual({ call, told: refused });
  });

  test('a query in a string', async () => {
    for (const call of [
      "ts_rewrite('a'::tsquery, 'select ''a''::tsquery, ''b''::tsquery')",
      "ts_stat('select null::tsvector')",
      "query_to_xml('select 1', true, true, '')",
    ])
      expect.soft({ call, told: await ask(`select ${call}`) }).toEqual({ call, told: refused });
  });
});

describe('L86: estimates', () => {
  /** Many hidden rows with one text, then fresh statistics: what the planner would betray. */
  beforeAll(async () => {
    const { db, clients, acme } = inside();
    const project = await aProject(db, clients.neighbour, {
      name: 'acquisition of Initech',
      summary: 'acquisition of Initech',
    });
    for (const [table, columns] of Object.entries({
      epic: 'title, summary',
      story: 'title, summary',
      milestone: 'title, description, agreed_on',
      sprint: 'name, goal, starts_on, ends_on',
      task: 'title, description',
    }))
      await db.admin.query(
        `insert into app.${table} (tenant_id, project_id, ${columns})
           select $1, $2, 'acquisition of Initech', 'acquisition of Initech' ${table === 'sprint' ? ", date '2026-01-01', date '2026-01-02'" : table === 'milestone' ? ", date '2026-01-01'" : ''}
             from generate_series(1, 300)`,
        [acme.tenant_id, project.id],
      );
    const task = await aTask(db, project);
    await db.admin.query(
      `insert into app.text (kind, tenant_id, record_id, body, author_name) select 'comment', $1, $2, 'acquisition of Initech', 'acquisition of Initech' from generate_series(1, 300)`,
      [acme.tenant_id, task.id],
    );
    await db.admin.query(
      `insert into app.text (kind, tenant_id, record_id, body, author_name) select 'note', $1, $2, 'acquisition of Initech', 'acquisition of Initech' from generate_series(1, 300)`,
      [acme.tenant_id, project.id],
    );
    await db.admin.query(
      `insert into app.client (tenant_id, name) select $1, 'client ' || n from generate_series(1, 300) n`,
      [acme.tenant_id],
    );
    await db.admin.query(
      `insert into app.client_user (tenant_id, client_id, name, email) select $1, $2, 'Person ' || n, 'person' || n || '@initech.example' from generate_series(1, 300) n`,
      [acme.tenant_id, clients.neighbour.id],
    );
    await db.admin.query(
      `with c as (insert into app.contract (tenant_id, number, name) select $1, 'N' || n, 'Contract ' || n from generate_series(1, 3000) n returning *)
       insert into app.contract_client (tenant_id, contract_id, client_id, contract_number, contract_name) select tenant_id, id, $2, number, name from c`,
      [acme.tenant_id, clients.neighbour.id],
    );
    await db.admin.query(
      "insert into app.tenant (name, portal_name) select 'Tenant ' || n, 'Portal ' || n from generate_series(1, 300) n",
    );
    await db.admin.query('analyze');
  });

  const plan = async (query: string) =>
    JSON.stringify(await ask(`explain ${query}`)).replaceAll(/'(?:[^'\\]|\\.)*'::text/g, "'…'");

  test('of every text a client may search are the same for a hidden value, a nonsense value, and any bound', async () => {
    const { rows } = await inside().db.admin.query<{ table: string; column: string }>(
      `select attrelid::regclass::text as table, attname::text as column from pg_attribute join pg_class c on c.oid = attrelid
        where relnamespace = 'app'::regnamespace and relkind = 'r' and attnum > 0 and atttypid in ('text'::regtype, 'app.seen_text'::regtype)
          and has_column_privilege('client', attrelid, attnum, 'select') order by 1, 2`,
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const { table, column } of rows) {
      const { rows: values } = await inside().db.admin.query<{ value: string }>(
        `select ${column} as value from ${table} group by 1 order by count(*) desc, random() limit 3`,
      );
      const nonsense = await plan(`select 1 from ${table} where ${column} = 'qqqqqq'`);
      for (const { value } of values)
        expect
          .soft({
            table,
            column,
            plan: await plan(`select 1 from ${table} where ${column} = '${value.replaceAll("'", "''")}'`),
          })
          .toEqual({ table, column, plan: nonsense });
      const bounds = new Set<string>();
      for (const bound of ['A', 'P', 'Person 5', 'client 2', 'Contract 7', 'N2', 'Tenant 7', 'person7', 'z'])
        bounds.add(await plan(`select 1 from ${table} where ${column} < '${bound}'`));
      expect.soft({ table, column, different: bounds.size }).toEqual({ table, column, different: 1 });
      expect
        .soft({
          table,
          column,
          like: await plan(`select 1 from ${table} where ${column} like 'acquisition%'`),
        })
        .toEqual({
          table,
          column,
          like: (await plan(`select 1 from ${table} where ${column} like 'qqqqqqqqqqq%'`))
            .replaceAll('qqqqqqqqqqq', 'acquisition')
            .replaceAll('qqqqqqqqqqr', 'acquisitioo'),
        });
    }
  });

  test('accepted residual: EXPLAIN tells how many rows there are, seen or not, but never of a SELECT within another', async () => {
    const told = JSON.stringify(
      await ask(
        'set local enable_indexscan = off',
        'set local enable_bitmapscan = off',
        'set local enable_indexonlyscan = off',
        'explain (analyze, costs off, timing off, summary off, buffers off) select title from app.task',
      ),
    );
    expect(told).toContain('Rows Removed by Filter');
    expect(told).not.toContain('Initech');
    expect(await ask('select * from (explain select 1) x')).toMatch(/^42601/);
    expect(await ask('with x as (explain select 1) select * from x')).toMatch(/^42601/);
  });

  test('accepted residual: where a seen row lies on disk follows from TABLESAMPLE, not what lies around it', async () => {
    const told = await ask('select title from app.task tablesample system (50) repeatable (1)');
    expect([[], [{ title: '7' }]]).toContainEqual(told);
  });
});

describe('L78: channels', () => {
  test('nothing is heard on channels that can be guessed', async () => {
    const { db, acme, clients, people, staff, projects } = inside();
    const ear = await db.as('client_app');
    const heard: string[] = [];
    ear.on('notification', ({ channel }) => heard.push(channel));
    const subjects = [
      acme.tenant_id,
      clients.own.id,
      clients.neighbour.id,
      people.employee.id,
      projects.shared.id,
      '',
    ];
    for (const subject of subjects)
      for (const word of ['', 'projects', 'client', 'tenant', 'session', 'live_', 'live_projects_', 'person'])
        if (word + subject)
          await ear.query(`listen ${pg.escapeIdentifier(`${word}${subject}`.slice(0, 63))}`);
    await asStaff(db, staff.owner, "update app.task set description = 'changed' where project_id = $1", [
      projects.shared.id,
    ]);
    const task = await aTask(db, projects.shared, { visibility: 'client_visible' });
    await aComment(db, task, { visibility: 'client_visible' });
    await db.admin.query('delete from identity.client_session where client_user_id = $1', [
      people.sectionless.id,
    ]);
    await ear.query('select 1');
    await sleep(20);
    expect(heard).toEqual([]);
    await ear.end();
  });

  test("another client's channel and the tenant's cannot be computed", async () => {
    const { clients } = inside();
    expect(await ask(`select app.live_channel('client', '${clients.neighbour.id}', 'projects')`)).toMatch(
      /^42501/,
    );
    expect(await ask('select secret from identity.live_key')).toMatch(/^42501/);
    expect(await ask("select pg_notify('live_', '')")).toMatch(/^42501/);
  });

  test('accepted residual: NOTIFY on a known channel; it carries nothing that is believed, and costs a refetch', async () => {
    expect(await ask('notify "live_known"')).toEqual([]);
  });
});
