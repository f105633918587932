/**
 * A database that the baseline made, with rows in every table, is brought to the head by the migrations that followed, without a reset.
 *
 * The rows lie as COPY files in `baseline/`. `BASELINE=write npx vitest run tests/database/baseline.test.ts` writes them anew out of the
 * world of the policies' tests: only while the baseline is not frozen, for they are rows as its tables take them.
 */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { findSins } from '../../db/audit.ts';
import { readFrozen } from '../../db/frozen.ts';
import { migrate } from '../../db/migrate.ts';
import { describeLaw, readLaw, driftOf } from '../../db/schema.ts';
import { useWorld } from '../policies/world.ts';
import { copy } from '../support/copy.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const supabase = join(import.meta.dirname, '../../supabase');
const migrations = join(supabase, 'migrations');
const folder = join(import.meta.dirname, 'baseline');
/** The last migration of the baseline; whatever sorts behind it followed. */
const LAST = '20261130001500_search.sql';
const baseline = readdirSync(migrations).filter((file) => file <= LAST);

/** Tables of ours whose rows a migration does not bring along, with the columns that are not computed. */
async function tablesOf(client: pg.ClientBase) {
  const { rows } = await client.query<{ table: string; columns: string; key: string }>(
    `select c.oid::regclass::text as table,
            (select string_agg(quote_ident(a.attname), ', ' order by a.attname) from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
            coalesce((select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = c.oid and k.contype = 'p'), '') as key
       from pg_class c
      where c.relkind = 'r' and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
        and c.oid::regclass::text not in ('app.ticket_status_transition', 'identity.live_key')
      order by 1`,
  );
  return rows.map(({ key, ...table }) => ({ ...table, order: /\((.*)\)/.exec(key)?.[1] ?? '1' }));
}

const fileOf = (table: string) => join(folder, `${table}.copy`);

/** Rows of the tables that the world of the policies' tests leaves empty. */
const rest = `
  insert into identity.client_attempt (subject_hash, failures) values (sha256('client'), 2);
  insert into identity.staff_attempt (subject_hash, failures) values (sha256('staff'), 1);
  insert into identity.client_credential (tenant_id, client_id, client_user_id, email, can_sign_in, password_hash)
    select tenant_id, client_id, id, email, can_sign_in, '$argon2id$of nobody' from app.client_user;
  insert into identity.staff_credential (tenant_id, staff_member_id, email, can_sign_in, password_hash)
    select tenant_id, id, email, active, '$argon2id$of nobody' from app.staff_member;
  insert into app.ticket_sla (tenant_id, client_id, contract_id, ticket_id)
    select tenant_id, client_id, contract_id, id from app.ticket;
  insert into app.job (tenant_id, kind, record_id, next_run_at, attempts, last_error, died_at)
    select tenant_id, 'evaluate_sla', id, now(), 20, 'no such luck', now() from app.ticket;
  insert into app.client_visit (tenant_id, client_id, client_user_id, previous_seen_at)
    select tenant_id, client_id, id, now() - interval '1 day' from app.client_user;
  insert into app.read_receipt (tenant_id, client_id, client_user_id, project_id, record_kind, record_id)
    select p.tenant_id, p.client_id, u.id, p.id, 'project', p.id
      from app.project p join app.client_user u on u.tenant_id = p.tenant_id and u.client_id = p.client_id where p.shared;
  insert into app.macro (tenant_id, name, body) select tenant_id, 'Thanks', 'Thank you, {{client.name}}.' from app.tenant;
  insert into app.saved_view (tenant_id, staff_member_id, name, query) select tenant_id, id, 'Mine', 'assignee=me' from app.staff_member;
  insert into app.saved_filter (tenant_id, project_id, staff_member_id, name, query)
    select tenant_id, project_id, staff_member_id, 'Late', 'due=past' from app.project_member;
  insert into app.sprint_capacity (tenant_id, project_id, sprint_id, staff_member_id, hours)
    select s.tenant_id, s.project_id, s.id, m.staff_member_id, 7.5
      from app.sprint s join app.project_member m on m.tenant_id = s.tenant_id and m.project_id = s.project_id;
  insert into app.task_dependency (tenant_id, project_id, task_id, depends_on_id)
    select a.tenant_id, a.project_id, a.id, b.id from app.task a join app.task b using (tenant_id, project_id) where a.title < b.title;
  update app.task set estimate_minutes = 90 where estimate_minutes is null;
  insert into app.time_entry (record_id, staff_member_id, spent_on, minutes)
    select t.id, m.staff_member_id, current_date - 1, 45
      from app.task t join app.project_member m on m.tenant_id = t.tenant_id and m.project_id = t.project_id;
  insert into app.ticket_task (ticket_id, task_id)
    select i.id, t.id from app.ticket i join app.task t on t.tenant_id = i.tenant_id and t.client_id = i.client_id
     where (select count(*) from app.ticket o where o.id = i.id) = 1;
  insert into app.escalation_step (tenant_id, contract_id, clock, at_percent, staff_member_id)
    select tenant_id, contract_id, 'resolution', 90, min(staff_member_id::text)::uuid from app.contract_member group by 1, 2;
  insert into app.escalation (tenant_id, client_id, contract_id, ticket_id, reason)
    select tenant_id, client_id, contract_id, id, 'It waits' from app.ticket;
  insert into app.sla_breach (tenant_id, client_id, contract_id, ticket_id, clock, sla_policy_id, target_minutes, actual_minutes, breached_at)
    select t.tenant_id, t.client_id, t.contract_id, t.id, 'resolution', s.id, 60, 75, now()
      from app.ticket t join app.sla_policy s on s.tenant_id = t.tenant_id and s.contract_id = t.contract_id;
  update app.text set body = body || ', said again';
  insert into app.upload (tenant_id, staff_member_id, name, size_bytes) select tenant_id, id, 'plan.pdf', 10 from app.staff_member where active;
`;

if (process.env.BASELINE === 'write') {
  const inside = useWorld();
  test('is written', async () => {
    const client = new pg.Client({ connectionString: inside().db.url('owner') });
    await client.connect();
    await client.query(rest);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const { table, columns, order } of await tablesOf(client)) {
      const rows = `select ${columns} from ${table} order by ${order}`;
      const text = await copy(client, `copy (${rows}) to stdout (header)`);
      if (text.split('\n').length > 2) writeFileSync(fileOf(table), text);
    }
    await client.end();
  });
} else {
  describe('a database that the baseline made', () => {
    let database: TestDatabase;
    let client: pg.Client;
    let before: Map<string, number>;

    const count = async () => {
      const tables = await tablesOf(client);
      const counted = await Promise.all(
        tables.map(async ({ table }): Promise<[string, number]> => {
          const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${table}`);
          return [table, rows[0]!.n];
        }),
      );
      return new Map(counted);
    };

    beforeAll(async () => {
      database = await createTestDatabase('template0');
      const made = mkdtempSync(join(inject('cluster').directory, 'baseline-'));
      for (const file of baseline) cpSync(join(migrations, file), join(made, file));
      await migrate(database.url('owner'), { directory: made });
      client = new pg.Client({ connectionString: database.url('owner') });
      await client.connect();
      // Rows come as they were, without what triggers would make of them.
      await client.query('set session_replication_role = replica');
      for (const file of readdirSync(folder)) {
        const table = file.replace(/\.copy$/, '');
        const text = readFileSync(join(folder, file), 'utf8');
        const columns = text
          .slice(0, text.indexOf('\n'))
          .split('\t')
          .map((name) => pg.escapeIdentifier(name));
        await copy(client, `copy ${table} (${columns.join(', ')}) from stdin (header match)`, text);
      }
      await client.query('set session_replication_role = origin');
      before = await count();
    });
    afterAll(async () => {
      await client.end();
      await database.drop();
    });

    test('holds rows in every table that people and jobs fill, of two tenants, in at most two megabytes', () => {
      const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
      expect(bytes).toBeLessThan(2_000_000);
      expect(before.get('app.tenant')).toBe(2);
      expect([...before].filter(([, rows]) => rows === 0).map(([table]) => table)).toEqual([]);
    });

    test('is brought to the head with every row, and is then as one that never was older', async () => {
      const applied = await migrate(database.url('owner'));
      expect(applied).toEqual(readdirSync(migrations).filter((file) => file > LAST));
      expect(driftOf(await describeLaw(client), readLaw())).toEqual([]);
      expect(await findSins(client)).toEqual([]);
      const after = await count();
      for (const [table, rows] of before)
        if (after.has(table)) expect({ table, rows: after.get(table) }).toEqual({ table, rows });
    });

    test('keeps its keys: no row refers to one that is not there', async () => {
      const { rows } = await client.query<{ table: string; name: string; definition: string }>(
        `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition from pg_constraint
          where contype in ('f', 'c') and connamespace in ('app'::regnamespace, 'identity'::regnamespace) and conrelid <> 0 order by 1, 2`,
      );
      expect(rows.length).toBeGreaterThan(200);
      for (const { table, name, definition } of rows)
        await client.query(
          `alter table ${table} drop constraint ${name}, add constraint ${name} ${definition}`,
        );
    });

    test('takes a migration that comes later, without a reset', async () => {
      const later = mkdtempSync(join(inject('cluster').directory, 'later-'));
      cpSync(migrations, later, { recursive: true });
      writeFileSync(
        join(later, '20991231000000_later.sql'),
        `alter table app.task add column later text not null default 'as agreed';`,
      );
      expect(await migrate(database.url('owner'), { directory: later })).toEqual([
        '20991231000000_later.sql',
      ]);
      const { rows } = await client.query('select distinct later from app.task');
      expect(rows).toEqual([{ later: 'as agreed' }]);
    });
  });

  test('every file of the baseline is there, and frozen if any is', () => {
    const frozen = readFrozen(supabase);
    expect(baseline.length).toBeGreaterThan(10);
    if (frozen.size > 0) expect(baseline.filter((file) => !frozen.has(file))).toEqual([]);
  });
}
