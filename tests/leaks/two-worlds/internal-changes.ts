/**
 * Random changes of Internal Only facts, made as staff through the staff login. Which tables and columns there are to
 * change comes from the catalog's grants, so a new one joins in by itself.
 */
import type pg from 'pg';

type Column = { name: string; type: string; nullable: boolean };
type Table = {
  name: string;
  /** Rows carry "shared", so each is either visible to its client or not. */
  shareable: boolean;
  insertable: Column[];
  /** Columns that staff may change and no client may read. */
  internal: Column[];
  updatable: Column[];
  deletable: boolean;
};

/** A small seeded generator (mulberry32), so that a run can be repeated. */
function randomFrom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T };
}

type Random = ReturnType<typeof randomFrom>;

/** What staff may write, out of the catalog. Columns that decide visibility, or that other rows' references hang on, are left to `flip`. */
async function readTables(admin: pg.Pool): Promise<Table[]> {
  const { rows } = await admin.query<{
    table: string;
    column: string;
    type: string;
    nullable: boolean;
    insert: boolean;
    update: boolean;
    internal: boolean;
    delete: boolean;
    shareable: boolean;
  }>(`
    select c.oid::regclass::text as table, a.attname as column, format_type(a.atttypid, null) as type, not a.attnotnull as nullable,
           has_column_privilege('staff', c.oid, a.attnum, 'insert') as insert,
           has_column_privilege('staff', c.oid, a.attnum, 'update') as update,
           not has_column_privilege('client', c.oid, a.attnum, 'select') as internal,
           has_table_privilege('staff', c.oid, 'delete') as delete,
           exists (select from pg_attribute s where s.attrelid = c.oid and s.attname = 'shared') as shareable
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and c.relnamespace = 'app'::regnamespace
     order by c.oid::regclass::text, a.attnum`);
  const byTable = Map.groupBy(rows, (row) => row.table);
  return [...byTable].flatMap(([name, columns]): Table[] => {
    const isWritable = columns.some((column) => column.insert || column.update);
    if (!isWritable) return [];
    const as = ({ column, type, nullable }: (typeof columns)[number]): Column => ({
      name: column,
      type,
      nullable,
    });
    const updatable = columns.filter((column) => column.update && column.column !== 'visibility');
    return [
      {
        name,
        shareable: columns.some((column) => column.shareable),
        insertable: columns.filter((column) => column.insert).map(as),
        internal: updatable.filter((column) => column.internal && column.type !== 'uuid').map(as),
        updatable: updatable.map(as),
        deletable: columns.some((column) => column.delete),
      },
    ];
  });
}

function valueFor({ type, nullable }: Column, random: Random, enums: Map<string, string[]>): unknown {
  if (nullable && random.next() < 0.1) return null;
  const labels = enums.get(type);
  if (labels) return random.pick(labels);
  if (type === 'text') return `canary ${Math.floor(random.next() * 1e9).toString(36)}`;
  if (type === 'date')
    return `2026-${String(1 + Math.floor(random.next() * 12)).padStart(2, '0')}-1${Math.floor(random.next() * 9)}`;
  if (type === 'boolean') return random.next() < 0.5;
  if (type === 'uuid') return null;
  return Math.floor(random.next() * 10_000);
}

/**
 * Makes `count` changes that no client may notice, as the staff member whose database token this is. Returns how many of
 * each kind took effect; a change that a constraint refuses is passed over.
 */
export async function changeInternals(
  admin: pg.Pool,
  staff: pg.Client,
  token: string,
  count: number,
  seed: number,
) {
  const random = randomFrom(seed);
  const tables = await readTables(admin);
  const { rows: enumRows } = await admin.query<{ type: string; labels: string[] }>(
    `select format_type(enumtypid, null) as type, array_agg(enumlabel::text order by enumsortorder) as labels from pg_enum group by 1`,
  );
  const enums = new Map(enumRows.map(({ type, labels }) => [type, labels]));
  const done: Record<string, number> = {};

  const hiddenRow = (table: Table) =>
    `(select ctid from ${table.name} where not shared order by random() limit 1)`;
  const set = (column: Column, value: unknown) => ({ sql: `${column.name} = $1`, values: [value] });

  const kinds: Record<string, (table: Table) => Promise<number | null>> = {
    /** A hidden copy of any record, shared ones included. */
    async create(table) {
      if (!table.shareable || !table.insertable.length) return null;
      const columns = table.insertable.map((column) => column.name).filter((name) => name !== 'id');
      const values = columns.map((name) => (name === 'visibility' ? "'internal_only'" : name));
      const { rowCount } = await staff.query(
        `insert into ${table.name} (${columns.join(', ')}) select ${values.join(', ')} from ${table.name} order by random() limit 1`,
      );
      return rowCount;
    },
    /** Anything of a hidden record. */
    async editHidden(table) {
      if (!table.shareable || !table.updatable.length) return null;
      const column = random.pick(table.updatable);
      const { sql, values } = set(column, valueFor(column, random, enums));
      return (await staff.query(`update ${table.name} set ${sql} where ctid = ${hiddenRow(table)}`, values))
        .rowCount;
    },
    /** What no client may read of a record they see. */
    async editInternalColumn(table) {
      if (!table.shareable || !table.internal.length) return null;
      const column = random.pick(table.internal);
      const { sql, values } = set(column, valueFor(column, random, enums));
      return (
        await staff.query(
          `update ${table.name} set ${sql} where ctid = (select ctid from ${table.name} where shared order by random() limit 1)`,
          values,
        )
      ).rowCount;
    },
    async deleteHidden(table) {
      if (!table.shareable || !table.deletable || random.next() < 0.7) return null;
      return (await staff.query(`delete from ${table.name} where ctid = ${hiddenRow(table)}`)).rowCount;
    },
    /** The flag of a record that its parent hides. */
    async flip(table) {
      if (!table.insertable.some((column) => column.name === 'visibility') || !table.shareable) return null;
      const flag = random.pick(['client_visible', 'internal_only']);
      const { rows } = await staff.query<{ shared: boolean }>(
        `update ${table.name} set visibility = $1 where ctid = ${hiddenRow(table)} returning shared`,
        [flag],
      );
      if (rows.some(({ shared }) => shared)) throw new Error('this one would be shared');
      return rows.length;
    },
    /** Tables no client reads at all: defaults, members. */
    async editUnshareable(table) {
      if (table.shareable || !table.updatable.length) return null;
      const columns = table.updatable.filter((one) => one.type !== 'uuid');
      if (table.name === 'app.project' || columns.length === 0) return null;
      const column = random.pick(columns);
      const { sql, values } = set(column, valueFor(column, random, enums));
      return (
        await staff.query(
          `update ${table.name} set ${sql} where ctid = (select ctid from ${table.name} order by random() limit 1)`,
          values,
        )
      ).rowCount;
    },
  };

  const names = Object.keys(kinds);
  await staff.query('select setseed($1)', [random.next()]);
  let made = 0;
  for (let attempt = 0; made < count && attempt < count * 20; attempt += 1) {
    const kind = random.pick(names);
    await staff.query('begin');
    await staff.query(`select set_config('role', 'staff', true), set_config('app.session', $1, true)`, [
      token,
    ]);
    try {
      const changed = await kinds[kind]?.(random.pick(tables));
      await staff.query('commit');
      if (!changed) continue;
      made += 1;
      done[kind] = (done[kind] ?? 0) + 1;
    } catch {
      await staff.query('rollback');
    }
  }
  if (made < count) throw new Error(`only ${made} of ${count} internal changes took effect`);
  return done;
}
