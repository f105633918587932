-- The law of tickets and files, and how it behaves for a client without a session and a job without a tenant.
begin;
select plan(48);

select policies_are('app', 'ticket_event', array['floor', 'client_select', 'staff_select', 'worker_select', 'definer_log_select',
  'definer_log_insert'], 'a ticket''s history is written by its trigger alone');
select policies_are('app', 'ticket_note', array['floor', 'staff_select', 'staff_insert', 'staff_update', 'staff_delete',
  'definer_search_select'], 'a note has no policy of a client');
select policies_are('app', 'record', array['floor', 'staff_select', 'definer_record_select', 'definer_record_insert', 'definer_record_delete',
  'definer_share_select', 'definer_share_update', 'definer_thread_select', 'definer_thread_update', 'definer_move_select', 'definer_move_update',
  'definer_ticket_select', 'definer_comment_select', 'definer_receipt_select'],
  'the home of the flag has no policy of a client, and three by which it changes: sharing, merging and moving a project');
select policies_are('app', 'text_revision', array['floor', 'staff_select', 'definer_log_insert'], 'nor has what a text said before');

select is(
  (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = ('app.' || kind)::regclass and polname = 'client_select'),
  '((client_id = ( SELECT app.client_section(''tickets''::app.section) AS client_section)) AND shared)',
  'a client sees its own shared rows of app.' || kind)
  from unnest(array['ticket', 'ticket_event', 'message', 'ticket_task']) kind;
select policy_roles_are('app', kind, 'client_select', array['client'], 'the client''s policy on app.' || kind || ' is the client''s alone')
  from unnest(array['ticket', 'message', 'attachment', 'upload']) kind;

select is(has_any_column_privilege('client', ('app.' || kind)::regclass, 'select'), false, 'role client reads no column of app.' || kind)
  from unnest(array['ticket_note', 'text_revision', 'ticket_sla', 'sla_breach', 'escalation', 'escalation_step', 'sla_policy',
    'contract_support', 'contract_member', 'macro', 'saved_view', 'ticket_status_transition', 'outbox', 'job', 'record']) kind;
select column_privs_are('app', 'ticket', kind, 'client', array[]::text[], 'a ticket''s ' || kind || ' is never granted')
  from unnest(array['level', 'assignee_staff_id', 'breach_at', 'at_risk_at', 'missed_at', 'project_id', 'merged_into_id', 'search']) kind;
select column_privs_are('app', 'ticket', kind, 'client', array['SELECT'], kind || ' is, which is null while that is hidden')
  from unnest(array['visible_project_id', 'visible_merged_into_id']) kind;
select column_privs_are('app', 'attachment', 'visible', 'client', array[]::text[], 'what a file''s flags say is never granted');

set local role client;
select is_empty('select id from app.' || kind, 'without a session, role client sees nothing of app.' || kind)
  from unnest(array['ticket', 'message', 'attachment', 'upload']) kind;
reset role;
set local role worker;
select is_empty('select from app.' || kind, 'without a tenant, role worker sees nothing of app.' || kind)
  from unnest(array['ticket', 'ticket_event', 'attachment', 'upload', 'ticket_sla', 'job']) kind;
reset role;

select * from finish();
rollback;
