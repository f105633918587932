/** The file that `npm run db:types` writes of a table: whoever reads it alone knows the table's whole law. */
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { describeLaw, driftOf, readLaw, writeLaw } from '../../db/schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const PLANTED = `
  set role portal_owner;
  create table app.planted_kind (id uuid primary key);
  create table app.planted (
    tenant_id uuid not null default gen_random_uuid(),
    id uuid not null,
    kind_id uuid not null references app.planted_kind (id) on update cascade on delete restrict,
    due_on app.day,
    words text not null default 'it''s',
    amount integer constraint amount_is_small check (amount < 1000),
    doubled integer generated always as (amount * 2) stored,
    primary key (tenant_id, id)
  );
  create table app.planted_child (tenant_id uuid, id uuid, foreign key (tenant_id, id) references app.planted on delete cascade);
  create unique index planted_words on app.planted (lower(words)) where amount > 0;
  comment on table app.planted is 'Grows in tests.';
  comment on column app.planted.amount is 'In seeds.';
  alter table app.planted alter column words set statistics 0;
  alter table app.planted enable row level security;
  alter table app.planted force row level security;
  grant select (id, words) on app.planted to client;
  grant select, insert on app.planted to staff;
  create policy staff_select on app.planted for select to staff using (tenant_id = (select app.staff_tenant()));
  create policy floor on app.planted as restrictive for all to public
    using (current_user in ('staff', 'staff_sign_in', 'worker', 'definer_comment', 'definer_receipt', 'definer_number', 'definer_search', 'definer_log'));
  comment on policy floor on app.planted is 'Holds for everybody.';
  create function app.planted_first() returns trigger language plpgsql as $$ begin new.words := 'first'; return new; end $$;
  create function app.planted_then() returns trigger language plpgsql security definer as $$ begin return new; end $$;
  comment on function app.planted_then() is 'Does nothing, late.';
  create trigger step_2 before insert on app.planted for each row execute function app.planted_then();
  create trigger step_1 before insert on app.planted for each row execute function app.planted_first();
  create trigger a_log after insert on app.planted for each row execute function app.planted_then('x');
  create trigger b_start before insert on app.planted execute function app.planted_first();
  create trigger "Z end" after update of words on app.planted execute function app.planted_first();
  create view app.planted_view with (security_invoker) as select p.id from app.planted p;
  grant select on app.planted_view to staff;
  grant execute on function app.planted_then() to worker;
  reset role;
  alter function app.planted_then() owner to definer_log`;

let database: TestDatabase;
let admin: PoolClient;
let law: Map<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = await database.admin.connect();
  await admin.query(PLANTED);
  law = await describeLaw(admin);
});
afterAll(async () => {
  admin.release();
  await database.drop();
});

describe("a planted table's file", () => {
  const text = () => law.get('app/planted.sql')!;

  test.each([
    ['the comment', '-- Grows in tests.'],
    ['a column with its default', "  words text not null default 'it''s'::text,"],
    ['a comment of a column', '  -- In seeds.\n  amount integer,'],
    ['a domain', '  -- app.day is a domain over date.\n  due_on app.day,'],
    ['a generated column', '  doubled integer generated always as (amount * 2) stored,'],
    ['the primary key', '  constraint planted_pkey PRIMARY KEY (tenant_id, id),'],
    ['a check', '  constraint amount_is_small CHECK (amount < 1000),'],
    [
      'a foreign key with its actions',
      '  constraint planted_kind_id_fkey FOREIGN KEY (kind_id) REFERENCES app.planted_kind(id) ON UPDATE CASCADE\n    ON DELETE RESTRICT\n',
    ],
    [
      'the tables that refer to it',
      '-- app.planted_child: FOREIGN KEY (tenant_id, id) REFERENCES app.planted(tenant_id, id) ON DELETE CASCADE\n',
    ],
    [
      'an index',
      'CREATE UNIQUE INDEX planted_words ON app.planted USING btree (lower(words)) WHERE (amount > 0);',
    ],
    ['statistics that are off', 'alter table app.planted alter column words set statistics 0;'],
    ['the owner', 'alter table app.planted owner to portal_owner;'],
    [
      'row security',
      'alter table app.planted enable row level security;\nalter table app.planted force row level security;',
    ],
    ['a grant of columns', 'grant select (id, words) on app.planted to client;'],
    ['grants of the table', 'grant select on app.planted to staff;\ngrant insert on app.planted to staff;'],
    [
      'a policy',
      'create policy staff_select on app.planted for select to staff\n  using (tenant_id = (SELECT app.staff_tenant()));',
    ],
    [
      'a restrictive policy',
      'create policy floor on app.planted as restrictive for all to public\n  using (',
    ],
    ['a comment of a policy', "comment on policy floor on app.planted is 'Holds for everybody.';"],
    ['the body of a function', "AS $function$ begin new.words := 'first'; return new; end $function$;"],
    [
      'a function of the owner, with who may execute it',
      '-- Does nothing, late.\n-- app.planted_then() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: worker.',
    ],
    [
      'a function of whoever changes the row',
      '-- app.planted_first() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it.',
    ],
  ])('says %s', (_, line) => {
    expect(text()).toContain(line);
  });

  test('has the triggers in the order in which they fire, each function once', () => {
    expect(text().match(/^-- \d+\. .*$/gm)).toEqual([
      '-- 1. before the statement: b_start',
      '-- 2. before each row: step_1',
      '-- 3. before each row: step_2',
      '-- 4. after each row: a_log',
      '-- 5. after the statement: "Z end"',
    ]);
    expect(text().match(/^CREATE OR REPLACE FUNCTION \S+$/gm)).toEqual([
      'CREATE OR REPLACE FUNCTION app.planted_first()',
      'CREATE OR REPLACE FUNCTION app.planted_then()',
    ]);
    expect(text()).toContain(
      "CREATE TRIGGER a_log AFTER INSERT ON app.planted FOR EACH ROW EXECUTE FUNCTION app.planted_then('x');",
    );
  });

  test('has no line that is too long for a screen', () => {
    expect(
      text()
        .split('\n')
        .filter((line) => line.length > 120),
    ).toEqual([]);
  });

  test('a view has one as well', () => {
    expect(law.get('app/planted_view.sql')).toContain(
      'create view app.planted_view with (security_invoker=true) as\n',
    );
    expect(law.get('app/planted_view.sql')).toContain('grant select on app.planted_view to staff;');
  });
});

test('functions, types and roles are in files of their own', () => {
  expect(law.get('roles.sql')).toContain('create role client_app login noinherit;');
  expect(law.get('roles.sql')).toContain('grant client to client_app;');
  expect(law.get('roles.sql')).toContain('create event trigger refuse_ddl_by_logins');
  expect(law.get('roles.sql')).toMatch(/grant usage on schema app to auditor, client,/);
  expect(law.get('app/types.sql')).toContain(
    "create type app.visibility as enum ('client_visible', 'internal_only');",
  );
  expect(law.get('app/types.sql')).toContain('create domain app.day as date');
  expect(law.get('app/functions.sql')).toContain('CREATE OR REPLACE FUNCTION app.refuse_ddl()');
  expect(law.get('app/functions.sql')).not.toContain('app.planted_first()');
});

test('the files of the repository are brought up to it: stale ones rewritten, missing ones made, those of tables that are gone deleted', async () => {
  const folder = mkdtempSync(join(inject('cluster').directory, 'schema-'));
  writeLaw(law, folder);
  expect(readLaw(folder)).toEqual(new Map([...law].toSorted()));

  await admin.query(
    'drop table app.planted_child; create table app.planted_other (id uuid); comment on table app.planted is null',
  );
  const now = await describeLaw(admin);
  const drift = [
    { path: 'app/planted.sql', is: 'stale' },
    { path: 'app/planted_child.sql', is: 'surplus' },
    { path: 'app/planted_other.sql', is: 'missing' },
  ];
  const sorted = (found: ReturnType<typeof driftOf>) => found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  expect(sorted(driftOf(readLaw(folder), now))).toEqual(drift);
  expect(sorted(writeLaw(now, folder))).toEqual(drift);
  expect(existsSync(join(folder, 'app/planted_child.sql'))).toBe(false);
  expect(readFileSync(join(folder, 'app/planted.sql'), 'utf8')).toContain('-- It has no comment.');
  expect(writeLaw(now, folder)).toEqual([]);
});
