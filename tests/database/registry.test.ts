/** What `npm run db:policies` makes of a registry that has changed: blocks of migrations that are not frozen, and a new migration. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freeze } from '../../db/frozen.ts';
import { staleBlocks, writeBlocks } from '../../db/law/blocks.ts';
import { compareWithRegistry } from '../../db/law/compare.ts';
import { writeMigration } from '../../db/law/new-migration.ts';
import { migrate } from '../../db/migrate.ts';
import { type Table, tables } from '../../db/policies.ts';
import { describeLaw } from '../../db/schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const PLANTED = '20991231000000_planted.sql';
const mine = 'tenant_id = (select app.staff_tenant())';

const planted = {
  name: 'app.planted',
  floor: 'shared',
  announces: 'projects',
  client: { columns: ['id', 'title'], where: 'shared' },
  roles: {
    staff: {
      select: { where: mine },
      update: { where: mine, leaves: `${mine} and not shared`, columns: ['title', 'position'] },
    },
    worker: { select: { where: 'true', columns: ['id'] } },
  },
} satisfies Table;

const create = (name: string, marker = `-- policies: ${name}\n`) =>
  `create table ${name} (tenant_id uuid, id uuid, title text, "position" integer, shared boolean);\n${marker}`;
const byOwner = (...statements: string[]) => `set role portal_owner;\n${statements.join('')}reset role;\n`;

/** The project's migrations, with one that plants tables by this registry, in a folder of their own. */
function project(registry: readonly Table[], text: string) {
  const supabase = mkdtempSync(join(inject('cluster').directory, 'registry-'));
  const migrations = join(supabase, 'migrations');
  cpSync(join(import.meta.dirname, '../../supabase/migrations'), migrations, { recursive: true });
  writeFileSync(join(supabase, 'frozen.json'), '{}');
  writeFileSync(join(migrations, PLANTED), text);
  writeBlocks(registry, supabase);
  return { supabase, migrations, planted: () => readFileSync(join(migrations, PLANTED), 'utf8') };
}

const announce = (...words: string[]) =>
  'create trigger announce after insert or update or delete on TABLE\n' +
  `  for each row execute function app.announce(${words.map((word) => `'${word}'`).join(', ')});`;
const floor = (condition: string) =>
  `alter policy floor on TABLE\n  using (${condition})\n  with check (${condition});`;

const { staff, worker } = planted.roles;
/** Changes of the registry, with the statements that follow; TABLE is the name of the table. */
const changes: [string, Partial<Table>, string[]][] = [
  [
    'a column more for clients, which is announced',
    { client: { ...planted.client, columns: ['id', 'position', 'title'] } },
    [
      'drop trigger announce on TABLE;',
      'grant select ("position") on TABLE to client;',
      announce('projects', 'id', 'position', 'title'),
    ],
  ],
  [
    'a column less',
    { roles: { staff: { ...staff, update: { ...staff.update, columns: ['title'] } }, worker } },
    ['revoke update ("position") on TABLE from staff;'],
  ],
  [
    'another column',
    { roles: { staff, worker: { select: { where: 'true', columns: ['title'] } } } },
    ['revoke select (id) on TABLE from worker;', 'grant select (title) on TABLE to worker;'],
  ],
  [
    'columns in place of the table',
    { roles: { staff: { ...staff, select: { where: mine, columns: ['id', 'tenant_id'] } }, worker } },
    ['revoke select on TABLE from staff;', 'grant select (tenant_id, id) on TABLE to staff;'],
  ],
  [
    'the table in place of columns',
    { roles: { staff, worker: { select: { where: 'true' } } } },
    ['revoke select (id) on TABLE from worker;', 'grant select on TABLE to worker;'],
  ],
  [
    'another condition',
    { roles: { staff: { ...staff, select: { where: `${mine} and shared` } }, worker } },
    [`alter policy staff_select on TABLE\n  using (${mine} and shared);`],
  ],
  [
    'another condition on what an update leaves',
    { roles: { staff: { ...staff, update: { ...staff.update, leaves: mine } }, worker } },
    [`alter policy staff_update on TABLE\n  with check (${mine});`],
  ],
  [
    'another condition for clients',
    { client: { ...planted.client, where: "shared and title <> ''" } },
    ["alter policy client_select on TABLE\n  using (shared and title <> '');"],
  ],
  [
    'a role more',
    { roles: { ...planted.roles, definer_log: { insert: { where: 'true', columns: ['id'] } } } },
    [
      'grant insert (id) on TABLE to definer_log;',
      'create policy definer_log_insert on TABLE for insert to definer_log\n  with check (true);',
      floor("shared or current_user in ('staff', 'worker', 'definer_log')"),
    ],
  ],
  [
    'a role less',
    { roles: { staff } },
    [
      'revoke select (id) on TABLE from worker;',
      'drop policy worker_select on TABLE;',
      floor("shared or current_user in ('staff')"),
    ],
  ],
  [
    'a command more',
    { roles: { staff: { ...staff, delete: { where: mine } }, worker } },
    [
      'grant delete on TABLE to staff;',
      `create policy staff_delete on TABLE for delete to staff\n  using (${mine});`,
    ],
  ],
  [
    'a command less',
    { roles: { staff: { select: staff.select }, worker } },
    ['revoke update (title, "position") on TABLE from staff;', 'drop policy staff_update on TABLE;'],
  ],
  [
    'nothing for clients',
    { client: undefined, floor: undefined },
    [
      'drop trigger announce on TABLE;',
      'revoke select (id, title) on TABLE from client;',
      'drop policy client_select on TABLE;',
      floor("current_user in ('staff', 'worker')"),
      announce('projects'),
    ],
  ],
  ['another floor', { floor: undefined }, [floor("current_user in ('client', 'staff', 'worker')")]],
  [
    'another section that hears of changes',
    { announces: 'tickets' },
    ['drop trigger announce on TABLE;', announce('tickets', 'id', 'title')],
  ],
  ['nobody who hears of changes', { announces: undefined }, ['drop trigger announce on TABLE;']],
  [
    'nothing, where a condition is only written otherwise',
    {
      roles: { staff: { ...staff, select: { where: 'TENANT_ID = ( SELECT app.staff_tenant() )' } }, worker },
    },
    [],
  ],
];

describe('a new migration', () => {
  // A table for each change, so that one migration says them all.
  const names = changes.map((_, index) => `app.planted_${index}`);
  const [GONE, BY_HAND, BARE, STRAY] = [
    'app.planted_gone',
    'app.planted_by_hand',
    'app.planted_bare',
    'app.stray',
  ];
  const as = (name: string, change: Partial<Table> = {}): Table => ({ ...planted, ...change, name });
  const before = [...tables, ...[...names, GONE, BY_HAND].map((name) => as(name))];
  const after = [
    ...tables,
    ...changes.map(([, change], index) => as(names[index]!, change)),
    as(BY_HAND),
    as(BARE),
  ];
  const creation = byOwner(
    ...[...names, GONE, BY_HAND].map((name) => create(name)),
    create(BARE, ''),
    create(STRAY, ''),
  );

  let database: TestDatabase;
  let client: pg.Client;
  let migrations: string;
  let file: string | null;
  let applied: string[];
  /** The statements of the new migration, by table. */
  let statements: Map<string, string[]>;
  /** Each table's file as the new migration leaves it, and as it is where the registry was so from the start. */
  let law: Map<string, string>;
  let fromTheStart: Map<string, string>;
  const expectLaw = (name: string) => {
    const path = `${name.replace('.', '/')}.sql`;
    expect(law.get(path)).toContain(`create table ${name} (`);
    return expect(law.get(path));
  };
  const asFromTheStart = (name: string) => fromTheStart.get(`${name.replace('.', '/')}.sql`);

  beforeAll(async () => {
    database = await createTestDatabase();
    ({ migrations } = project(before, creation));
    const url = database.url('owner');
    await migrate(url, { directory: migrations });
    client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(
      `alter table ${BY_HAND} disable row level security;
       alter table ${BY_HAND} no force row level security;
       grant select on ${BY_HAND} to public;
       grant insert on ${BY_HAND} to worker with grant option;
       grant select on ${BY_HAND} to worker;
       drop policy floor on ${BY_HAND};
       create policy floor on ${BY_HAND} using (true) with check (true);
       create policy by_hand on ${BY_HAND} for all to worker using (true);
       alter policy worker_select on ${BY_HAND} to worker, staff;
       drop policy staff_update on ${BY_HAND};
       create policy staff_update on ${BY_HAND} for update to staff using (${mine});
       alter trigger announce on ${BY_HAND} rename to announce_by_hand;
       grant select on ${STRAY} to client`,
    );
    file = await writeMigration(client, after, 'as_registered', migrations);
    const text = readFileSync(join(migrations, file!), 'utf8');
    const [, body] = /set role portal_owner;\n\n([^]*)\n\nreset role;\n$/.exec(text)!;
    statements = new Map(
      body!.split(/\n\n(?=-- )/).map((part) => {
        const [, name, rest] = /^-- (\S+)\n([^]*)$/.exec(part)!;
        return [name!, rest!.split(/(?<=;)\n/)];
      }),
    );
    applied = await migrate(url, { directory: migrations });
    law = await describeLaw(client);

    const anew = after.filter(({ name }) => !tables.some((table) => table.name === name));
    const fresh = project(after, byOwner(...anew.map(({ name }) => create(name))));
    await client.query(`begin; drop table ${anew.map(({ name }) => name).join(', ')}; ${fresh.planted()}`);
    fromTheStart = await describeLaw(client);
    await client.query('rollback');
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  test('comes after all others, is applied, and leaves no difference', async () => {
    expect(file).toMatch(/^\d{14}_as_registered\.sql$/);
    expect(readdirSync(migrations).toSorted().at(-1)).toBe(file);
    expect(applied).toEqual([file]);
    expect(await compareWithRegistry(client, after)).toEqual(new Map());
  });

  test.each(changes.map(([what, , expected], index) => [what, names[index]!, expected] as const))(
    'says %s',
    (_, name, expected) => {
      expect(statements.get(name) ?? []).toEqual(
        expected.map((statement) => statement.replace('TABLE', name)),
      );
      expectLaw(name).toBe(asFromTheStart(name));
    },
  );

  test('says nothing of tables that have not changed', () => {
    const changed = changes.flatMap(([, , expected], index) => (expected.length ? names[index]! : []));
    expect([...statements.keys()].toSorted()).toEqual([...changed, GONE, BY_HAND, BARE, STRAY].toSorted());
  });

  test('takes all rights from a table that is gone from the registry', () => {
    expect(statements.get(GONE)).toEqual(
      [
        'drop trigger announce on TABLE;',
        'revoke select (id, title) on TABLE from client;',
        'revoke select on TABLE from staff;',
        'revoke update (title, "position") on TABLE from staff;',
        'revoke select (id) on TABLE from worker;',
        'drop policy client_select on TABLE;',
        'drop policy floor on TABLE;',
        'drop policy staff_select on TABLE;',
        'drop policy staff_update on TABLE;',
        'drop policy worker_select on TABLE;',
      ].map((statement) => statement.replace('TABLE', GONE)),
    );
    expectLaw(GONE).toContain('force row level security;');
    expectLaw(GONE).not.toMatch(/^(grant|create policy|CREATE TRIGGER)/m);
  });

  test('closes a table that never was in it', () => {
    expect(statements.get(STRAY)).toEqual([
      `alter table ${STRAY} enable row level security;`,
      `alter table ${STRAY} force row level security;`,
      `revoke select on ${STRAY} from client;`,
    ]);
  });

  test('mends what was made otherwise by hand', () => {
    const whole = "shared or current_user in ('staff', 'worker')";
    expect(statements.get(BY_HAND)?.toSorted()).toEqual(
      [
        'alter table TABLE enable row level security;',
        'alter table TABLE force row level security;',
        'drop trigger announce_by_hand on TABLE;',
        'revoke select on TABLE from public;',
        'revoke insert on TABLE from worker;',
        // Which takes those of columns along.
        'revoke select on TABLE from worker;',
        'grant select (id) on TABLE to worker;',
        'drop policy by_hand on TABLE;',
        'drop policy floor on TABLE;',
        'drop policy staff_update on TABLE;',
        'alter policy worker_select on TABLE\n  to worker;',
        `create policy staff_update on TABLE for update to staff\n  using (${mine})\n  with check (${mine} and not shared);`,
        `create policy floor on TABLE as restrictive for all to public\n  using (${whole})\n  with check (${whole});`,
        announce('projects', 'id', 'title'),
      ]
        .map((statement) => statement.replace('TABLE', BY_HAND))
        .toSorted(),
    );
    expectLaw(BY_HAND).toBe(asFromTheStart(BY_HAND));
  });

  test('holds the whole law of a table that an earlier one created without', () => {
    expect(statements.get(BARE)?.[0]).toBe(`alter table ${BARE} enable row level security;`);
    expectLaw(BARE).toBe(asFromTheStart(BARE));
  });

  test('is not written where nothing differs', async () => {
    const files = readdirSync(migrations);
    expect(await writeMigration(client, after, 'nothing', migrations)).toBeNull();
    expect(readdirSync(migrations)).toEqual(files);
  });

  test.each<[string, Partial<Table>, string, string]>([
    [
      'a table that no migration creates',
      { name: 'app.unknown' },
      'x',
      'db/policies.ts has app.unknown, which no migration creates',
    ],
    [
      'a column that is not there',
      { client: { columns: ['words'], where: 'true' } },
      'x',
      `a law of ${BARE} that cannot be made: column "words"`,
    ],
    [
      'a role that is not there',
      { roles: { somebody: { select: { where: 'true' } } } },
      'x',
      `a law of ${BARE} that cannot be made: role "somebody"`,
    ],
    ['an odd name', { floor: undefined }, '../Odd', 'not "../Odd"'],
  ])('is not written for %s', async (_, change, name, message) => {
    const files = readdirSync(migrations);
    const registry = [...after.filter((table) => table.name !== BARE), { ...as(BARE), ...change }];
    await expect(writeMigration(client, registry, name, migrations)).rejects.toThrow(message);
    expect(readdirSync(migrations)).toEqual(files);
  });

  test('that could not be applied is not written, with the reason', async () => {
    await client.query('create table app.by_superuser (id uuid)');
    await expect(writeMigration(client, after, 'x', migrations)).rejects.toThrow(
      'that cannot be applied: must be owner of table by_superuser',
    );
    await client.query('drop table app.by_superuser');
  });
});

describe('marked blocks', () => {
  const registry = [...tables, planted];
  const changed: Table[] = [...tables, { ...planted, announces: 'tickets' }];
  const block = announce('tickets', 'id', 'title').replace('TABLE', planted.name);
  const one = () => project(registry, byOwner(create(planted.name)));

  test('are rewritten where the migration is not frozen', () => {
    const { supabase, planted: text } = one();
    expect([...staleBlocks(registry, supabase).keys()]).toEqual([]);
    expect([...staleBlocks(changed, supabase).keys()]).toEqual([PLANTED]);
    expect(text()).not.toContain(block);
    writeBlocks(changed, supabase);
    expect(text()).toContain(block);
  });

  test('stay as they are where it is', () => {
    const { supabase, planted: text } = one();
    freeze(supabase);
    const before = text();
    for (const other of [changed, tables]) {
      expect([...staleBlocks(other, supabase).keys()]).toEqual([]);
      writeBlocks(other, supabase);
    }
    expect(text()).toBe(before);
  });

  test('name tables that the registry knows', () => {
    const { supabase } = one();
    expect(() => staleBlocks(tables, supabase)).toThrow(
      `${PLANTED} asks for the policies of ${planted.name}`,
    );
  });
});
