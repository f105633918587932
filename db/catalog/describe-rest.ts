/** Prints what belongs to no table: roles, schemas, event triggers, types, and functions that no trigger runs. */
import type { ClientBase } from 'pg';
import { BANNER, routineLines } from './describe-table.ts';
import { SCHEMAS } from './law.ts';
import { commentLines, expressionOf, heading, sqlLines } from './layout.ts';
import type { Routine } from './triggers.ts';

type Described = { text: string; comment: string | null };

async function blocks(database: ClientBase, query: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await database.query<Described>(query, values);
  const lines = (text: string) =>
    text.split(/(?<=;)\n/).map((statement) => sqlLines(expressionOf(statement)));
  return rows.map(({ text, comment }) => commentLines(comment) + lines(text).join('\n'));
}

const section = (title: string, lines: readonly string[], between = '\n') =>
  lines.length ? [`${heading(title)}\n\n${lines.join(between)}\n`] : [];

const ROLES = `
  select format('create role %I %s;', r.rolname, concat_ws(' ',
           case when r.rolcanlogin then 'login' else 'nologin' end, case when r.rolinherit then 'inherit' else 'noinherit' end,
           case when r.rolbypassrls then 'bypassrls' end, case when r.rolcreaterole then 'createrole' end,
           case when r.rolcreatedb then 'createdb' end, case when r.rolreplication then 'replication' end)) as text,
         shobj_description(r.oid, 'pg_authid') as comment
    from pg_roles r where r.rolname !~ '^pg_' and not r.rolsuper order by r.rolname collate "C"`;

const MEMBERSHIPS = `
  select format('grant %s to %s%s;', m.roleid::regrole, m.member::regrole, case when m.admin_option then ' with admin option' else '' end) as text,
         null as comment
    from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname !~ '^pg_' and not r.rolsuper
   order by m.member::regrole::text collate "C", m.roleid::regrole::text collate "C"`;

const NAMESPACES = `
  select concat_ws(E'\\n', format('create schema %I authorization %s;', n.nspname, n.nspowner::regrole), (
           select string_agg(format('grant %s on schema %I to %s;', g.privilege, n.nspname, g.roles), E'\\n' order by g.privilege collate "C")
             from (select lower(x.privilege_type) as privilege,
                          string_agg(case when x.grantee = 0 then 'public' else x.grantee::regrole::text end, ', '
                                     order by x.grantee::regrole::text collate "C") as roles
                     from aclexplode(n.nspacl) x where x.grantee <> n.nspowner group by 1) g)) as text,
         obj_description(n.oid, 'pg_namespace') as comment
    from pg_namespace n where n.nspname = any ($1) order by n.nspname collate "C"`;

const DEFAULTS = `
  select format('alter default privileges for role %s%s: %s by default %s', d.defaclrole::regrole,
           coalesce(' in schema ' || nullif(d.defaclnamespace, 0)::regnamespace, ''),
           case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas' end,
           coalesce('grant ' || (select string_agg(lower(x.privilege_type) || ' to ' || case when x.grantee = 0 then 'public' else x.grantee::regrole::text end, ', '
                                                   order by x.grantee::regrole::text collate "C", x.privilege_type)
                                   from aclexplode(d.defaclacl) x where x.grantee <> d.defaclrole), 'grant nothing to others')) as comment
    from pg_default_acl d join pg_roles r on r.oid = d.defaclrole
   where not r.rolsuper and (d.defaclnamespace = 0 or d.defaclnamespace::regnamespace::text = any ($1))
   order by d.defaclrole::regrole::text collate "C", d.defaclnamespace::regnamespace::text collate "C", d.defaclobjtype`;

const EVENT_TRIGGERS = `
  select format('create event trigger %I on %s execute function %s;', e.evtname, e.evtevent, e.evtfoid::regprocedure) as text,
         obj_description(e.oid, 'pg_event_trigger') as comment
    from pg_event_trigger e where e.evtfoid in (select oid from pg_proc where pronamespace::regnamespace::text = any ($1))
   order by e.evtname collate "C"`;

const ENUMS = `
  select format('create type %s as enum (%s);', t.oid::regtype, string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)) as text,
         obj_description(t.oid, 'pg_type') as comment
    from pg_type t join pg_enum e on e.enumtypid = t.oid where t.typnamespace::regnamespace::text = $1
   group by t.oid order by t.oid::regtype::text collate "C"`;

const DOMAINS = `
  select format('create domain %s as %s%s%s %s;', t.oid::regtype, format_type(t.typbasetype, t.typtypmod),
           case when t.typnotnull then ' not null' else '' end, coalesce(' default ' || t.typdefault, ''),
           (select string_agg(format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid, true)), ' ' order by k.conname collate "C")
              from pg_constraint k where k.contypid = t.oid and k.contype = 'c')) as text,
         obj_description(t.oid, 'pg_type') as comment
    from pg_type t where t.typtype = 'd' and t.typnamespace::regnamespace::text = $1 order by t.oid::regtype::text collate "C"`;

/** Roles and memberships, schemas with their rights, default privileges, event triggers. */
export async function describeRoles(database: ClientBase): Promise<string> {
  const { rows: defaults } = await database.query<{ comment: string }>(DEFAULTS, [SCHEMAS]);
  return [
    `-- Who there is, and what belongs to no table\n--\n${BANNER}`,
    ...section('Roles', await blocks(database, ROLES)),
    ...section('Memberships', await blocks(database, MEMBERSHIPS)),
    ...section('Schemas', await blocks(database, NAMESPACES, [SCHEMAS]), '\n\n'),
    ...section(
      'Privileges that new objects begin with',
      defaults.map(({ comment }) => commentLines(comment).trimEnd()),
    ),
    ...section('Event triggers', await blocks(database, EVENT_TRIGGERS, [SCHEMAS])),
  ].join('\n');
}

/** Enums and domains of a schema; null where it has none. */
export async function describeTypes(database: ClientBase, schema: string): Promise<string | null> {
  const types = [
    ...(await blocks(database, ENUMS, [schema])),
    ...(await blocks(database, DOMAINS, [schema])),
  ];
  return types.length ? `-- Types of schema ${schema}\n--\n${BANNER}\n${types.join('\n\n')}\n` : null;
}

/** Functions of a schema that no trigger of a table runs; null where it has none. */
export function describeRoutines(routines: readonly Routine[], schema: string): string | null {
  const own = routines.filter((routine) => routine.schema === schema && !routine.ofTrigger);
  if (own.length === 0) return null;
  const texts = own.map((routine) => routineLines(routine, 'its caller'));
  return `-- Functions of schema ${schema} that no trigger runs; those stand with their tables\n--\n${BANNER}\n${texts.join('\n\n')}\n`;
}
