/** Reads what a table is: columns, keys, constraints, indexes, and the tables that refer to it. */
import type { ClientBase } from 'pg';
import { SCHEMAS } from './law.ts';

export type Relation = {
  name: string;
  schema: string;
  /** The name without its schema, as the file is called. */
  base: string;
  kind: 'table' | 'view' | 'materialized view';
  owner: string;
  comment: string | null;
  secured: boolean;
  forced: boolean;
  /** Storage parameters, as `fillfactor=90`. */
  options: string | null;
  /** The query of a view. */
  query: string | null;
};

export type Column = {
  table: string;
  name: string;
  type: string;
  /** The type below a domain. */
  base: string | null;
  collation: string | null;
  required: boolean;
  /** `s` stored, `v` virtual, empty where it is not generated. */
  generated: string;
  /** `a` always, `d` by default, empty where the column is no identity column. */
  identity: string;
  /** The default, or what a generated column is generated from. */
  expression: string | null;
  comment: string | null;
  withoutStatistics: boolean;
};

export type Constraint = {
  table: string;
  name: string;
  definition: string;
  comment: string | null;
  /** The table that a foreign key refers to. */
  target: string | null;
};

const ours = `relnamespace = any (array(select oid from pg_namespace where nspname = any ($1)))`;

async function rowsOf<Row extends object>(database: ClientBase, query: string): Promise<Row[]> {
  return (await database.query<Row>(query, [SCHEMAS])).rows;
}

/** Tables and views by name. */
export const readRelations = (database: ClientBase) =>
  rowsOf<Relation>(
    database,
    `select c.oid::regclass::text as name, c.relnamespace::regnamespace::text as schema, c.relname as base,
            case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end as kind,
            c.relowner::regrole::text as owner, obj_description(c.oid, 'pg_class') as comment,
            c.relrowsecurity as secured, c.relforcerowsecurity as forced, array_to_string(c.reloptions, ', ') as options,
            case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid, true) end as query
       from pg_class c where c.relkind in ('r', 'p', 'v', 'm') and c.${ours}
      order by c.oid::regclass::text collate "C"`,
  );

/** Columns of tables and views, in the order of each. */
export const readColumns = (database: ClientBase) =>
  rowsOf<Column>(
    database,
    `select c.oid::regclass::text as "table", quote_ident(a.attname) as name, format_type(a.atttypid, a.atttypmod) as type,
            case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end as base,
            case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end as collation,
            a.attnotnull as required, a.attgenerated as generated, a.attidentity as identity,
            pg_get_expr(d.adbin, d.adrelid, true) as expression, col_description(c.oid, a.attnum) as comment,
            coalesce(a.attstattarget = 0, false) as "withoutStatistics"
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       join pg_type t on t.oid = a.atttypid
       left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where c.relkind in ('r', 'p', 'v', 'm') and c.${ours}
      order by c.oid::regclass::text collate "C", a.attnum`,
  );

/** Keys, checks and foreign keys; what is not null stands with its column. */
export const readConstraints = (database: ClientBase) =>
  rowsOf<Constraint>(
    database,
    `select c.oid::regclass::text as "table", quote_ident(k.conname) as name, pg_get_constraintdef(k.oid, true) as definition,
            obj_description(k.oid, 'pg_constraint') as comment,
            case when k.contype = 'f' then k.confrelid::regclass::text end as target
       from pg_constraint k join pg_class c on c.oid = k.conrelid
      where k.contype in ('p', 'u', 'x', 'c', 'f') and c.${ours}
      order by c.oid::regclass::text collate "C", array_position(array['p', 'u', 'x', 'c', 'f'], k.contype::text), k.conname collate "C"`,
  );

/** Indexes that belong to no constraint, by definition. */
export const readIndexes = (database: ClientBase) =>
  rowsOf<{ table: string; definition: string; comment: string | null }>(
    database,
    `select c.oid::regclass::text as "table", pg_get_indexdef(i.indexrelid) as definition,
            obj_description(i.indexrelid, 'pg_class') as comment
       from pg_index i join pg_class c on c.oid = i.indrelid
      where c.${ours} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
      order by c.oid::regclass::text collate "C", pg_get_indexdef(i.indexrelid) collate "C"`,
  );
