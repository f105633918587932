/** Reads who may do what with which table: grants, row security, policies and the triggers that announce a change. */
import type { ClientBase } from 'pg';

/** Schemas that hold what is ours. */
export const SCHEMAS = ['app', 'identity'];

export type Grant = {
  table: string;
  /** A role, quoted where it has to be; `public` for everybody. */
  role: string;
  /** As `select`, or `select with grant option`. */
  privilege: string;
  /** In the order of the table; null where the grant is of the whole table. */
  columns: string[] | null;
};

export type Policy = {
  table: string;
  name: string;
  permissive: boolean;
  command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  roles: string[];
  using: string | null;
  check: string | null;
  comment: string | null;
};

const ours = `relnamespace = any (array(select oid from pg_namespace where nspname = any ($1)))`;
const grantee = `case when x.grantee = 0 then 'public' else x.grantee::regrole::text end`;
const privilege = `lower(x.privilege_type) || case when x.is_grantable then ' with grant option' else '' end`;

/** Grants on tables and views, and on their columns, but for what an owner has without one. */
export async function readGrants(database: ClientBase): Promise<Grant[]> {
  const { rows } = await database.query<Grant>(
    `select "table", role, privilege, columns from (
       select c.oid::regclass::text as "table", ${grantee} as role, ${privilege} as privilege, null::text[] as columns
         from pg_class c cross join aclexplode(c.relacl) x
        where c.relkind in ('r', 'p', 'v', 'm') and c.${ours} and x.grantee <> c.relowner
       union all
       select c.oid::regclass::text, ${grantee}, ${privilege}, array_agg(quote_ident(a.attname) order by a.attnum)
         from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped cross join aclexplode(a.attacl) x
        where c.relkind in ('r', 'p', 'v', 'm') and c.${ours}
        group by 1, 2, 3) g
      order by "table" collate "C", role collate "C",
               array_position(array['select', 'insert', 'update', 'delete'], privilege), privilege collate "C", columns nulls first`,
    [SCHEMAS],
  );
  return rows;
}

/** Policies with their conditions as the server prints them: fit for reading, or with every parenthesis, for comparing. */
export async function readPolicies(database: ClientBase, how: 'reading' | 'comparing'): Promise<Policy[]> {
  const { rows } = await database.query<Policy>(
    `select c.oid::regclass::text as "table", quote_ident(o.polname) as name, o.polpermissive as permissive,
            case o.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end as command,
            array(select case when r = 0 then 'public' else r::regrole::text end from unnest(o.polroles) r order by 1) as roles,
            pg_get_expr(o.polqual, o.polrelid, $2) as "using", pg_get_expr(o.polwithcheck, o.polrelid, $2) as "check",
            obj_description(o.oid, 'pg_policy') as comment
       from pg_policy o join pg_class c on c.oid = o.polrelid
      where c.${ours}
      order by c.oid::regclass::text collate "C", o.polname collate "C"`,
    [SCHEMAS, how === 'reading'],
  );
  return rows;
}
