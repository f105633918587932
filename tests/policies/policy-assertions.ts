/** The clauses of which a table's law is made. Each registers its tests; `world` is there once they run. */
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type Seat, seats, transact } from '../support/builders.ts';
import type { TestDatabase } from '../support/database.ts';
import { projectRoles, type World } from './world.ts';

type Inside = () => World;
/** true: the whole table; otherwise these columns. */
type Grant = true | readonly string[];
export type Grants = Record<string, Partial<Record<'select' | 'insert' | 'update' | 'delete', Grant>>>;

/** Every role but definer_search, which no floor binds: that it holds a few columns to read is in the grants of each table. */
const everyRole = [
  'client', 'staff', 'client_sign_in', 'staff_sign_in', 'worker', 'auditor', 'portal_owner',
  'definer_identity', 'definer_log', 'definer_live', 'definer_number', 'definer_visit', 'definer_team',
  'definer_comment', 'definer_receipt', 'definer_view', 'definer_work',
  'definer_ticket', 'definer_file', 'definer_time', 'definer_session', 'definer_signal',
  'definer_share', 'definer_plan', 'definer_review', 'definer_move', 'definer_thread',
  'definer_outbox', 'definer_retry', 'definer_record',
]; // prettier-ignore

const bare = (table: string) => table.slice(table.indexOf('.') + 1);

/** The error of a statement as 'SQLSTATE message', or a word for its absence. */
export async function errorOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return `${error.code} ${error.message}`;
  }
  return 'no error';
}

/** What PostgreSQL says of a privilege that was never granted; row security says something else. */
/** The table in which rows of a kind stand: comments and notes of a project share one. */
export const tableOf = (kind: string) => (kind === 'comment' || kind === 'note' ? 'text' : kind);

export const denied = (table: string) => `42501 permission denied for table ${bare(table)}`;
export const refusedRow = (table: string) =>
  `42501 new row violates row-level security policy for table "${bare(table)}"`;

/** One statement in a transaction that is rolled back, so that the world stays as it is. */
export const attempt = (w: World, seat: Seat, sql: string, values: unknown[] = []) =>
  transact(w.db, seat, (client) => client.query(sql, values), 'rollback');

export const attemptError = (w: World, seat: Seat, sql: string, values: unknown[] = []) =>
  errorOf(attempt(w, seat, sql, values));

/** How many rows a function reached that returns their number, or whether it reached one; rolled back. */
export async function reached(w: World, seat: Seat, sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await attempt(w, seat, `select r.reached::int from (${sql}) r (reached)`, values);
  return (rows[0] as { reached: number }).reached;
}

/** The values of one column or expression, sorted. */
async function keys(w: World, seat: Seat, table: string, key: string): Promise<unknown[]> {
  const { rows } = await attempt(w, seat, `select ${key} as key from ${table} order by 1`);
  return rows.map((row: { key: unknown }) => row.key);
}

type Beneath = {
  /** Run as the superuser first: what a careless migration might do. */
  sins: string[];
  seat?: Seat;
  role?: string;
  /** Without triggers and foreign keys, so that only row security is left. */
  bare?: boolean;
};

/** Runs a statement after sins, under a role or a whole seat, and rolls everything back. */
export async function beneath(
  db: TestDatabase,
  { sins, seat, role, bare: alone }: Beneath,
  sql: string,
  values: unknown[] = [],
) {
  const admin = await db.admin.connect();
  try {
    await admin.query('begin');
    for (const sin of sins) await admin.query(sin);
    if (alone) await admin.query('set local session_replication_role = replica');
    if (seat) {
      await admin.query(`set local session authorization ${seat.login}`);
      await admin.query("select set_config('app.session', $1, true), set_config('app.tenant', $2, true)", [
        seat.token,
        seat.tenant ?? '',
      ]);
    }
    await admin.query(`set local role ${seat?.role ?? role ?? 'none'}`);
    return await admin.query<Record<string, unknown>>(sql, values);
  } finally {
    await admin.query('rollback');
    admin.release();
  }
}

/** Runs SQL for good as the superuser, without triggers and foreign keys: for what came to be past them. */
export const pastTriggers = (db: TestDatabase, sql: string) =>
  db.admin.query(`set local session_replication_role = replica; ${sql}`);

export async function columnsOf(db: TestDatabase, table: string, which = 'true'): Promise<string[]> {
  const { rows } = await db.admin.query<{ name: string }>(
    `select attname::text as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and ${which} order by attnum`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** Every privilege on the table and its columns is listed here, for every role but the owner. */
export function granted(inside: Inside, table: string, wanted: Grants) {
  test('grants are these and no others', async () => {
    const { rows } = await inside().db.admin.query<{
      role: string;
      command: string;
      columns: string[] | null;
    }>(
      `select grantee::regrole::text as role, lower(privilege_type) as command, null::text[] as columns
         from pg_class, aclexplode(relacl) where oid = $1::regclass and grantee <> relowner
       union all
       select grantee::regrole::text, lower(privilege_type), array_agg(attname::text order by attnum)
         from pg_attribute, aclexplode(attacl) where attrelid = $1::regclass and not attisdropped group by 1, 2`,
      [table],
    );
    const found: Record<string, Record<string, Grant>> = {};
    for (const { role, command, columns } of rows) (found[role] ??= {})[command] = columns?.sort() ?? true;
    const sorted = Object.entries(wanted).map(([role, commands]) => [
      role,
      Object.fromEntries(
        Object.entries(commands).map(([command, what]) => [command, what === true || [...what].sort()]),
      ),
    ]);
    expect(found).toEqual(Object.fromEntries(sorted));
  });
}

/**
 * Row security binds the table's owner, and the floor holds for every role the table does not trust, whatever permissive
 * policy is added. With `shared`, the floor lets pass what is shared with clients.
 */
export function floored(
  inside: Inside,
  table: string,
  { trusts, shared = false }: { trusts: string[]; shared?: boolean },
) {
  const untrusted = everyRole.filter((role) => !trusts.includes(role));
  const behindFloor = shared ? 'not shared' : 'true';

  test('row security is on, and binds the owner too', async () => {
    const { db } = inside();
    const count = `select count(*)::int as count from ${table}`;
    expect((await db.admin.query<{ count: number }>(count)).rows[0]?.count).toBeGreaterThan(0);
    expect((await beneath(db, { sins: [], role: 'portal_owner' }, count)).rows).toEqual([{ count: 0 }]);
    const { rows } = await db.admin.query(
      'select relrowsecurity, relforcerowsecurity from pg_class where oid = $1::regclass',
      [table],
    );
    expect(rows).toEqual([{ relrowsecurity: true, relforcerowsecurity: true }]);
  });

  test('beneath a policy that lets everybody read everything, the floor holds', async () => {
    const { db } = inside();
    const sins = ['create policy sin on ' + table + ' for select to public using (true)'];
    for (const role of untrusted) {
      const opened = [
        ...sins,
        `grant usage on schema app, identity to ${role}`,
        `grant select on ${table} to ${role}`,
      ];
      const { rows } = await beneath(
        db,
        { sins: opened, role },
        `select count(*) filter (where ${behindFloor})::int as behind, count(*)::int as total from ${table}`,
      );
      expect({ role, behind: rows[0]?.behind }).toEqual({ role, behind: 0 });
      expect(Number(rows[0]?.total) > 0).toBe(shared);
    }
  });

  test('beneath a policy that lets everybody write everything, the floor holds', async () => {
    const { db } = inside();
    const row = (
      await db.admin.query<{ row: unknown }>(
        `select to_jsonb(t) as row from ${table} t where ${behindFloor} limit 1`,
      )
    ).rows[0]?.row;
    const columns = (await columnsOf(db, table, "attgenerated = ''")).join(', ');
    const sins = [`create policy sin on ${table} for insert to public with check (true)`];
    for (const role of untrusted) {
      const opened = [
        ...sins,
        `grant usage on schema app, identity to ${role}`,
        `grant insert on ${table} to ${role}`,
        // Generated columns call these before any policy is asked.
        `grant execute on function app.plain(text), app.folded(text), app.apart(text), app.search_vector(text) to ${role}`,
      ];
      const error = errorOf(
        beneath(
          db,
          { sins: opened, role, bare: true },
          `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, $1)`,
          [row],
        ),
      );
      expect({ role, error: await error }).toEqual({
        role,
        error: `42501 new row violates row-level security policy "floor" for table "${bare(table)}"`,
      });
    }
  });
}

/** No statement of this seat reaches a row, whatever its column. */
function writesNothing(inside: Inside, table: string, seat: (w: World) => Seat, who = '') {
  test(`${who}cannot insert, update or delete`, async () => {
    const w = inside();
    for (const column of await columnsOf(w.db, table)) {
      for (const sql of [
        `insert into ${table} (${column}) values (default)`,
        `update ${table} set ${column} = default`,
      ])
        expect({ sql, error: await attemptError(w, seat(w), sql) }).toEqual({ sql, error: denied(table) });
    }
    for (const sql of [`insert into ${table} default values`, `delete from ${table}`, `truncate ${table}`])
      expect({ sql, error: await attemptError(w, seat(w), sql) }).toEqual({ sql, error: denied(table) });
  });
}

/** The seat reads none of the table's columns and writes none. */
export function closedTo(inside: Inside, table: string, name: string, seat: (w: World) => Seat) {
  describe(name, () => {
    test('cannot read any column, nor count rows', async () => {
      const w = inside();
      const schemaClosed = `42501 permission denied for schema ${table.slice(0, table.indexOf('.'))}`;
      for (const what of [...(await columnsOf(w.db, table)), 'count(*)', '*'])
        expect([denied(table), schemaClosed]).toContain(
          await attemptError(w, seat(w), `select ${what} from ${table}`),
        );
    });
    test('cannot write', async () => {
      const w = inside();
      for (const sql of [`insert into ${table} default values`, `delete from ${table}`, `truncate ${table}`])
        expect(await attemptError(w, seat(w), sql)).toMatch(/^42501 permission denied for (table|schema)/);
    });
  });
}

export const closedToClients = (inside: Inside, table: string) =>
  closedTo(inside, table, 'role client', (w) => seats.client(w.client.admin));
export const closedToStaff = (inside: Inside, table: string) =>
  closedTo(inside, table, 'role staff', (w) => seats.staff(w.staff.tenantManager));

type ClientReads = {
  columns: readonly string[];
  /** Names a row to people; may use granted columns only. */
  key: string;
  sees: (w: World) => unknown[];
  /** Rows that are there and must not be seen, each with what it is. */
  cannotSee?: Record<string, unknown>;
  /** The section without which nobody sees them. */
  section?: 'projects' | 'tickets';
};

/** Who of the world's employees has a section, and who has others but not this one. */
const having = { projects: 'employee', tickets: 'sectionless' } as const;
const lacking = { projects: 'sectionless', tickets: 'employee' } as const;

/** What a client user reads of a table, and that nobody else reads anything on their login. */
export function readByClients(
  inside: Inside,
  table: string,
  { columns, key, sees, cannotSee = {}, section }: ClientReads,
) {
  describe('role client', () => {
    test('reads these columns and no others', async () => {
      const w = inside();
      const reads = async (column: string) =>
        attemptError(w, seats.client(w.client.admin), `select ${column} from ${table}`);
      for (const column of [
        ...(await columnsOf(w.db, table)),
        'tableoid',
        'ctid',
        'xmin',
        'xmax',
        'cmin',
        'cmax',
        '*',
        bare(table),
      ])
        expect({ column, error: await reads(column) }).toEqual({
          column,
          error: columns.includes(column) ? 'no error' : denied(table),
        });
    });

    writesNothing(inside, table, (w) => seats.client(w.client.admin));

    test('sees its own', async () => {
      const w = inside();
      expect(await keys(w, seats.client(w.client.admin), table, key)).toEqual(sees(w));
      if (section)
        expect(await keys(w, seats.client(w.client[having[section]]), table, key)).toEqual(sees(w));
    });

    for (const [what, name] of Object.entries(cannotSee)) {
      test(`cannot see ${what}`, async () => {
        const w = inside();
        const all = (await w.db.admin.query<{ key: unknown }>(`select ${key} as key from ${table}`)).rows.map(
          (row) => row.key,
        );
        expect(all).toContain(name);
        expect(await keys(w, seats.client(w.client.admin), table, key)).not.toContain(name);
      });
    }

    if (section) {
      test(`an employee without section ${section} sees nothing`, async () => {
        const w = inside();
        expect(await keys(w, seats.client(w.client[lacking[section]]), table, key)).toEqual([]);
      });
    }

    test('sees nothing without a session that holds', async () => {
      const w = inside();
      for (const [who, token] of Object.entries(w.clientNobodies))
        expect({ who, sees: await keys(w, seats.client(token), table, key) }).toEqual({ who, sees: [] });
    });

    test('the policy alone shows no more, should the floor be missing', async () => {
      const w = inside();
      const without = async (token: string) => {
        const under = { sins: [`drop policy floor on ${table}`], seat: seats.client(token) };
        const { rows } = await beneath(w.db, under, `select ${key} as key from ${table} order by 1`);
        return rows.map((row) => row.key);
      };
      expect(await without(w.client.admin)).toEqual(sees(w));
      expect(await without(w.client.expired)).toEqual([]);
    });

    test("a session proves nothing on the staff's login, which may become role client too", async () => {
      const w = inside();
      const elsewhere: Seat = { login: 'staff_app', role: 'client', token: w.client.admin };
      expect(await keys(w, elsewhere, table, key)).toEqual([]);
    });

    test('staff who look through their eyes see the same, on the login of the staff alone', async () => {
      const w = inside();
      expect(await keys(w, seats.look(w.looks.admin), table, key)).toEqual(sees(w));
      expect(await keys(w, seats.client(w.looks.admin), table, key)).toEqual([]);
      const asStaff = attempt(w, seats.staff(w.looks.admin), `select count(*)::int as count from ${table}`);
      // It may be refused before it is waited for.
      asStaff.catch(() => {});
      if (await staffMayRead(w)) expect((await asStaff).rows).toEqual([{ count: 0 }]);
      else expect(await errorOf(asStaff)).toBe(denied(table));
    });

    const staffMayRead = async (w: World) =>
      (
        await w.db.admin.query<{ may: boolean }>("select has_table_privilege('staff', $1, 'select') as may", [
          table,
        ])
      ).rows[0]?.may;

    writesNothing(inside, table, (w) => seats.look(w.looks.admin), 'staff who look through their eyes ');
  });
}

type StaffReads = {
  key: string;
  manager: (w: World) => unknown[];
  /** A Member with any project role on "shared". */
  member: (w: World) => unknown[];
  outsider: (w: World) => unknown[];
  foreigner: (w: World) => unknown[];
};

/** What staff read of a table: Managers of the tenant all of it, Members what they reach, the other tenant its own. */
export function readByStaff(
  inside: Inside,
  table: string,
  { key, manager, member, outsider, foreigner }: StaffReads,
) {
  describe('role staff reads', () => {
    test('a Manager sees the tenant', async () => {
      const w = inside();
      expect(await keys(w, seats.staff(w.staff.tenantManager), table, key)).toEqual(manager(w));
    });
    test('a Member sees what they reach, in any project role', async () => {
      const w = inside();
      for (const role of projectRoles)
        expect({ role, sees: await keys(w, seats.staff(w.staff[role]), table, key) }).toEqual({
          role,
          sees: member(w),
        });
    });
    test('a Member on no project sees nothing of any', async () => {
      const w = inside();
      expect(await keys(w, seats.staff(w.staff.outsider), table, key)).toEqual(outsider(w));
    });
    test("another tenant's Manager sees their own tenant alone", async () => {
      const w = inside();
      expect(await keys(w, seats.staff(w.staff.foreigner), table, key)).toEqual(foreigner(w));
    });
    test('nobody sees anything without a session that holds', async () => {
      const w = inside();
      for (const [who, token] of Object.entries(w.staffNobodies))
        expect({ who, sees: await keys(w, seats.staff(token), table, key) }).toEqual({ who, sees: [] });
    });
  });
}

/** Staff read the table and never write it. */
export const notWrittenByStaff = (inside: Inside, table: string) =>
  describe('role staff', () => writesNothing(inside, table, (w) => seats.staff(w.staff.tenantManager)));

/** Only these columns can be given in a command: all others are refused before any row is touched. */
export function staffMayOnly(
  inside: Inside,
  table: string,
  command: 'insert' | 'update',
  columns: readonly string[],
) {
  test(`staff may ${command} these columns and no others`, async () => {
    const w = inside();
    for (const column of await columnsOf(w.db, table)) {
      const sql =
        command === 'insert'
          ? `insert into ${table} (${column}) values (default)`
          : `update ${table} set ${column} = default where false`;
      const error = await attemptError(w, seats.staff(w.staff.owner), sql);
      if (columns.includes(column)) expect({ column, error }).not.toEqual({ column, error: denied(table) });
      else expect({ column, error }).toEqual({ column, error: denied(table) });
    }
  });
}
