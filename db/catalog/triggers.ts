/** Reads triggers in the order in which they fire, and functions with who runs them as whom. */
import type { ClientBase } from 'pg';
import { SCHEMAS } from './law.ts';

export type Trigger = {
  table: string;
  name: string;
  /** As `before each row`. */
  moment: string;
  definition: string;
  comment: string | null;
  /** Whether it fires as it would without further settings. */
  enabled: boolean;
  /** The function's name with the types of its arguments. */
  function: string;
  /** The function's body. */
  source: string;
};

export type Routine = {
  schema: string;
  signature: string;
  definition: string;
  /** Whether the server printed the body out of a parsed form, all on one line. */
  parsed: boolean;
  owner: string;
  definer: boolean;
  comment: string | null;
  /** Roles that may execute it, but for its owner. */
  execute: string[];
  /** Whether a trigger of a table runs it. */
  ofTrigger: boolean;
};

const ours = `any (array(select oid from pg_namespace where nspname = any ($1)))`;

/**
 * Triggers of each table as they fire: before the statement, before and instead of each row, after each row, after the statement; by
 * name, byte by byte, within each.
 */
export async function readTriggers(database: ClientBase): Promise<Trigger[]> {
  const { rows } = await database.query<Trigger>(
    `select c.oid::regclass::text as "table", quote_ident(t.tgname) as name,
            (array['before the statement', 'before each row', 'instead of each row', 'after each row', 'after the statement'])[m.rank] as moment,
            pg_get_triggerdef(t.oid, true) as definition, obj_description(t.oid, 'pg_trigger') as comment,
            t.tgenabled = 'O' as enabled, t.tgfoid::regprocedure::text as function,
            (select p.prosrc from pg_proc p where p.oid = t.tgfoid) as source
       from pg_trigger t join pg_class c on c.oid = t.tgrelid
       cross join lateral (select t.tgtype & 1 > 0 as by_row, t.tgtype & 2 > 0 as before, t.tgtype & 64 > 0 as instead) k
       cross join lateral (select case when instead then 3 when by_row and before then 2 when before then 1 when by_row then 4 else 5 end as rank) m
      where not t.tgisinternal and c.relnamespace = ${ours}
      order by c.oid::regclass::text collate "C", m.rank, t.tgname collate "C"`,
    [SCHEMAS],
  );
  return rows;
}

/** Functions and procedures of ours, and those from elsewhere that triggers of ours run; aggregates left out. */
export async function readRoutines(database: ClientBase): Promise<Routine[]> {
  const { rows } = await database.query<Routine>(
    `select p.pronamespace::regnamespace::text as schema, p.oid::regprocedure::text as signature, pg_get_functiondef(p.oid) as definition,
            p.prosqlbody is not null as parsed, p.proowner::regrole::text as owner, p.prosecdef as definer,
            obj_description(p.oid, 'pg_proc') as comment,
            array(select case when x.grantee = 0 then 'public' else x.grantee::regrole::text end
                    from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
                   where x.grantee <> p.proowner order by x.grantee::regrole::text collate "C") as execute,
            k.runs as "ofTrigger"
       from pg_proc p
       cross join lateral (select exists (select from pg_trigger t join pg_class c on c.oid = t.tgrelid
                            where t.tgfoid = p.oid and not t.tgisinternal and c.relnamespace = ${ours}) as runs) k
      where p.prokind <> 'a' and (p.pronamespace = ${ours} or k.runs)
      order by p.oid::regprocedure::text collate "C"`,
    [SCHEMAS],
  );
  return rows;
}
