/**
 * `db/schema.sql`: the migrated law as the catalog has it, so that what a migration results in is a diff to review.
 *
 *   node db/schema.ts            rewrite it
 *   node db/schema.ts --check    exit 1 when it is stale
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientBase } from 'pg';
import { withScratchDatabase } from './scratch.ts';

const file = join(import.meta.dirname, 'schema.sql');
const ours = `('app'::regnamespace, 'identity'::regnamespace)`;

/** One query a kind of object; each row is one statement or block. */
const queries = [
  `select format(E'create type %s as enum (%s);\\n', t.oid::regtype, string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)) as text
     from pg_type t join pg_enum e on e.enumtypid = t.oid where t.typnamespace in ${ours} group by t.oid order by t.oid::regtype::text collate "C"`,
  `select format(E'create domain %s as %s %s;\\n', t.oid::regtype, t.typbasetype::regtype, string_agg(pg_get_constraintdef(k.oid), ' ' order by k.conname)) as text
     from pg_type t join pg_constraint k on k.contypid = t.oid where t.typnamespace in ${ours} group by t.oid order by t.oid::regtype::text collate "C"`,
  `select format(E'create table %s (\\n%s\\n);\\n%s', c.oid::regclass,
     (select string_agg(format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
        case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored' else coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') end), E',\\n' order by a.attnum)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
     concat(
       (select string_agg(format(E'  constraint %s: %s\\n', k.conname, pg_get_constraintdef(k.oid)), '' order by k.contype, k.conname collate "C") from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n'),
       (select string_agg(format(E'  index: %s\\n', pg_get_indexdef(i.indexrelid)), '' order by pg_get_indexdef(i.indexrelid) collate "C") from pg_index i where i.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = i.indexrelid)),
       format(E'  row security: %s, forced: %s\\n', c.relrowsecurity, c.relforcerowsecurity),
       (select string_agg(format(E'  grant: %s to %s%s\\n', lower(x.privilege_type), x.grantee::regrole, ''), '' order by x.grantee::regrole::text collate "C", x.privilege_type) from aclexplode(c.relacl) x where x.grantee <> c.relowner),
       (select string_agg(format(E'  grant: %s (%s) to %s\\n', lower(g.privilege_type), g.columns, g.grantee::regrole), '' order by g.grantee::regrole::text collate "C", g.privilege_type)
          from (select x.grantee, x.privilege_type, string_agg(a.attname, ', ' order by a.attnum) as columns from pg_attribute a cross join aclexplode(a.attacl) x where a.attrelid = c.oid group by 1, 2) g),
       (select string_agg(format(E'  policy %s: %s for %s to %s using (%s) with check (%s)\\n', o.polname, case when o.polpermissive then 'permissive' else 'restrictive' end, o.polcmd,
          case when o.polroles = '{0}' then 'public' else array_to_string(o.polroles::regrole[], ', ') end, pg_get_expr(o.polqual, o.polrelid), pg_get_expr(o.polwithcheck, o.polrelid)), '' order by o.polname collate "C") from pg_policy o where o.polrelid = c.oid),
       (select string_agg(format(E'  trigger: %s\\n', pg_get_triggerdef(t.oid)), '' order by t.tgname collate "C") from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal))) as text
     from pg_class c where c.relkind in ('r', 'p', 'v') and c.relnamespace in ${ours} order by c.oid::regclass::text collate "C"`,
  `select format(E'%s  owner: %s\\n  execute: %s\\n', pg_get_functiondef(p.oid), p.proowner::regrole,
      (select string_agg(case when x.grantee = 0 then 'PUBLIC' else x.grantee::regrole::text end, ', ' order by x.grantee::regrole::text collate "C") from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x)) as text
     from pg_proc p where p.pronamespace in ${ours} order by p.oid::regprocedure::text collate "C"`,
  `select format(E'role %s: login %s, inherit %s, member of %s\\n', r.rolname, r.rolcanlogin, r.rolinherit,
      coalesce((select string_agg(m.roleid::regrole::text, ', ' order by m.roleid::regrole::text collate "C") from pg_auth_members m where m.member = r.oid), 'nothing')) as text
     from pg_roles r where r.rolname !~ '^pg_' and not r.rolsuper order by r.rolname collate "C"`,
  `select format(E'event trigger %s on %s: %s\\n', evtname, evtevent, evtfoid::regprocedure) as text from pg_event_trigger order by 1`,
];

/** The law of a database as text. */
export async function dump(database: ClientBase): Promise<string> {
  const parts = ['-- Read from the migrated database by `npm run db:types`. Do not edit.\n'];
  for (const query of queries)
    parts.push(...(await database.query<{ text: string }>(query)).rows.map(({ text }) => text));
  return parts.join('\n');
}

if (import.meta.main) {
  const text = await withScratchDatabase(dump);
  const isFresh = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (process.argv.includes('--check')) {
    if (!isFresh) console.error('Stale: db/schema.sql. Run "npm run db:types" and commit the result.');
    process.exitCode = isFresh ? 0 : 1;
  } else if (!isFresh) writeFileSync(file, text);
}
