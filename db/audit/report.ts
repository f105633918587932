/** The law of a database as tables for a DBA to read: one query a section, straight from the catalog. */
import type { ClientBase } from 'pg';

type Row = Record<string, string | number | boolean | null>;
export type Section = { title: string; note: string; rows: Row[] };

const ours = `('app'::regnamespace, 'identity'::regnamespace)`;

const sections: [title: string, note: string, query: string][] = [
  [
    'Roles',
    'A login may only become the one role beside it. Owners and definers cannot log in.',
    `select r.rolname as role, case when r.rolcanlogin then 'login' else '' end as login,
            concat_ws(', ', case when r.rolsuper then 'SUPERUSER' end, case when r.rolbypassrls then 'BYPASSRLS' end,
              case when r.rolinherit then 'inherits' end, case when r.rolcreaterole then 'CREATEROLE' end) as powers,
            (select string_agg(b.rolname, ', ' order by b.rolname) from pg_roles b
              where b.oid <> r.oid and pg_has_role(r.oid, b.oid, 'member') and not r.rolsuper) as "can become",
            shobj_description(r.oid, 'pg_authid') as meaning
       from pg_roles r where r.rolname !~ '^pg_' order by r.rolcanlogin desc, r.rolname`,
  ],
  [
    'Tables',
    'Row security on and forced on every one; each belongs to an owner nobody logs in as.',
    `select c.oid::regclass::text as table, c.relowner::regrole::text as owner,
            case when c.relrowsecurity and c.relforcerowsecurity then 'on, forced' else 'NOT FORCED' end as "row security",
            obj_description(c.oid, 'pg_class') as meaning
       from pg_class c where c.relkind in ('r', 'p') and c.relnamespace in ${ours} order by 1`,
  ],
  [
    'Who may do what',
    'Complete: for each role that a request, a sign-in or a job runs as, what it does with each table directly, and by which function or trigger it does more. ' +
      'What is not listed is refused.',
    `select m.who || ': ' || o.polrelid::regclass as "who and table",
            case o.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as may,
            m.way as "by way of",
            case when o.polcmd = 'd' or has_table_privilege(m.role, o.polrelid, m.privilege) then 'every column'
                 else (select string_agg(a.attname, ', ' order by a.attnum) from pg_attribute a where a.attrelid = o.polrelid and a.attnum > 0
                        and has_column_privilege(m.role, a.attrelid, a.attnum, m.privilege)) end as columns,
            pg_get_expr(coalesce(o.polqual, o.polwithcheck), o.polrelid) as "rows where",
            nullif(pg_get_expr(o.polwithcheck, o.polrelid), pg_get_expr(coalesce(o.polqual, o.polwithcheck), o.polrelid)) as "and leaves them where"
       from pg_policy o
       cross join lateral (
         select w.*, case o.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' else 'UPDATE' end as privilege
           from (
             select r.oid as role, r.rolname::text as who, null::text as way from pg_roles r where r.rolname !~ '^definer_'
             union all
             select p.proowner, coalesce(x.who, 'any write, by trigger'), string_agg(distinct p.oid::regproc::text, ', ')
               from pg_proc p
               left join lateral (
                 select g.grantee::regrole::text as who from aclexplode(p.proacl) g
                  where p.prorettype <> 'trigger'::regtype and g.grantee::regrole::text !~ '^definer_|^portal_owner$'
               ) x on true
              where p.prosecdef and p.pronamespace in ${ours} and (x.who is not null or p.prorettype = 'trigger'::regtype)
              group by 1, 2
           ) w
          where w.role = any (o.polroles)
       ) m
      where o.polpermissive order by 1, m.way nulls first, 2`,
  ],
  [
    'In any case',
    'A restrictive policy for everybody on each table: it holds whatever the others say, and survives DROP OWNED.',
    `select o.polrelid::regclass::text as table, pg_get_expr(o.polqual, o.polrelid) as "rows where"
       from pg_policy o where not o.polpermissive order by 1`,
  ],
  [
    'Columns no client can read',
    'Present in a table that role client reads, and not granted to it.',
    `select a.attrelid::regclass::text as table, string_agg(a.attname, ', ' order by a.attnum) as columns
       from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relkind = 'r' and c.relnamespace in ${ours} and a.attnum > 0 and not a.attisdropped
        and has_any_column_privilege('client', c.oid, 'select') and not has_column_privilege('client', c.oid, a.attnum, 'select')
      group by 1 order by 1`,
  ],
  [
    'Functions that run as somebody else',
    'SECURITY DEFINER: each by a narrow role, with a fixed search_path, for those named.',
    `select p.oid::regprocedure::text as function, p.proowner::regrole::text as "runs as", array_to_string(p.proconfig, '; ') as settings,
            (select string_agg(distinct coalesce(r.rolname, 'PUBLIC'), ', ') from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
               left join pg_roles r on r.oid = x.grantee where x.grantee <> p.proowner) as "executed by",
            (select string_agg(distinct c.oid::regclass::text, ', ') from pg_class c where c.relkind = 'r' and c.relnamespace in ${ours}
               and has_any_column_privilege(p.proowner, c.oid, 'select, insert, update')) as "its role reaches",
            obj_description(p.oid, 'pg_proc') as meaning
       from pg_proc p where p.prosecdef and p.pronamespace in ${ours} order by 1`,
  ],
  [
    'Foreign keys',
    'Each carries tenant_id; those with ON UPDATE CASCADE also carry what the child inherits (visibility, sign-in, names).',
    `select k.conrelid::regclass::text as table, pg_get_constraintdef(k.oid) as "foreign key",
            coalesce((select 'carries ' || string_agg(a.attname, ', ') from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey)
               and (a.attname ~ '_shared$' or a.attname in ('can_sign_in', 'client_active', 'active', 'role', 'sections', 'email', 'contract_number', 'contract_name'))), '') as meaning
       from pg_constraint k where k.contype = 'f' and k.connamespace in ${ours} order by 1, 2`,
  ],
  [
    'Triggers',
    'What happens by itself on a write.',
    `select t.tgrelid::regclass::text as table, t.tgname as trigger, p.oid::regproc::text as function, obj_description(p.oid, 'pg_proc') as meaning
       from pg_trigger t join pg_proc p on p.oid = t.tgfoid where not t.tgisinternal order by 1, 2`,
  ],
];

export async function readReport(database: ClientBase): Promise<Section[]> {
  const report: Section[] = [];
  for (const [title, note, query] of sections)
    report.push({ title, note, rows: (await database.query<Row>(query)).rows });
  return report;
}
