/** Each rule of the audit names exactly the sin it is named for, and is silent about a good neighbour. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSins } from '../../db/audit.ts';
import { openHoles } from '../../db/audit/holes.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let client: PoolClient;

beforeAll(async () => {
  database = await createTestDatabase();
  client = await database.admin.connect();
});
afterAll(async () => {
  client.release();
  await database.drop();
});

/** A lawful table to sin on. */
const good = `
  create table app.deed (tenant_id uuid not null, id uuid not null, client_id uuid not null, title text not null, shared boolean not null, position int, starts_on app.day, primary key (tenant_id, id));
  comment on table app.deed is 'For tests.';
  alter table app.deed owner to portal_owner;
  alter table app.deed enable row level security; alter table app.deed force row level security;
  alter table app.deed alter column title set statistics 0;
  grant select (id, title) on app.deed to client;
  create policy client_select on app.deed for select to client using (client_id = (select app.client_section('projects')) and shared);
  create policy floor on app.deed as restrictive for all to public using (shared) with check (shared);`;

/** Of each rule: what to do for it to find something, and what it should then name. */
const sins: Record<string, [sin: string, object: string]> = {
  table_without_forced_rls: ['alter table app.deed no force row level security', 'app.deed'],
  grant_without_policy: ['grant insert on app.deed to staff', 'app.deed'],
  policy_without_grant: ['revoke select (id, title) on app.deed from client', 'app.deed'],
  policy_with_unwrapped_function: [
    `alter policy client_select on app.deed using (client_id = app.client_section('projects') and shared)`,
    'app.deed',
  ],
  policy_true_for_app_role: ['alter policy client_select on app.deed using (true)', 'app.deed'],
  policy_without_with_check: [
    'drop policy floor on app.deed; create policy floor on app.deed as restrictive for all to public using (shared)',
    'app.deed',
  ],
  more_than_one_permissive_policy: [
    'create policy second on app.deed for select to client using (shared)',
    'app.deed',
  ],
  missing_floor: ['drop policy floor on app.deed', 'app.deed'],
  client_grant_on_internal_column: ['grant select (position) on app.deed to client', 'app.deed.position'],
  client_table_grant: ['grant select on app.deed to client', 'app.deed'],
  client_write_grant: ['grant insert (title), update (title) on app.deed to client', 'app.deed'],
  public_grant: ['grant select on app.deed to public', 'table app.deed'],
  public_execute_on_dangerous_function: [
    'grant execute on function pg_catalog.set_config(text, text, boolean) to public',
    'set_config(text,text,boolean)',
  ],
  plpgsql_for_public: ['grant usage on language plpgsql to public', 'language plpgsql'],
  definer_without_fixed_search_path: ['alter function app.client_id() reset search_path', 'app.client_id()'],
  function_that_prints: ['alter function app.client_id() reset client_min_messages', 'app.client_id()'],
  trigger_at_commit: [
    'alter table app.deed add unique (tenant_id, position) deferrable initially deferred',
    'app.deed',
  ],
  identity_under_a_snapshot: [
    `create or replace function app.client_id() returns uuid language plpgsql stable security definer
       set search_path = pg_catalog, pg_temp set client_min_messages = error
       as 'begin return (select s.client_id from identity.client_session s limit 1); end'`,
    'app.client_id()',
  ],
  definer_owned_by_powerful_role: ['alter function app.client_id() owner to portal_owner', 'app.client_id()'],
  login_with_too_much_power: ['alter role client_app bypassrls', 'role client_app'],
  login_with_own_defaults: ["alter role client_app set statement_timeout = '1ms'", 'role client_app'],
  owner_can_log_in: ['alter role portal_owner login', 'role portal_owner'],
  role_reaching_two_realms: [
    'grant select on identity.client_credential to staff_sign_in',
    'identity.client_credential',
  ],
  foreign_key_without_tenant: [
    'alter table app.deed add foreign key (client_id) references app.client (id)',
    'app.deed',
  ],
  unindexed_foreign_key: [
    'alter table app.deed add foreign key (tenant_id, client_id) references app.client (tenant_id, id)',
    'app.deed',
  ],
  table_without_tenant_id: ['alter table app.deed drop column tenant_id', 'app.deed'],
  day_without_bounds: ['alter table app.deed add due_on date', 'app.deed.due_on'],
  table_without_comment: ['comment on table app.deed is null', 'app.deed'],
  view_without_security_invoker: ['create view app.deeds as select id from app.deed', 'app.deeds'],
  leakproof_function: [
    'alter function app.nth_number(integer, boolean) leakproof',
    'app.nth_number(integer,boolean)',
  ],
  statistics_on_shared_columns: [
    'alter table app.deed alter column title set statistics 100',
    'app.deed.title',
  ],
  text_not_normalized: [
    'alter table app.deed add column body text; grant insert (body) on app.deed to staff',
    'app.deed.body',
  ],
  unreadable_text: [
    'create or replace function app.reads_every_script() returns boolean language sql return false',
    'database',
  ],
  ddl_event_trigger_missing: [
    'alter event trigger refuse_ddl_by_logins disable',
    'event trigger refuse_ddl_by_logins',
  ],
};

test('the migrated database has none of these sins', async () => {
  expect(await findSins(client)).toEqual([]);
});

test('every rule is tried', () => {
  const rules = readdirSync(join(import.meta.dirname, '../../db/audit')).filter((file) =>
    file.endsWith('.sql'),
  );
  expect(rules.map((file) => file.replace('.sql', '')).sort()).toEqual(Object.keys(sins).sort());
});

test.each(Object.entries(sins))('%s', async (rule, [sin, object]) => {
  await client.query('begin');
  try {
    await client.query(good);
    expect(await findSins(client)).toEqual([]);
    await client.query(sin);
    const found = (await findSins(client)).filter((finding) => finding.rule === rule);
    const named = object === 'database' ? `database ${database.name}` : object;
    expect([...new Set(found.map((finding) => finding.object))]).toEqual([named]);
  } finally {
    await client.query('rollback');
  }
});

test.each([
  ['a date', 'alter table app.task alter column due_on set statistics 100', 'app.task.due_on'],
  ['an expression', 'create index deed_by_title on app.deed (lower(title))', 'app.deed_by_title, column 1'],
  [
    'several columns',
    'create statistics app.of_deeds on id, title from app.deed',
    'app.deed, statistics of_deeds',
  ],
  [
    'what was gathered before',
    `alter table app.deed alter column title set statistics 100; insert into app.deed values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'x', true);
     analyze app.deed; alter table app.deed alter column title set statistics 0`,
    'app.deed.title',
  ],
])('statistics_on_shared_columns: %s', async (_, sin, object) => {
  await client.query('begin');
  try {
    await client.query(good);
    await client.query(sin);
    const found = (await findSins(client)).filter(({ rule }) => rule === 'statistics_on_shared_columns');
    expect(found.map((finding) => finding.object)).toEqual([object]);
  } finally {
    await client.query('rollback');
  }
});

/** Columns and whole tables that are internal by name, one at a time: each is a sin of its own. */
const internal = [
  ...[
    'app.task.labels',
    'app.task.visible',
    'app.task.sprint_visible',
    'app.task.starts_on',
    'app.epic.starts_on',
    'app.task.estimate_minutes',
    'app.task.assignee_staff_id',
  ],
  ...['app.milestone_change.reason', 'app.visibility_log.reason', 'app.visibility_log.seen'],
  ...[
    'app.time_entry.minutes',
    'app.task_estimate_change.to_minutes',
    'app.time_entry.decision_reason',
    'app.time_entry.decided_by',
    'app.time_entry.spent_on',
  ],
  ...[
    'app.ticket.level',
    'app.ticket.assignee_staff_id',
    'app.ticket.breach_at',
    'app.ticket.at_risk_at',
    'app.ticket.missed_at',
    'app.ticket.sla_policy_id',
    'app.ticket.raised_by_staff_id',
    'app.ticket.internal_number',
    'app.ticket.request_id',
    'app.ticket.search',
    'app.ticket.project_shared',
    'app.ticket.created_at',
    'app.ticket.resolved_at',
    'app.ticket.closed_at',
    'app.message.visibility',
    'app.message.author_staff_id',
    'app.message.moved_from_id',
    'app.message.search',
    'app.message.created_at',
    'app.ticket_event.to_level',
    'app.ticket_event.was_shared',
    'app.ticket_event.actor_client_user_id',
    'app.attachment.scan_result',
    'app.attachment.visibility',
    'app.attachment.visible',
    'app.attachment.project_shared',
    'app.job_type.level',
    'app.upload.client_id',
    'app.text.created_at',
  ],
  ...['app.sprint_capacity.hours', 'app.task_dependency.depends_on_id', 'app.saved_filter.query'],
  ...[
    'identity.client_session.viewer_session',
    'identity.client_session.viewer_staff_id',
    'identity.client_session.view_id',
  ],
];
const internalTables = [
  ...[
    'task_sprint_change',
    'task_estimate_change',
    'task_dependency',
    'sprint_capacity',
    'time_entry',
    'saved_filter',
    'read_receipt',
    'client_view',
    'contract_support',
    'contract_member',
    'sla_policy',
    'escalation_step',
    'macro',
    'saved_view',
    'ticket_note',
    'text_revision',
    'ticket_sla',
    'outbox',
    'job',
    'sla_breach',
    'escalation',
    'record',
  ],
].map((name) => `app.${name}`);

test.each(internal)('client_grant_on_internal_column: %s', async (column) => {
  const at = column.lastIndexOf('.');
  expect(
    await objectsOf(`grant select (${column.slice(at + 1)}) on ${column.slice(0, at)} to client`),
  ).toContain(column);
});

test.each(internalTables)('client_grant_on_internal_column: any column of %s', async (table) => {
  expect(await objectsOf(`grant select (tenant_id) on ${table} to client`)).toContain(table);
});

/** What the rule finds after a grant that the migrated database has not. */
async function objectsOf(sin: string): Promise<string[]> {
  await client.query('begin');
  try {
    await client.query(sin);
    const found = (await findSins(client)).filter(({ rule }) => rule === 'client_grant_on_internal_column');
    return found.map(({ object }) => object);
  } finally {
    await client.query('rollback');
  }
}

test('a server’s open holes are those that its minor release has not closed', () => {
  const names = (version: number) => openHoles(version).map(({ cve }) => cve);
  expect(names(180004)).toContain('CVE-2026-116311');
  expect(names(150019)).not.toContain('CVE-2026-14666');
  expect(names(150020)).toEqual([]);
});
