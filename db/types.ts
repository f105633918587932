/**
 * `npm run db:types`: Kysely types by role out of the catalog's grants, so that a column a role may not read is a
 * compile error in its procedures.
 *
 *   node db/types.ts            rewrite db/types
 *   node db/types.ts --check    exit 1 when they are stale
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import * as prettier from 'prettier';
import { withScratchDatabase } from './scratch.ts';

const directory = join(import.meta.dirname, 'types');

/** Each file, and the roles whose databases it describes. */
const files: Record<string, Record<string, string>> = {
  'client.ts': { client: 'ClientDatabase' },
  'staff.ts': { staff: 'StaffDatabase' },
  'worker.ts': { worker: 'WorkerDatabase' },
};

const scalars: Record<string, string> = {
  jsonb: 'unknown',
  uuid: 'string',
  text: 'string',
  name: 'string',
  integer: 'number',
  smallint: 'number',
  bigint: 'string',
  'double precision': 'number',
  boolean: 'boolean',
  // The pools leave dates and moments as text: YYYY-MM-DD and ISO 8601.
  'timestamp with time zone': 'string',
  'app.day': 'string',
  'app.seen_text': 'string',
  numeric: 'string',
  tsvector: 'string',
  bytea: 'Buffer',
};

type Column = {
  table: string;
  column: string;
  type: string;
  enumName: string | null;
  nullable: boolean;
  optional: boolean;
  select: boolean;
  insert: boolean;
  update: boolean;
};

const pascal = (name: string) => name.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

async function readColumns(database: pg.ClientBase, role: string): Promise<Column[]> {
  const { rows } = await database.query<Column>(
    `select c.oid::regclass::text as table, a.attname as column, format_type(a.atttypid, null) as type,
            (select e.typname from pg_type e where e.typtype = 'e' and e.oid in (t.oid, t.typelem)) as "enumName",
            not a.attnotnull as nullable, not a.attnotnull or a.atthasdef or a.attname = 'visibility' as optional,
            has_column_privilege($1, c.oid, a.attnum, 'select') as select,
            has_column_privilege($1, c.oid, a.attnum, 'insert') as insert,
            has_column_privilege($1, c.oid, a.attnum, 'update') as update
       from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       join pg_type t on t.oid = a.atttypid
      where c.relkind in ('r', 'v') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
      order by c.oid::regclass::text collate "C", a.attnum`,
    [role],
  );
  return rows.filter((row) => row.select || row.insert || row.update);
}

function typeOf({ type, enumName, nullable }: Column): string {
  const isArray = type.endsWith('[]');
  const base = enumName ? pascal(enumName) : scalars[isArray ? type.slice(0, -2) : type];
  if (!base) throw new Error(`db/types.ts knows no TypeScript type for ${type}`);
  return `${base}${isArray ? '[]' : ''}${nullable ? ' | null' : ''}`;
}

function columnType(column: Column): string {
  const type = typeOf(column);
  const select = column.select ? type : 'never';
  const insert = column.insert ? (column.optional ? `${type} | undefined` : type) : 'never';
  const update = column.update ? type : 'never';
  return select === insert && insert === update ? select : `ColumnType<${select}, ${insert}, ${update}>`;
}

const banner =
  '// Generated from the grants of the migrated database by `npm run db:types`. Do not edit.\n\n';

function describeDatabase(name: string, columns: readonly Column[]): string {
  const tables = [...Map.groupBy(columns, (column) => column.table)].map(
    ([table, own]) =>
      `'${table}': {\n${own.map((column) => `${column.column}: ${columnType(column)};`).join('\n')}\n};`,
  );
  return `export type ${name} = {\n${tables.join('\n')}\n};\n`;
}

async function generate(database: pg.ClientBase): Promise<Map<string, string>> {
  const generated = new Map<string, string>();
  const { rows: enums } = await database.query<{ name: string; labels: string[] }>(
    `select t.typname as name, array_agg(e.enumlabel::text order by e.enumsortorder) as labels
       from pg_type t join pg_enum e on e.enumtypid = t.oid
      where t.typnamespace = 'app'::regnamespace group by t.typname order by t.typname collate "C"`,
  );
  generated.set(
    'enums.ts',
    enums
      .map(
        ({ name, labels }) =>
          `export type ${pascal(name)} = ${labels.map((label) => `'${label}'`).join(' | ')};\n`,
      )
      .join('\n'),
  );
  for (const [file, roles] of Object.entries(files)) {
    let text = '';
    for (const [role, name] of Object.entries(roles))
      text += describeDatabase(name, await readColumns(database, role));
    const used = enums
      .map(({ name }) => pascal(name))
      .filter((name) => new RegExp(`\\b${name}\\b`).test(text));
    generated.set(
      file,
      `import type { ColumnType } from 'kysely';\nimport type { ${used.join(', ')} } from './enums';\n\n${text}`,
    );
  }
  return generated;
}

if (import.meta.main) {
  const check = process.argv.includes('--check');
  const generated = await withScratchDatabase(generate);
  const stale: string[] = [];
  mkdirSync(directory, { recursive: true });
  for (const [file, text] of generated) {
    const path = join(directory, file);
    const options = await prettier.resolveConfig(path);
    const formatted = await prettier.format(banner + text, { ...options, filepath: path });
    if (existsSync(path) && readFileSync(path, 'utf8') === formatted) continue;
    stale.push(file);
    if (!check) writeFileSync(path, formatted);
  }
  if (check && stale.length) {
    console.error(
      `Stale: db/types/${stale.join(', db/types/')}. Run "npm run db:types" and commit the result.`,
    );
    process.exit(1);
  }
}
