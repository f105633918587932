/** L89: a table that came without its law, or without its tests, is found here. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withStartUp } from '../../src/lib/server/db/start-up.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const inSchemas = "relnamespace in ('app'::regnamespace, 'identity'::regnamespace)";

test('every table has forced row security, one floor, and tests of its own name', async () => {
  const { rows } = await db.admin.query<{ name: string; bound: boolean; floors: number }>(
    `select relname::text as name, relrowsecurity and relforcerowsecurity as bound,
            (select count(*)::int from pg_policy
              where polrelid = c.oid and polname = 'floor' and not polpermissive and polcmd = '*' and polroles = '{0}') as floors
       from pg_class c where relkind in ('r', 'p') and ${inSchemas} order by 1`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { name, bound, floors } of rows) {
    const tests = existsSync(join(import.meta.dirname, `${name}.test.ts`));
    expect({ name, bound, floors, tests }).toEqual({ name, bound: true, floors: 1, tests: true });
  }
});

test('every grant to a role has exactly one permissive policy for that role and command, and every policy a grant', async () => {
  const { rows } = await db.admin.query(
    `with granted as (
       select c.oid as table, grantee as role, lower(privilege_type) as command from pg_class c, aclexplode(relacl)
        where relkind = 'r' and ${inSchemas} and grantee <> relowner
       union
       select c.oid, grantee, lower(privilege_type) from pg_class c join pg_attribute on attrelid = c.oid, aclexplode(attacl)
        where relkind = 'r' and ${inSchemas}
     ), policies as (
       select polrelid as table, unnest(polroles) as role, polname::text as name,
              case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else polcmd::text end as command
         from pg_policy where polpermissive
     )
     select "table"::regclass::text, coalesce(role::regrole::text, 'PUBLIC') as role, command, count(p.name)::int as policies, count(g.role)::int as grants
       from granted g full join policies p using ("table", role, command)
      group by 1, 2, 3 having count(p.name) <> 1 or count(g.role) <> 1
         or min(p.name) <> coalesce(role::regrole::text, 'PUBLIC') || '_' || command`,
  );
  expect(rows).toEqual([]);
});

test('an update may leave no row that the role could not have changed, but where the check says what becomes of it', async () => {
  const { rows } = await db.admin.query<{ policy: string }>(
    `select polrelid::regclass || ' ' || polname as policy from pg_policy
      where polcmd = 'w' and pg_get_expr(polqual, polrelid) is distinct from pg_get_expr(polwithcheck, polrelid) order by 1`,
  );
  expect(rows.map(({ policy }) => policy)).toMatchInlineSnapshot(`
    [
      "app.job definer_retry_update",
      "app.record definer_move_update",
      "app.task definer_review_update",
    ]
  `);
});

test('nothing else holds rows: no view, materialized view, foreign table or sequence', async () => {
  const { rows } = await db.admin.query(
    `select relname::text as name, relkind from pg_class where ${inSchemas} and relkind not in ('r', 'i')`,
  );
  expect(rows).toEqual([]);
});

test('nothing is granted to PUBLIC', async () => {
  const { rows } = await db.admin.query(
    `select relname::text as name from pg_class, aclexplode(relacl) where ${inSchemas} and grantee = 0
     union all select nspname::text from pg_namespace, aclexplode(nspacl) where nspname in ('app', 'identity', 'public') and grantee = 0
     union all select datname::text from pg_database, aclexplode(datacl) where datname = current_database() and grantee = 0
     union all select lanname::text from pg_language, aclexplode(lanacl) where lanname = 'plpgsql' and grantee = 0`,
  );
  expect(rows).toEqual([]);
});

test('L85: every unique key of a business table starts with the tenant, or is a random id', async () => {
  const { rows } = await db.admin.query<{ key: string }>(
    `select indrelid::regclass || ' ' || pg_get_indexdef(indexrelid) as key from pg_index join pg_class on oid = indrelid
      where ${inSchemas} and indisunique and relnamespace = 'app'::regnamespace
        -- The moves of a status are the installation's, and the same for every tenant.
        and indrelid <> 'app.ticket_status_transition'::regclass
        and (select attname from pg_attribute where attrelid = indrelid and attnum = indkey[0]) <> 'tenant_id'
        and (select string_agg(attname, ',' order by attnum) from pg_attribute where attrelid = indrelid and attnum = any (indkey)) not in ('id', 'client_user_id')`,
  );
  expect(rows).toEqual([]);
});

test('L86: the planner keeps no statistics on text that clients read and that mixes what is theirs with what is not', async () => {
  const { rows } = await db.admin.query(
    `select attrelid::regclass || '.' || attname as column from pg_attribute join pg_class c on c.oid = attrelid
      where ${inSchemas} and relkind = 'r' and attnum > 0 and atttypid in ('text'::regtype, 'app.seen_text'::regtype) and attstattarget is distinct from 0
        and has_column_privilege('client', attrelid, attnum, 'select')
        -- A colour and a time zone name nobody.
        and attname not in ('accent_color', 'time_zone')`,
  );
  expect(rows).toEqual([]);
});

test('a client’s statement starts no workers, however much there is in all', async () => {
  const planOf = async (login: 'client_app' | 'staff_app', role: string) => {
    const connection = new pg.Client(withStartUp(db.url(login), login));
    await connection.connect();
    await connection.query(`
      set role ${role}; set min_parallel_table_scan_size = 0; set parallel_setup_cost = 0; set parallel_tuple_cost = 0;
      set enable_indexscan = off; set enable_bitmapscan = off; set enable_indexonlyscan = off`);
    const { rows } = await connection.query<{ 'QUERY PLAN': string }>(
      'explain select max(t.title) from app.task t join app.project p on p.id = t.project_id',
    );
    await connection.end();
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  expect(await planOf('staff_app', 'staff')).toContain('Gather');
  expect(await planOf('client_app', 'client')).not.toContain('Gather');
});
