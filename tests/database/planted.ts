/** A table that tests plant beside those of the project, and ways in which its law may change. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { announcerOf, createAnnouncing } from '../../db/law/announcing.ts';
import { writeBlocks } from '../../db/law/blocks.ts';
import type { Table } from '../../db/policies.ts';

export const PLANTED = '20991231000000_planted.sql';
export const mine = 'tenant_id = (select app.staff_tenant())';

export const planted = {
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

export const create = (name: string, marker = `-- policies: ${name}\n`) =>
  `create table ${name} (tenant_id uuid, id uuid, title text, "position" integer, shared boolean);\n${marker}`;
export const byOwner = (...statements: string[]) =>
  `set role portal_owner;\n${statements.join('')}reset role;\n`;

/** The project's migrations, with one that plants tables by this registry, in a folder of their own. */
export function project(registry: readonly Table[], text: string) {
  const supabase = mkdtempSync(join(inject('cluster').directory, 'registry-'));
  const migrations = join(supabase, 'migrations');
  cpSync(join(import.meta.dirname, '../../supabase/migrations'), migrations, { recursive: true });
  // The planted migration is not frozen: its law alone is written.
  cpSync(join(import.meta.dirname, '../../supabase/frozen.json'), join(supabase, 'frozen.json'));
  writeFileSync(join(migrations, PLANTED), text);
  writeBlocks(registry, supabase);
  return { supabase, migrations, planted: () => readFileSync(join(migrations, PLANTED), 'utf8') };
}

/** The statements by which a table with other entries in the registry announces its changes; TABLE and ANNOUNCER stand for the names. */
export const announce = (changes: Partial<Table> = {}): string[] =>
  createAnnouncing({ ...planted, ...changes }).map((text) =>
    text.replaceAll(announcerOf(planted.name), 'ANNOUNCER').replaceAll(planted.name, 'TABLE'),
  );
export const silence = [
  ...['delete', 'insert', 'update'].map((event) => `drop trigger announce_${event} on TABLE;`),
  'drop function ANNOUNCER();',
];
/** Statements with the names of a table put in, as one text. */
export const named = (statements: readonly string[], table: string) =>
  statements.join('\n').replaceAll('TABLE', table).replaceAll('ANNOUNCER', announcerOf(table));
const floor = (condition: string) =>
  `alter policy floor on TABLE\n  using (${condition})\n  with check (${condition});`;

const { staff, worker } = planted.roles;
/** Changes of the registry, with the statements that follow; TABLE is the name of the table. */
export const changes: [string, Partial<Table>, string[]][] = [
  [
    'a column more for clients, which is announced',
    { client: { ...planted.client, columns: ['id', 'position', 'title'] } },
    [
      ...silence,
      'grant select ("position") on TABLE to client;',
      ...announce({ client: { ...planted.client, columns: ['id', 'position', 'title'] } }),
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
      ...silence,
      'revoke select (id, title) on TABLE from client;',
      'drop policy client_select on TABLE;',
      floor("current_user in ('staff', 'worker')"),
      ...announce({ client: undefined }),
    ],
  ],
  ['another floor', { floor: undefined }, [floor("current_user in ('client', 'staff', 'worker')")]],
  [
    'another section that hears of changes',
    { announces: 'tickets' },
    [...silence, ...announce({ announces: 'tickets' })],
  ],
  ['nobody who hears of changes', { announces: undefined }, silence],
  [
    'nothing, where a condition is only written otherwise',
    {
      roles: { staff: { ...staff, select: { where: 'TENANT_ID = ( SELECT app.staff_tenant() )' } }, worker },
    },
    [],
  ],
];
