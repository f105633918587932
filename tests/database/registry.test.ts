/** The migration that `npm run db:policies -- --new` writes where the registry has changed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { announcerOf } from '../../db/law/announcing.ts';
import { compareWithRegistry } from '../../db/law/compare.ts';
import { writeMigration } from '../../db/law/new-migration.ts';
import { migrate } from '../../db/migrate.ts';
import { type Table, tables } from '../../db/policies.ts';
import { describeLaw } from '../../db/schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { announce, byOwner, changes, create, mine, named, planted, project, silence } from './planted.ts';

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
  let statements: Map<string, string>;
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
       alter trigger announce_insert on ${BY_HAND} rename to announce_by_hand;
       grant select on ${STRAY} to client`,
    );
    file = await writeMigration(client, after, 'as_registered', migrations);
    const text = readFileSync(join(migrations, file!), 'utf8');
    const [, body] = /set role portal_owner;\n\n([^]*)\n\nreset role;\n$/.exec(text)!;
    statements = new Map(
      body!.split(/\n\n(?=-- )/).map((part) => {
        const [, name, rest] = /^-- (\S+)\n([^]*)$/.exec(part)!;
        return [name!, rest!];
      }),
    );
    applied = await migrate(url, { directory: migrations });
    law = await describeLaw(client);

    const anew = after.filter(({ name }) => !tables.some((table) => table.name === name));
    const fresh = project(after, byOwner(...anew.map(({ name }) => create(name))));
    const announcers = anew.map(({ name }) => `drop function if exists ${announcerOf(name)}();`).join(' ');
    await client.query(
      `begin; drop table ${anew.map(({ name }) => name).join(', ')}; ${announcers} ${fresh.planted()}`,
    );
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
      expect(statements.get(name) ?? '').toBe(named(expected, name));
      expectLaw(name).toBe(asFromTheStart(name));
    },
  );

  test('says nothing of tables that have not changed', () => {
    const changed = changes.flatMap(([, , expected], index) => (expected.length ? names[index]! : []));
    expect([...statements.keys()].toSorted()).toEqual([...changed, GONE, BY_HAND, BARE, STRAY].toSorted());
  });

  test('takes all rights from a table that is gone from the registry', () => {
    expect(statements.get(GONE)).toBe(
      named(
        [
          ...silence,
          'revoke select (id, title) on TABLE from client;',
          'revoke select on TABLE from staff;',
          'revoke update (title, "position") on TABLE from staff;',
          'revoke select (id) on TABLE from worker;',
          'drop policy client_select on TABLE;',
          'drop policy floor on TABLE;',
          'drop policy staff_select on TABLE;',
          'drop policy staff_update on TABLE;',
          'drop policy worker_select on TABLE;',
        ],
        GONE,
      ),
    );
    expectLaw(GONE).toContain('force row level security;');
    expectLaw(GONE).not.toMatch(/^(grant|create policy|CREATE TRIGGER)/m);
  });

  test('closes a table that never was in it', () => {
    expect(statements.get(STRAY)).toBe(
      named(
        [
          'alter table TABLE enable row level security;',
          'alter table TABLE force row level security;',
          'revoke select on TABLE from client;',
        ],
        STRAY,
      ),
    );
  });

  test('mends what was made otherwise by hand', () => {
    const whole = "shared or current_user in ('staff', 'worker')";
    const linesOf = (text: string) => text.split('\n').toSorted();
    expect(linesOf(statements.get(BY_HAND) ?? '')).toEqual(
      linesOf(
        named(
          [
            'alter table TABLE enable row level security;',
            'alter table TABLE force row level security;',
            ...silence.map((statement) => statement.replace('announce_insert', 'announce_by_hand')),
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
            ...announce(),
          ],
          BY_HAND,
        ),
      ),
    );
    expectLaw(BY_HAND).toBe(asFromTheStart(BY_HAND));
  });

  test('holds the whole law of a table that an earlier one created without', () => {
    expect(statements.get(BARE)).toMatch(new RegExp(`^alter table ${BARE} enable row level security;`));
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
