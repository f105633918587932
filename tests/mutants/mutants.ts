/**
 * What can go wrong with the law, one small change each: a policy gone or true or halved, a grant too wide, a check cut out
 * of a function. Read from the catalog, so that a new table, policy or trigger is mutated without being listed.
 */
import type { ClientBase } from 'pg';
import { announcerOf } from '../../db/law/announcing.ts';
import { tables } from '../../db/policies.ts';

export type Mutant = {
  name: string;
  sql: string;
  /** The file of tests/policies that has to go red. */
  file: string;
};

const fileOf = (table: string) => table.split('.')[1] ?? table;

type Policy = { table: string; name: string; using: string | null; check: string | null };

const lowerRole: Record<string, string> = {
  owner: 'manager',
  manager: 'contributor',
  contributor: 'reviewer',
  reviewer: 'observer',
};

/** What stands before and after the last AND of a deparsed condition that is no part of a part; null where there is none. */
function halvesOf(condition: string): [string, string] | null {
  if (!condition.startsWith('(') || !condition.endsWith(')')) return null;
  const inner = condition.slice(1, -1);
  let depth = 0;
  let last = -1;
  for (let at = 0; at < inner.length; at += 1) {
    const character = inner[at];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (depth === 0 && inner.startsWith(' AND ', at)) last = at;
  }
  return last < 0 ? null : [inner.slice(0, last), inner.slice(last + ' AND '.length)];
}

/** Definers whose functions have their tests in one place, whatever table the policy is on. */
const testedWith: Record<string, string> = {
  definer_view: 'client_view',
  definer_receipt: 'read_receipt',
  definer_comment: 'text',
  definer_ticket: 'ticket_functions',
  definer_file: 'upload',
  definer_retry: 'job',
  definer_time: 'time_entry',
  definer_search: 'ticket_search',
};

/** Policies whose tests are in another file than their table's: by definer and table. */
const testedIn: Record<string, string> = {
  // Whose tickets the worker is told of, with the terms that changed.
  'definer_outbox app.ticket': 'contract_support',
  // When work begins is asked for a day on which time is spent.
  'definer_time app.project': 'time_days',
  'definer_time app.contract': 'time_days',
  // Whom a withdrawal names is tested with who has read what.
  'definer_log app.client_user': 'read_receipt',
  // What a function reads of records for a client user is one law, whatever the function.
  'definer_ticket app.record': 'record',
  'definer_comment app.record': 'record',
  'definer_receipt app.record': 'record',
  // A project's flag, where its epics are counted.
  'definer_log app.project': 'epic',
  // Which contracts somebody reaches is tested with the functions that say it.
  'definer_identity app.contract': 'functions',
  'definer_identity app.contract_client': 'functions',
  // With the other narrow roles on tickets.
  'definer_view app.ticket': 'ticket',
  // Which ids of files are known is asked for uploads and attachments at once, and the outbox becomes jobs.
  'definer_work app.attachment': 'upload',
  'definer_work app.job': 'outbox',
};

/** Updates whose role may write no column that the check names: that it says the same as the condition is all that can be tested. */
const checkedAsFound = ['app.tenant staff_update', 'app.time_entry definer_time_update'];

function ofPolicy({ table, name, using, check }: Policy): Mutant[] {
  const definer = name.replace(/_(select|insert|update|delete)$/, '');
  const file = testedIn[`${definer} ${table}`] ?? testedWith[definer] ?? fileOf(table);
  const mutants: Mutant[] = [{ name: `drop ${table} ${name}`, sql: `drop policy ${name} on ${table}`, file }];
  for (const [kind, condition] of [
    ['using', using],
    ['with check', check],
  ] as const) {
    if (!condition || condition === 'true') continue;
    const alter = (what: string, to: string) =>
      mutants.push({
        name: `${kind} ${what} ${table} ${name}`,
        sql: `alter policy ${name} on ${table} ${kind} (${to})`,
        file: kind === 'with check' && checkedAsFound.includes(`${table} ${name}`) ? 'catalog' : file,
      });
    alter('true', 'true');
    if (name === 'floor') continue;
    const halves = halvesOf(condition);
    if (halves) {
      alter('first half', halves[0]);
      alter('second half', halves[1]);
    }
    const roles = condition.matchAll(/'(owner|manager|contributor|reviewer)'::app.project_role/g);
    for (const [index, role] of [...roles].entries())
      alter(
        index ? `lower role ${index + 1}` : 'lower role',
        condition.slice(0, role.index) +
          `'${lowerRole[role[1] ?? '']}'::app.project_role` +
          condition.slice(role.index + role[0].length),
      );
  }
  return mutants;
}

const raise = 'raise_ticket(uuid,uuid,uuid,app.ticket_priority,text,text,uuid[],uuid)';
const move = 'move_ticket(uuid,app.ticket_status)';
const reply = 'reply_to_ticket(uuid,text,uuid[],uuid)';
const rate = 'rate_ticket(uuid,integer,text)';
const lease = 'lease_jobs(app.job_kind[],integer,integer,uuid)';
const along = 'first_shared_at(text,uuid,uuid,timestamp with time zone)';
const setVisibility = 'set_visibility(uuid[],app.visibility,text)';
const moveToTicket = 'move_to_ticket(uuid,uuid,uuid[])';
const inWindow = "and (t.status not in ('resolved', 'closed') or t.reopen_until > now())";

type Cut = [functionName: string, text: string, replacement: string, file: string];

/** What says who somebody is: each of these clauses is cut out of each of these functions that has it. */
const identities = {
  functions: [
    'client_id()',
    'client_section(app.section)',
    'client_tenant()',
    'client_user_id()',
    'client_writer()',
    'client_viewer()',
    'staff_id()',
    'staff_tenant(app.tenant_role)',
    'staff_projects(app.project_role)',
    'staff_contracts(app.project_role)',
  ],
  clauses: [
    'and s.login_role = session_user',
    'and s.expires_at > statement_timestamp()',
    'and s.ends_at > statement_timestamp()',
    'and s.is_valid',
    'and s.viewer_session is null',
    'and s.active',
    'and wanted = any (s.sections)',
    'and s.role >= minimum',
    'where p.tenant_id = tenant',
    'm.tenant_id = tenant and',
    'and m.staff_member_id = staff_member',
    'and m.role >= minimum',
  ],
};

/** Clauses to cut out of the functions that policies and triggers stand on. */
const cuts: Cut[] = [
  ...identities.functions.map((name): Cut => {
    const text = "current_setting('transaction_isolation') <> 'read committed'";
    return [name, text, 'false', 'functions'];
  }),
  [
    'staff_projects(app.project_role)',
    "if tenant_role >= 'manager'",
    'if tenant_role is not null',
    'functions',
  ],
  [
    'staff_contracts(app.project_role)',
    "if tenant_role >= 'manager'",
    'if tenant_role is not null',
    'functions',
  ],
  ['staff_contracts(app.project_role)', 'where c.tenant_id = tenant', '', 'functions'],
  ['client_contracts()', "where c.client_id = app.client_section('tickets')", '', 'functions'],
  ['client_contracts()', "app.client_section('tickets')", 'app.client_id()', 'functions'],
  // Of every table that announces: the team hears of each change.
  ...tables
    .filter(({ announces }) => announces)
    .map(({ name }): Cut => {
      const announcer = `${announcerOf(name).replace('app.', '')}()`;
      return [
        announcer,
        "  if tg_op = 'INSERT' then",
        "  return null;\n  if tg_op = 'INSERT' then",
        'live_key',
      ];
    }),
  ['announce_to_client(uuid,text)', 'perform pg_notify(', 'perform concat(', 'live_key'],
  ['write_outbox()', 'record := new.ticket_id;', 'record := new.id;', 'outbox'],
  ['announce_task()', 'or (w.shared and', 'or (true and', 'live_key'],
  ['announce_task()', 'coalesce(b.shared, false) <> coalesce(w.shared, false)', 'false', 'live_key'],
  ['announce_task()', 'coalesce(b.shared, false) <> coalesce(w.shared, false)', 'true', 'live_key'],
  ['announce_task()', 'from written r where r.shared', 'from written r', 'live_key'],
  ['announce_task()', 'from before r where r.shared', 'from before r', 'live_key'],
  [
    'announce_ticket_task()',
    'using (tenant_id, ticket_id, task_id)',
    'using (tenant_id, task_id)',
    'live_key',
  ],
  ['announce_to_team(uuid,uuid,uuid,uuid,text)', "'project of ' || tenant", "'project'", 'live_key'],
  ['announce_to_team(uuid,uuid,uuid,uuid,text)', "'contract of ' || tenant", "'contract'", 'live_key'],
  ['announce_to_team(uuid,uuid,uuid,uuid,text)', 'if person is not null', 'if false', 'live_key'],
  [
    'staff_live(app.section,uuid,uuid)',
    'when project = any (app.staff_projects()) then',
    'when true then',
    'live_key',
  ],
  [
    'staff_live(app.section,uuid,uuid)',
    'when contract = any (app.staff_contracts()) then',
    'when true then',
    'live_key',
  ],
  ['log_visibility()', 'app.staff_id()', 'null', 'visibility_log'],
  ['log_visibility()', 'app.client_writer()', 'null', 'visibility_log'],
  [
    'log_visibility()',
    'app.client_writer()',
    "(row_after ->> 'author_client_user_id')::uuid",
    'visibility_log',
  ],
  ['log_visibility()', 'case when person is null then', 'case when true then', 'visibility_log'],
  ['log_task_status()', 'old.shared and new.shared', 'true', 'task_status_change'],
  ['log_milestone_change()', 'old.shared and new.shared', 'true', 'milestone_change'],
  ['number_record()', "and (kind = 'ticket' or new.project_shared)", '', 'number_counter'],
  ['number_record()', "kind = 'ticket' or", '', 'number_counter'],
  ['projects_sharing(app.record_kind)', '(d.tenant_id = app.staff_tenant()) AND ', '', 'task'],
  ['projects_sharing(app.record_kind)', ' AND (d.record_kind = projects_sharing.kind)', '', 'task'],
  ['projects_sharing(app.record_kind)', " AND (d.visibility = 'client_visible'::app.visibility)", '', 'task'],
  [setVisibility, 'where r.id = any (ids)', '', 'record'],
  [setVisibility, 'perform app.give_reason(reason);', '', 'visibility_log'],
  [
    'move_project(uuid,uuid,uuid)',
    'contract_id = contract where p.id = project',
    'contract_id = contract',
    'project_move',
  ],
  ['move_project(uuid,uuid,uuid)', 'p.id = project and', '', 'record'],
  ['move_project(uuid,uuid,uuid)', ', contract_id = contract', '', 'project_move'],
  ['move_project(uuid,uuid,uuid)', 'and p.client_id <> client', '', 'record'],
  ['move_project(uuid,uuid,uuid)', 'and r.project_id = project', '', 'record'],
  [moveToTicket, 'r.parent_id = source and', '', 'message'],
  [moveToTicket, "and r.kind = 'message'", '', 'message'],
  [moveToTicket, 'and (chosen is null or r.id = any (chosen))', '', 'message'],
  [moveToTicket, 'if chosen is null then', 'if true then', 'attachment'],
  [
    moveToTicket,
    'update app.record r set root_id = target, parent_id = target where r.parent_id = source;',
    '',
    'ticket_note',
  ],
  [
    moveToTicket,
    'update app.record r set root_id = target, parent_id = target where r.parent_id = source;',
    'update app.record r set root_id = target, parent_id = target;',
    'ticket_note',
  ],
  // How a record is made, placed, moved and let go.
  ['make_record()', "case when kind <> 'ticket' then new.id end", 'new.id', 'record'],
  ['make_record()', "case when kind = 'ticket' then new.contract_id end", 'null', 'record'],
  ['make_record()', 'coalesce((made ->> tg_argv[2])::uuid, root)', 'root', 'record'],
  ['make_record()', 'coalesce((made ->> tg_argv[2])::uuid, root)', '(made ->> tg_argv[2])::uuid', 'record'],
  [
    'make_record()',
    "coalesce(made ->> tg_argv[1], made ->> 'project_id')",
    "made ->> 'project_id'",
    'record',
  ],
  ['make_record()', "coalesce(made ->> 'visibility', 'internal_only')", "'internal_only'", 'record'],
  [
    'make_record()',
    "coalesce(made ->> 'visibility', 'internal_only')",
    "coalesce(made ->> 'visibility', 'client_visible')",
    'record',
  ],
  [
    'make_record()',
    'insert into app.record (tenant_id, id, client_id, kind, project_id, root_id, visibility)\n    values (new.tenant_id, new.id, new.client_id, kind, new.project_id, new.project_id, new.visibility);',
    'null;',
    'record',
  ],
  [
    'drop_record()',
    'delete from app.record r where r.tenant_id = old.tenant_id and r.id = old.id;',
    '',
    'record',
  ],
  ['drop_record()', 'r.tenant_id = old.tenant_id and', '', 'record'],
  ['drop_record()', 'and r.id = old.id', 'and r.root_id = old.id', 'record'],
  ['place_record()', 'or client <> new.client_id', '', 'message'],
  ['place_record()', 'r.tenant_id = new.tenant_id and', '', 'record'],
  ['place_record()', 'new.contract_id := contract;', '', 'record'],
  ['place_record()', 'if new.parent_visible and not old.visible then', 'if false then', 'message'],
  ['place_record()', 'if new.parent_visible and not old.visible then', 'if true then', 'message'],
  ['place_record()', 'if new.parent_visible and not old.visible then', 'if not old.visible then', 'message'],
  [
    'follow_root()',
    'select r.contract_id into new.contract_id from app.record r where r.tenant_id = new.tenant_id and r.id = new.root_id;',
    '',
    'record',
  ],
  ['follow_root()', 'r.tenant_id = new.tenant_id and', '', 'record'],
  [moveToTicket, 'where l.ticket_id = source', '', 'ticket_task'],
  // A change made through a narrow role is an edit, too, and so is a change of the flag.
  ...(
    [
      ['bump_version()', "'staff', 'definer_plan', 'definer_review'", 'task'],
      ['project_before_write()', "'staff', 'definer_move'", 'project'],
    ] as const
  ).flatMap(([name, text, file]) =>
    text
      .split(', ')
      .filter((role) => role !== "'staff'")
      .map((role): Cut => [name, text, text.replace(role, "'nobody'"), file]),
  ),
  ['bump_version()', 'or new.visibility <> old.visibility', '', 'task'],
  ['project_before_write()', 'or new.visibility <> old.visibility', '', 'project'],
  ['ticket_before_write()', 'or new.visibility <> old.visibility', '', 'ticket'],
  ['text_before_write()', 'changed or', '', 'message'],
  ['attachment_before_write()', 'new.visibility <> old.visibility or', '', 'attachment'],
  ['attachment_before_write()', 'or new.ticket_id <> old.ticket_id then', 'then', 'attachment'],
  ['switch_sections(uuid,app.section[])', "and u.role = 'admin'", '', 'client_user'],
  ['switch_sections(uuid,app.section[])', 'app.client_writer()', 'app.client_user_id()', 'client_view'],
  ['record_visit()', 'app.client_writer()', 'app.client_user_id()', 'client_view'],
  [
    'record_before_write()',
    "if new.visibility = 'internal_only' or not new.project_shared then",
    'if not new.project_shared then',
    'project_move',
  ],
  ...['text', 'message'].map((table): Cut => {
    const text = "if tg_op = 'UPDATE' and new.visibility = old.visibility then";
    return ['text_before_write()', text, text.replace('if ', `if tg_table_name <> '${table}' and `), table];
  }),
  [
    'text_before_write()',
    "if tg_op = 'UPDATE' and new.visibility = old.visibility then",
    "if tg_op = 'UPDATE' then",
    'message',
  ],
  [
    'text_before_write()',
    'is_shared := new.visible and new.project_shared;',
    'is_shared := new.visible;',
    'text',
  ],
  [
    'text_before_write()',
    'is_shared := new.visible and new.project_shared;',
    'is_shared := new.project_shared;',
    'text',
  ],
  ['text_before_write()', 'new.edited_at := null;', '', 'text_revision'],
  [
    'text_before_write()',
    "elsif tg_op = 'UPDATE' and new.body <> old.body then",
    'elsif false then',
    'text_revision',
  ],
  ['text_before_write()', 'new.author_client_user_id := null;', '', 'project_move'],
  [along, 'and t.record_id = parent', '', 'text'],
  [along, "and t.visibility = 'client_visible'", '', 'text'],
  [along, 'and t.created_at < written', '', 'text'],
  [along, "and m.visibility = 'client_visible'", '', 'message'],
  [along, 'and m.created_at < written', '', 'message'],
  ['project_before_write()', 'if exists (\n', 'if false and exists (\n', 'project_move'],
  ['project_before_write()', 'and r.project_id = new.id', '', 'project_move'],
  ['project_before_write()', "and r.visibility = 'client_visible'", '', 'project_move'],
  ['project_before_write()', 'new.client_may_comment := false;', '', 'project_move'],
  ['project_before_write()', 'and d.project_id = new.id', '', 'project_move'],
  ['project_before_write()', 'and d.project_id = new.id', 'and false', 'project_move'],
  ['number_record()', 'new.client_id = old.client_id and', '', 'project_move'],
  ['forget_history()', 'new.was_shared := false;', '', 'task_status_change'],
  [
    'announce_task()',
    'coalesce(b.client_id, w.client_id)',
    'coalesce(w.client_id, b.client_id)',
    'project_move',
  ],
  ['fill_text_keys()', 'and r.project_id is not null', '', 'text'],
  ['fill_text_keys()', 'and r.tenant_id = coalesce(new.tenant_id, r.tenant_id)', '', 'text'],
  ['fill_text_keys()', "if new.kind = 'comment' and parent_kind <> 'task' then", 'if false then', 'text'],
  [
    'fill_text_keys()',
    "if new.kind = 'comment' and parent_kind <> 'task' then",
    "if parent_kind <> 'task' then",
    'text',
  ],
  ['fill_text_keys()', 'p.tenant_id = new.tenant_id and', '', 'text'],
  ['fill_text_keys()', 'and p.id = new.project_id', '', 'text'],
  ['fill_text_keys()', "when 'grooming' then 'internal_only'", "when 'nothing' then 'internal_only'", 'text'],
  ['fill_text_keys()', 'new.kind::text::app.record_kind', "'comment'", 'text'],
  ['fill_text_keys()', 'new.kind::text::app.record_kind', "'note'", 'text'],
  ['fill_text_keys()', 'and parent_visible', '', 'text'],
  [
    'opened_by(app.record_kind,jsonb)',
    "r.client_id = (record ->> 'client_id')::uuid",
    'true',
    'project_move',
  ],
  [
    'opened_by(app.record_kind,jsonb)',
    "when opened_by.kind in ('comment', 'note') then 'record_id'",
    '',
    'read_receipt',
  ],
  ['opened_by(app.record_kind,jsonb)', "else opened.kind || '_id' end", 'end', 'read_receipt'],
  [
    'opened_by(app.record_kind,jsonb)',
    "or r.last_at >= (record ->> 'shared_at')::timestamptz",
    'or true',
    'read_receipt',
  ],
  [
    'opened_by(app.record_kind,jsonb)',
    "or r.first_at >= (record ->> 'shared_at')::timestamptz",
    'or true',
    'read_receipt',
  ],
  ['log_visibility()', "new.visibility = 'internal_only' and tg_op = 'UPDATE'", 'true', 'read_receipt'],
  ['log_visibility()', 'app.opened_by(kind, row_before)', 'app.opened_by(kind, row_after)', 'read_receipt'],
  ['log_task_sprint()', 'app.staff_id()', 'null', 'task_sprint_change'],
  ['log_task_estimate()', 'app.staff_id()', 'null', 'task_estimate_change'],
  ['fill_task_references()', "if sprint_status = 'completed' then", 'if false then', 'task'],
  ['plan_into_sprint(uuid,uuid[],uuid)', 't.project_id = project and', '', 'task'],
  ['review_tasks(uuid,uuid[],app.task_status,integer)', 't.project_id = project and', '', 'task'],
  [
    'review_tasks(uuid,uuid[],app.task_status,integer)',
    'and (read_version is null or t.version = read_version)',
    '',
    'task',
  ],
  ['bump_version()', 'old.version + 1', 'old.version', 'task'],
  [
    'bump_version()',
    "if current_user in ('staff', 'definer_plan', 'definer_review') or new.visibility <> old.visibility then",
    'if true then',
    'task',
  ],
  ['bump_version()', 'new.updated_at := now();', '', 'task'],
  ['count_shared(text,uuid,uuid)', 'partition by i.shared', '', 'epic'],
  ['count_shared(text,uuid,uuid)', 'when i.shared then', 'when true then', 'epic'],
  ['renumber_shared()', 'from written w where w.shared', 'from written w where not w.shared', 'epic'],
  ['renumber_shared()', 'from before b where b.shared', 'from before b where not b.shared', 'epic'],
  ['renumber_shared()', 'and p.shared = one.project_shared', '', 'epic'],
  ['sprint_before_write()', 'new.completed_at := null;', '', 'sprint'],
  ['sprint_before_write()', 'elsif new.completed_at is null then', 'else', 'sprint'],
  [
    'refuse_circle()',
    'perform pg_advisory_xact_lock(hashtextextended(new.project_id::text, 0));',
    '',
    'task_dependency',
  ],
  ['refuse_circle()', 'join before b on', 'join before b on false and', 'task_dependency'],
  ['fill_dependency_keys()', 'and t.project_id = new.project_id', '', 'task_dependency'],
  ['time_entry_before_write()', "if old.status = 'approved' and", 'if false and', 'time_entry'],
  ['time_entry_before_write()', "and old.status = 'rejected' then", 'and false then', 'time_entry'],
  ['time_entry_before_write()', 'old.started_at,', 'new.started_at,', 'time_entry'],
  [
    'time_entry_before_write()',
    'new.decided_by := case',
    'new.decided_by := new.decided_by; perform case',
    'time_entry',
  ],
  ['time_entry_before_write()', 'if old.status <> new.status then', 'if false then', 'time_entry'],
  ['check_time_days()', 'if one.spent_on > today + 1 then', 'if one.spent_on > today + 2 then', 'time_days'],
  ['check_time_days()', 'if one.spent_on > today + 1 then', 'if false then', 'time_days'],
  ['check_time_days()', 'at time zone t.time_zone', "at time zone 'UTC'", 'time_days'],
  [
    'check_time_days()',
    'where t.tenant_id = one.tenant_id;',
    'where t.tenant_id <> one.tenant_id;',
    'time_days',
  ],
  ['check_time_zone()', 'where z.name = new.time_zone', '', 'tenant'],
  ['check_time_days()', 'greatest(p.starts_on, c.starts_on)', 'p.starts_on', 'time_days'],
  ['check_time_days()', 'greatest(p.starts_on, c.starts_on)', 'c.starts_on', 'time_days'],
  ['check_time_days()', 'coalesce(one.contract_id, p.contract_id)', 'one.contract_id', 'time_days'],
  ['check_time_days()', 'if one.spent_on < begins then', 'if false then', 'time_days'],
  [
    'check_time_days()',
    "perform pg_advisory_xact_lock(hashtextextended(one.staff_member_id || ' ' || one.spent_on, 2));",
    '',
    'time_days',
  ],
  [
    'check_time_days()',
    "one.staff_member_id || ' ' || one.spent_on",
    'one.staff_member_id::text',
    'time_days',
  ],
  ['check_time_days()', 'and e.staff_member_id = one.staff_member_id', '', 'time_days'],
  ['check_time_days()', 'and e.spent_on = one.spent_on', '', 'time_days'],
  ['check_time_days()', "and e.status <> 'rejected'", '', 'time_days'],
  ['check_time_days()', 'if total > 1440 then', 'if total > 1441 then', 'time_days'],
  ['check_time_days()', 'if total > 1440 then', 'if total >= 1440 then', 'time_days'],
  [
    'check_time_days()',
    ", w.status = 'rejected') is distinct from (b.spent_on, b.minutes, b.status = 'rejected')",
    ') is distinct from (b.spent_on, b.minutes)',
    'time_days',
  ],
  ['approves_own_time()', 'where t.tenant_id = app.staff_tenant()', 'where t.approve_own_time', 'time_entry'],
  [
    'decide_time(uuid[],app.time_entry_status,text)',
    "(e.status = 'recorded') <> (decision = 'recorded')",
    'true',
    'time_entry',
  ],
  ['time_entry_before_write()', "and r.kind in ('task', 'ticket')", '', 'time_entry'],
  ['time_entry_before_write()', 'new.client_id, new.project_id,', 'new.client_id,', 'time_entry'],
  ['comment_on_task(uuid,text,uuid[],uuid)', 'app.client_writer()', 'app.client_user_id()', 'client_view'],
  ['comment_on_task(uuid,text,uuid[],uuid)', 'and p.client_may_comment', '', 'text'],
  ['comment_on_task(uuid,text,uuid[],uuid)', 'u.name, request,', 'u.name, gen_random_uuid(),', 'text'],
  ['comment_on_task(uuid,text,uuid[],uuid)', 'and c.record_id = task', '', 'text'],
  [
    'begin_upload(text,bigint)',
    'perform pg_advisory_xact_lock(hashtextextended(person::text, 0));',
    '',
    'upload',
  ],
  ['record_receipt(app.record_kind,uuid)', 'app.client_writer()', 'app.client_user_id()', 'client_view'],
  ['record_receipt(app.record_kind,uuid)', 'and r.kind = record_receipt.kind', '', 'read_receipt'],
  [
    'record_receipt(app.record_kind,uuid)',
    'and (r.project_id is null or exists (select from app.project p where p.id = r.project_id))',
    '',
    'read_receipt',
  ],
  ['record_receipt(app.record_kind,uuid)', "interval '1 minute'", "interval '0'", 'read_receipt'],
  ['begin_client_view(uuid,bytea)', 'u.tenant_id = tenant and', '', 'client_view'],
  ['begin_client_view(uuid,bytea)', 'and u.can_sign_in', '', 'client_view'],
  ['begin_client_view(uuid,bytea)', "interval '30 minutes'", "interval '1 day'", 'client_view'],
  ['begin_client_view(uuid,bytea)', 'where s.expires_at <= now()', '', 'client_view'],
  ['end_client_view(uuid,bytea)', 's.token_hash = end_client_view.token_hash and', '', 'client_view'],
  ['end_client_view(uuid,bytea)', 'and s.view_id = end_client_view.view_id', '', 'client_view'],
  ['begin_preview(uuid,bytea)', "interval '1 minute'", "interval '1 day'", 'client_view'],
  ['begin_ticket_preview(uuid,bytea)', "interval '1 minute'", "interval '1 day'", 'client_view'],
  [
    'client_live(app.section)',
    'coalesce(app.client_viewer(), app.client_user_id())',
    'app.client_user_id()',
    'live_key',
  ],
  ['live_channel(text,uuid,text)', 'k.secret || ', '', 'live_key'],
  ['ticket_before_write()', 'and p.client_id = new.client_id', '', 'ticket'],
  ['ticket_before_write()', 'and t.client_id = new.client_id', '', 'ticket'],
  ['ticket_before_write()', 'and t.merged_into_id is null', '', 'ticket'],
  ['ticket_before_write()', 'and not new.merged_into_shared', 'and false', 'ticket'],
  ['ticket_before_write()', 'new.merge_is_internal := true;', '', 'ticket'],
  [
    'ticket_before_write()',
    "tg_op = 'UPDATE' and not coalesce(old.merged_into_shared, true)",
    'false',
    'ticket',
  ],
  ['refresh_activity(uuid,uuid)', 'when k.shared then', 'when true then', 'ticket'],
  ['refresh_activity(uuid,uuid)', 'm.ticket_id = ticket and m.shared', 'false', 'ticket'],
  ['refresh_activity(uuid,uuid)', 'and e.shared', '', 'ticket'],
  [
    'ticket_before_write()',
    'and not coalesce(new.level = any (included), false)',
    'and false',
    'contract_support',
  ],
  ['ticket_before_write()', 'and s.in_force_from <= new.created_at', '', 'sla_policy'],
  ['ticket_before_write()', 'elsif new.reopen_until is null then', 'else', 'contract_support'],
  ['ticket_before_write()', 'new.sla_status := null;', '', 'ticket'],
  ['ticket_before_write()', 'new.sla_due_at := null;', '', 'ticket'],
  [
    'ticket_before_write()',
    'new.reopen_until := new.shared_at + make_interval(days => days);',
    'null;',
    'ticket',
  ],
  ['sla_policy_before_write()', 'new.tenant_id := app.staff_tenant();', '', 'sla_policy'],
  ['log_ticket_event()', 'old.shared and new.shared', 'true', 'ticket_event'],
  [
    'log_ticket_event()',
    'new.assignee_staff_id is distinct from old.assignee_staff_id',
    'false',
    'ticket_event',
  ],
  ['log_ticket_event()', "case when tg_op = 'UPDATE' then old.assignee_staff_id end", 'null', 'ticket_event'],
  [
    'apply_support_terms()',
    "set sla_status = case when new.sla_disclosure <> 'nothing' then t.sla_status end",
    'set sla_status = t.sla_status',
    'contract_support',
  ],
  [
    'apply_support_terms()',
    "case when new.sla_disclosure = 'countdown' then t.sla_due_at end",
    't.sla_due_at',
    'contract_support',
  ],
  ['apply_support_terms()', 'and t.contract_id = new.contract_id\n', '\n', 'contract_support'],
  ...(['contract_support', 'escalation_step'] as const).map((kind): Cut => [
    'write_outbox_of_contract()',
    'and t.contract_id = new.contract_id',
    `and (tg_table_name = '${kind}' or t.contract_id = new.contract_id)`,
    kind,
  ]),
  [
    'write_outbox_of_contract()',
    "and (tg_table_name = 'contract_support' or t.status not in ('resolved', 'closed'))",
    '',
    'escalation_step',
  ],
  ['write_outbox_of_contract()', "tg_table_name = 'contract_support' or", '', 'contract_support'],
  ...['message', 'ticket_note'].map((kind): Cut => {
    const text = "tg_op = 'INSERT' or t.client_id = old.client_id";
    return ['fill_ticket_keys()', text, `tg_argv[0] = '${kind}' or ${text}`, kind];
  }),
  ['fill_ticket_keys()', 'new.moved_from_id := old.ticket_id;', '', 'ticket_note'],
  ['fill_ticket_task_keys()', 'and k.client_id = new.client_id', '', 'ticket_task'],
  ['move_ticket_task()', 'and t.client_id = new.client_id', '', 'ticket_task'],
  ['move_ticket_task()', '(new.ticket_shared and not old.ticket_shared)', 'false', 'ticket_task'],
  ['move_ticket_task()', 'new.is_internal or (new', '(new', 'ticket_task'],
  ['move_ticket_task()', 'or new.task_client_id <> old.task_client_id', '', 'ticket_task'],
  ['fill_escalation_keys()', 'new.by_staff_id := app.staff_id();', '', 'escalation'],
  ['reaches_contract(uuid,uuid,uuid)', "s.role >= 'manager' or", '', 'escalation_step'],
  ['lock_assignee()', 'hashtextextended(new.assignee_staff_id::text, 1)', '0', 'ticket'],
  ['lock_assignee()', 'hashtextextended(old.staff_member_id::text, 1)', '0', 'contract_member'],
  ['release_tickets()', "and s.active and s.role >= 'manager'", '', 'contract_member'],
  ['release_tickets()', "and s.active and s.role >= 'manager'", "and s.role >= 'manager'", 'contract_member'],
  ['release_tickets()', "and t.status not in ('resolved', 'closed')", '', 'contract_member'],
  ['release_tickets()', 'or t.contract_id = contract', 'or contract is not null', 'contract_member'],
  [
    'release_tickets()',
    'and not app.reaches_contract(t.tenant_id, t.contract_id, person)',
    '',
    'staff_member',
  ],
  ['reaches_contract(uuid,uuid,uuid)', 'm.contract_id = contract and', '', 'ticket'],
  [
    'require_contract_access()',
    'if not app.reaches_contract',
    'if false and not app.reaches_contract',
    'ticket',
  ],
  ['require_contract_access()', "(tg_op = 'INSERT' or", "(tg_op = 'UPDATE' and", 'escalation'],
  ['require_contract_access()', 'person is distinct from to_jsonb(old) ->> tg_argv[0]', 'true', 'ticket'],
  ['upload_before_write()', 'if new.size_bytes >', 'if false and new.size_bytes >', 'upload'],
  ['begin_upload(text,bigint)', '> 20 * limit_bytes or count(*) >= 100', '> 20 * limit_bytes', 'upload'],
  ['begin_upload(text,bigint)', '> 20 * limit_bytes or count(*) >= 100', '< 0 or count(*) >= 100', 'upload'],
  ['receive_upload(uuid)', 'and u.received_at is null', '', 'upload'],
  ['take_upload(uuid)', 'u.writer_epoch + 1', 'u.writer_epoch', 'upload'],
  ['attachment_before_write()', 'and u.received_at is not null', '', 'attachment'],
  ['attachment_before_write()', 'and t.client_id = new.client_id', '', 'attachment'],
  [
    'attachment_before_write()',
    "app.default_visibility(new.tenant_id, new.project_id, 'attachment')",
    "'internal_only'",
    'attachment',
  ],
  ['attachment_before_write()', 'new.author_client_user_id := null;', '', 'attachment'],
  ['attachment_before_write()', "and r.kind <> 'attachment'", '', 'attachment'],
  [
    'attachment_before_write()',
    'when r.parent_id is not null or r.contract_id is not null then',
    'when true then',
    'attachment',
  ],
  ['attach(uuid[],uuid)', 'and u.received_at is not null', '', 'ticket_functions'],
  ['attach(uuid[],uuid)', 'if taken <> wanted', 'if false', 'ticket_functions'],
  [raise, 'and j.active', '', 'ticket_functions'],
  [raise, 'p.contract_id is null or p.contract_id = contract', 'true', 'ticket_functions'],
  [move, 'and m.by_client', '', 'ticket_status_transition'],
  [move, inWindow, '', 'ticket_functions'],
  [move, 'and t.merged_into_id is null', '', 'ticket'],
  [move, 'app.client_writer() is null', 'false', 'ticket_functions'],
  [reply, inWindow, '', 'ticket_functions'],
  [reply, 'and t.merged_into_id is null', '', 'ticket'],
  [rate, "and t.status in ('resolved', 'closed')", '', 'ticket_functions'],
  [rate, 'and t.merged_into_id is null', '', 'ticket'],
  [rate, 'app.client_writer() is null', 'false', 'ticket_functions'],
  ...[
    't.client_id = client and t.shared and t.search',
    'm.client_id = client and m.shared and m.search',
    't.client_id = client and t.shared and near',
    'a.client_id = client and a.shared and a.search',
  ].flatMap((text): Cut[] => [
    ['search_tickets(text,integer,boolean)', text, text.replace(/\w\.shared and /, ''), 'ticket_search'],
    [
      'search_tickets(text,integer,boolean)',
      text,
      text.replace(/\w\.client_id = client and /, ''),
      'ticket_search',
    ],
  ]),
  ...[
    't.contract_id = any (contracts) and t.search',
    'm.contract_id = any (contracts) and',
    'n.contract_id = any (contracts) and',
    'a.contract_id = any (contracts) and',
    't.contract_id = any (contracts) and near',
  ].map((text): Cut => [
    'search_staff_tickets(text,integer,boolean)',
    text,
    text.replace(/\w\.contract_id = any \(contracts\) and ?/, ''),
    'ticket_search',
  ]),
  [
    'search_staff_tickets(text,integer,boolean)',
    'app.staff_contracts()',
    "app.staff_contracts('contributor')",
    'ticket_search',
  ],
  ['search_tickets(text,integer,boolean)', "and a.section = 'tickets'", '', 'ticket_search'],
  ...['search_tickets', 'search_staff_tickets', 'search_files'].flatMap((search): Cut[] => [
    [`${search}(text,integer,boolean)`, 'or not app.may_guess(words)', '', 'search_scripts'],
    [`${search}(text,integer,boolean)`, 'cardinality(found) > 0 or', '', 'search_scripts'],
    [`${search}(text,integer,boolean)`, 'or not nearly', '', 'search_scripts'],
  ]),
  ['reads_every_script()', "'''a'':1'::tsvector", "'''b'':1'::tsvector", 'functions'],
  ...['a.search @@', 'near'].flatMap((found): [string, string, string, string][] => {
    const text = `a.client_id = client and a.section = any (sections) and a.shared and ${found}`;
    return ['a.client_id = client and ', 'a.section = any (sections) and ', 'a.shared and '].map((cut) => [
      'search_files(text,integer,boolean)',
      text,
      text.replace(cut, ''),
      'file_search',
    ]);
  }),
  ['drain_outbox(integer)', 'order by w.id ', 'order by w.id desc ', 'outbox'],
  ['drain_outbox(integer)', 'for update skip locked', '', 'outbox'],
  ['drain_outbox(integer)', 'least(j.next_run_at, excluded.next_run_at)', 'excluded.next_run_at', 'outbox'],
  ['drain_outbox(integer)', 'least(j.next_run_at, excluded.next_run_at)', 'j.next_run_at', 'outbox'],
  ['drain_outbox(integer)', 'attempts = 0, last_error = null, died_at = null', 'attempts = 0', 'outbox'],
  ['drain_outbox(integer)', 'attempts = 0, last_error = null,', '', 'outbox'],
  ['drain_outbox(integer)', 'min(t.happened_at)', 'max(t.happened_at)', 'outbox'],
  [lease, 'd.kind = wanted and', '', 'job'],
  [lease, 'd.died_at is null and', '', 'job'],
  [lease, 'd.died_at is null and d.next_run_at <= moment', 'd.died_at is null', 'job'],
  [lease, "and coalesce(d.leased_until, '-infinity') <= moment", '', 'job'],
  [lease, 'order by d.next_run_at', 'order by d.next_run_at desc', 'job'],
  [lease, 'for no key update skip locked', '', 'job'],
  [lease, 'fencing_token = j.fencing_token + 1', 'fencing_token = j.fencing_token', 'job'],
  [lease, 'attempts = j.attempts + 1', 'attempts = j.attempts', 'job'],
  [lease, 'tenant uuid := after', 'tenant uuid', 'job'],
  ['retry_job(uuid)', 'attempts = 0, ', '', 'job'],
  ['retry_job(uuid)', 'set next_run_at = now(), ', 'set ', 'job'],
  ['client_locale()', 'where u.id = app.client_user_id()', 'limit 1', 'client_user'],
  ['choose_locale(text)', 'return found;', 'return true;', 'client_user'],
  ['client_me()', 'where u.id = app.client_user_id()', '', 'functions'],
  ['client_me()', 'app.client_user_id()', 'app.client_writer()', 'functions'],
  ['client_me()', 'u.granted_sections', 'u.sections', 'functions'],
  ['staff_me()', 'and m.id = app.staff_id()', '', 'functions'],
  ['staff_me()', 'app.staff_tenant()', "app.staff_tenant('manager')", 'functions'],
  ['staff_live(app.section,uuid,uuid)', 'wanted::text', "'projects'", 'live_key'],
  [
    'staff_live(app.section,uuid,uuid)',
    "'person', app.staff_id()",
    "'person', app.staff_tenant()",
    'live_key',
  ],
  ['announce_session_end()', 'perform pg_notify(', 'perform concat(', 'live_key'],
  ['announce_session_end()', 'where to_jsonb(old) ->> named.col is not null', '', 'live_key'],
  ['announce_session_end()', 'order by nth limit 1', 'order by nth desc limit 1', 'live_key'],
  ['follow_activity()', 'perform app.refresh_activity(new.tenant_id, new.id);', 'null;', 'ticket'],
  ['follow_activity()', "if tg_op <> 'INSERT' then", 'if false then', 'message'],
  ['follow_activity()', "if tg_op <> 'DELETE' then", 'if false then', 'message'],
  ['refresh_activity(uuid,uuid)', 'case when k.shared then', 'case when true then', 'ticket_event'],
  ['refresh_activity(uuid,uuid)', 'k.shared_at,', '', 'ticket'],
  ['refresh_activity(uuid,uuid)', 'max(m.shared_at)', 'min(m.shared_at)', 'ticket_event'],
  ['refresh_activity(uuid,uuid)', 'and m.ticket_id = ticket', '', 'ticket_event'],
  ['refresh_activity(uuid,uuid)', 'and e.shared)', ')', 'ticket_event'],
  ['refresh_activity(uuid,uuid)', 'max(e.happened_at)', 'min(e.happened_at)', 'ticket_event'],
  ['refresh_activity(uuid,uuid)', 'and e.ticket_id = ticket', '', 'ticket_event'],
  ['refresh_activity(uuid,uuid)', 'k.rated_at\n', 'null\n', 'ticket_event'],
  ['refresh_activity(uuid,uuid)', 'where t.tenant_id = tenant and t.id = ticket and', 'where', 'ticket'],
  ['log_reply()', "'replied', new.author_staff_id", "'replied', null", 'ticket_event'],
  ['log_reply()', 'new.shared_at);', 'now());', 'ticket_event'],
  ['log_reply()', 'true, true', 'true, false', 'ticket_event'],
  ['log_revision()', 'old.body, app.staff_id()', 'new.body, app.staff_id()', 'text_revision'],
  ['log_revision()', 'old.body, app.staff_id()', 'old.body, null', 'text_revision'],
  ['drop_upload(uuid)', 'where u.id = upload', '', 'upload'],
  ['give_reason(text)', 'left(reason, 500)', 'reason', 'visibility_log'],
  ['give_reason(text)', ', true)', ', false)', 'visibility_log'],
  ['fill_story_references()', 'select e.visible into', 'select true into', 'story'],
  [
    'fill_story_references()',
    "tg_op = 'INSERT' or new.epic_id is distinct from old.epic_id",
    "tg_op = 'INSERT'",
    'story',
  ],
  ['fill_story_references()', 'new.epic_visible := null;', 'null;', 'story'],
  ['fill_story_references()', 'if not found then', 'if false then', 'story'],
  ['require_included_level()', 'if new.active and not exists', 'if false and not exists', 'job_type'],
  ['require_included_level()', 'if new.active and', 'if', 'job_type'],
  [
    'require_included_level()',
    's.tenant_id = new.tenant_id and s.contract_id = new.contract_id and',
    '',
    'job_type',
  ],
  [
    'require_included_level()',
    'j.tenant_id = new.tenant_id and j.contract_id = new.contract_id and',
    '',
    'contract_support',
  ],
  ['require_included_level()', 'and j.active', '', 'contract_support'],
  ['refuse_change()', 'raise insufficient_privilege', 'raise notice', 'visibility_log'],
  ['end_old_transactions()', "'client_app', 'client_auth'", "'client_app', 'staff_app'", 'old_transactions'],
  [
    'end_old_transactions()',
    "and a.xact_start < clock_timestamp() - interval '30 seconds'",
    '',
    'old_transactions',
  ],
  ['known_files(uuid[])', 'union select u.id from app.upload u where u.id = any (ids)', '', 'upload'],
];

/** A change of one clause of a policy's check, or an error where the policy no longer says it. */
const ofClause = (table: string, policy: string, text: string, replacement: string): Mutant => ({
  name: `with check ${table} ${policy}: ${text} → ${replacement}`,
  sql: `do $do$
    declare said text := (select pg_get_expr(polwithcheck, polrelid) from pg_policy
                           where polrelid = '${table}'::regclass and polname = '${policy}');
    begin
      if position($t$${text}$t$ in said) = 0 then
        raise exception '${policy} does not say it: mend its cut';
      end if;
      execute format('alter policy ${policy} on ${table} with check (%s)', replace(said, $t$${text}$t$, $t$${replacement}$t$));
    end $do$`,
  file: fileOf(table),
});

/** What no cut of a function reaches. */
const statements: Mutant[] = [
  // A new comment is shared by the project's word on comments, a new note by that on notes, and a grooming note by none.
  ...['comment', 'note'].flatMap((kind) => {
    const clause = `kind = '${kind}'::app.text_kind`;
    return [
      ofClause('app.text', 'staff_insert', clause, 'true'),
      ofClause('app.text', 'staff_insert', clause, 'false'),
    ];
  }),
  ofClause('app.text', 'staff_insert', "kind = 'note'::app.text_kind", "kind <> 'comment'::app.text_kind"),
  ofClause('app.text', 'definer_comment_insert', "kind = 'comment'::app.text_kind", 'true'),
  {
    name: 'a grooming note that a client may see',
    sql: `do $do$ begin execute (select format('alter table app.text drop constraint %I', conname) from pg_constraint
      where conrelid = 'app.text'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%grooming%'); end $do$`,
    file: 'text',
  },
  {
    name: 'a key of app.message is checked at COMMIT',
    sql: `do $$ begin execute (select format('alter table app.message alter constraint %I deferrable initially deferred', conname)
      from pg_constraint where conrelid = 'app.message'::regclass and contype = 'f' order by conname limit 1); end $$`,
    file: 'functions',
  },
  {
    name: 'days without bounds',
    sql: 'alter domain app.day drop constraint day_check',
    file: 'days',
  },
  ...['project', 'epic', 'task'].map((table) => ({
    name: `a ${table} of any length`,
    sql: `alter table app.${table} drop constraint ${table}_check, add check (due_on >= starts_on)`,
    file: 'days',
  })),
  {
    name: 'a sprint of any length',
    sql: 'alter table app.sprint drop constraint sprint_check, add check (ends_on >= starts_on)',
    file: 'days',
  },
  {
    name: 'holidays of any century',
    sql: `alter table app.sla_policy drop constraint sla_policy_holidays_check, add check (holidays::text not like '%like_regex%')`,
    file: 'days',
  },
  {
    name: 'trigger step_5_log_reply: new.shared → true',
    sql: `create or replace trigger step_5_log_reply after insert on app.message
      for each row when (new.author_staff_id is not null) execute function app.log_reply()`,
    file: 'ticket_event',
  },
  {
    name: 'trigger write_outbox: of an assignment, too',
    sql: `create or replace trigger write_outbox after insert on app.ticket_event for each row execute function app.write_outbox('evaluate_sla')`,
    file: 'ticket_event',
  },
  {
    name: 'seen_text: any text',
    sql: 'alter domain app.seen_text drop constraint seen_text_check',
    file: 'seen_text',
  },
  ...['attachment_check3', 'attachment_check4', 'attachment_check5', 'attachment_preview_bytes_check'].map(
    (check) => ({
      name: `a preview without ${check}`,
      sql: `alter table app.attachment drop constraint ${check}`,
      file: 'attachment',
    }),
  ),
  {
    name: 'rate_ticket: any rating',
    sql: 'alter table app.ticket drop constraint ticket_rating_check',
    file: 'ticket_functions',
  },
];

/** Every mutant of a migrated database. */
export async function findMutants(database: ClientBase): Promise<Mutant[]> {
  const rows = async <Row extends object>(text: string) => (await database.query<Row>(text)).rows;
  const mutants: Mutant[] = [...statements];

  for (const policy of await rows<Policy>(
    `select polrelid::regclass::text as table, polname as name, pg_get_expr(polqual, polrelid) as using, pg_get_expr(polwithcheck, polrelid) as check
       from pg_policy order by 1, 2`,
  )) {
    mutants.push(...ofPolicy(policy));
  }

  for (const { table } of await rows<{ table: string }>(
    `select oid::regclass::text as table from pg_class where relkind = 'r' and relnamespace in ('app'::regnamespace, 'identity'::regnamespace) order by 1`,
  )) {
    const file = fileOf(table);
    mutants.push(
      { name: `no force ${table}`, sql: `alter table ${table} no force row level security`, file },
      { name: `disable ${table}`, sql: `alter table ${table} disable row level security`, file },
      { name: `grant insert ${table} to client`, sql: `grant insert on ${table} to client`, file },
      { name: `grant select ${table} to client`, sql: `grant select on ${table} to client`, file },
    );
  }

  for (const { table, column } of await rows<{ table: string; column: string }>(
    `select attrelid::regclass::text as table, attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relkind = 'r' and c.relnamespace = 'app'::regnamespace and attnum > 0 and not attisdropped
        and has_any_column_privilege('client', c.oid, 'select') and not has_column_privilege('client', attrelid, attnum, 'select')
      order by 1, attnum`,
  )) {
    mutants.push({
      name: `grant column ${table}.${column}`,
      sql: `grant select (${column}) on ${table} to client`,
      file: fileOf(table),
    });
  }

  // The test of a table's grants compares the whole list, so that one column a command stands for all.
  for (const { table, command, held, free } of await rows<{
    table: string;
    command: string;
    held: string | null;
    free: string | null;
  }>(
    `select c.oid::regclass::text as table, command,
            max(a.attname) filter (where has_column_privilege('staff', c.oid, a.attnum, command)) as held,
            max(a.attname) filter (where not has_column_privilege('staff', c.oid, a.attnum, command)) as free
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       cross join unnest(array['select', 'insert', 'update']) command
      where c.relkind = 'r' and c.relnamespace = 'app'::regnamespace
      group by c.oid, command order by 1, 2`,
  )) {
    const file = fileOf(table);
    const of = (what: string, sql: string) => mutants.push({ name: `${what} ${table} staff`, sql, file });
    if (free) of(`grant ${command} (${free})`, `grant ${command} (${free}) on ${table} to staff`);
    if (held && free) of(`revoke ${command} (${held})`, `revoke ${command} (${held}) on ${table} from staff`);
    if (held && !free) of(`revoke ${command}`, `revoke ${command} on ${table} from staff`);
  }

  for (const { table, may } of await rows<{ table: string; may: boolean }>(
    `select oid::regclass::text as table, has_table_privilege('staff', oid, 'delete') as may
       from pg_class where relkind = 'r' and relnamespace = 'app'::regnamespace order by 1`,
  )) {
    const sql = may ? `revoke delete on ${table} from staff` : `grant delete on ${table} to staff`;
    mutants.push({ name: `${sql.split(' ')[0]} delete ${table} staff`, sql, file: fileOf(table) });
  }

  for (const { table, trigger } of await rows<{ table: string; trigger: string }>(
    `select tgrelid::regclass::text as table, quote_ident(tgname) as trigger from pg_trigger where not tgisinternal order by 1, 2`,
  )) {
    const file = trigger.startsWith('announce')
      ? 'live_key'
      : /^(log_visibility|append_only)/.test(trigger)
        ? 'visibility_log'
        : trigger.startsWith('write_outbox_of_') ||
            (trigger === 'write_outbox' && /upload|ticket_event/.test(table))
          ? 'outbox'
          : // A history's tests are in the file of the table that keeps it.
            ({
              log_status: 'task_status_change',
              log_change: 'milestone_change',
              log_sprint: 'task_sprint_change',
              log_sprint_change: 'task_sprint_change',
              log_estimate: 'task_estimate_change',
              log_event: 'ticket_event',
              log_reply: 'ticket_event',
              log_shared_reply: 'ticket_event',
              log_revision: 'text_revision',
              check_days: 'time_days',
              check_changed_days: 'time_days',
              // Of every kind.
              '"0_make_record"': 'record',
              '"0_make_record_of_note"': 'record',
              drop_record: 'record',
            }[trigger.replace(/^step_\d_/, '')] ?? fileOf(table));
    mutants.push({
      name: `drop trigger ${table} ${trigger}`,
      sql: `drop trigger ${trigger} on ${table}`,
      file,
    });
  }

  for (const { name } of await rows<{ name: string }>(
    `select oid::regprocedure::text as name from pg_proc
      where pronamespace in ('app'::regnamespace, 'identity'::regnamespace) and 'client_min_messages=error' = any (proconfig) order by 1`,
  )) {
    mutants.push({
      name: `loud ${name}`,
      sql: `alter function ${name} reset client_min_messages`,
      file: 'functions',
    });
  }

  const unused = new Set([...identities.functions, ...identities.clauses]);
  for (const functionName of identities.functions) {
    const source = await sourceOf(database, functionName);
    for (const clause of identities.clauses.filter((one) => source.includes(one))) {
      mutants.push(await ofCut(database, [functionName, clause, '', 'functions']));
      unused.delete(functionName);
      unused.delete(clause);
    }
  }
  if (unused.size) throw new Error(`nobody's identity is left to cut by ${[...unused].join(', ')}`);
  for (const cut of cuts) mutants.push(await ofCut(database, cut));
  return mutants;
}

async function sourceOf(database: ClientBase, functionName: string): Promise<string> {
  const { rows } = await database.query<{ source: string }>(
    `select pg_get_functiondef($1::regprocedure) as source`,
    [`app.${functionName}`],
  );
  return rows[0]?.source ?? '';
}

/** Throws where the function no longer says what is to be cut: a cut that is passed over proves nothing. */
async function ofCut(database: ClientBase, [functionName, text, replacement, file]: Cut): Promise<Mutant> {
  const source = await sourceOf(database, functionName);
  if (!source.includes(text)) throw new Error(`${functionName} does not say "${text}": mend its cut`);
  return {
    name: `function ${functionName}: ${text} → ${replacement}`,
    sql: source.replace(text, () => replacement),
    file,
  };
}
