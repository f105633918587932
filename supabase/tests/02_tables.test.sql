-- Every table: row security forced, a floor for everybody, one permissive policy a role and command.
begin;
select plan(12);

select is_empty(
  $$ select oid::regclass from pg_class where relkind = 'r' and relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
      and not (relrowsecurity and relforcerowsecurity) $$,
  'row security is forced on every table');
select is_empty(
  $$ select oid::regclass from pg_class c where relkind = 'r' and relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
      and not exists (select from pg_policy where polrelid = c.oid and not polpermissive and polroles = '{0}' and polcmd = '*') $$,
  'every table has a restrictive floor for everybody');
select is_empty(
  $$ select polrelid::regclass, polroles, polcmd from pg_policy where polpermissive group by 1, 2, 3 having count(*) > 1 $$,
  'no role has two permissive policies for one command');
select is_empty(
  $$ select c.oid::regclass from pg_class c where relkind = 'r' and relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
      and (has_any_column_privilege('client', c.oid, 'insert, update') or has_table_privilege('client', c.oid, 'delete')) $$,
  'role client writes no table');
select is_empty(
  $$ select p.oid::regprocedure from pg_proc p where p.prosecdef and p.pronamespace in ('app'::regnamespace, 'identity'::regnamespace)
      and (p.proowner::regrole::text !~ '^definer_' or p.proconfig is null) $$,
  'functions that run as somebody else run as a narrow role with a fixed search_path');
select policies_are('app', 'visibility_log', array['floor', 'staff_select', 'auditor_select', 'definer_log_insert'],
  'the visibility log is read by staff and auditors, and written by its trigger alone');
select policies_are('identity', 'client_credential', array['floor', 'client_sign_in_select', 'client_sign_in_update'],
  'credentials are for sign-in alone');
select policies_are('identity', 'client_session', array['floor', 'client_sign_in_select', 'client_sign_in_insert', 'client_sign_in_update',
    'client_sign_in_delete', 'definer_identity_select', 'definer_view_select', 'definer_view_insert', 'definer_view_delete',
    'definer_session_select', 'definer_session_delete'],
  'sessions are for sign-in, for the functions that prove who asks and that end them, and for staff who look as a client');
select is(
  (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = 'identity.client_session'::regclass and polname = 'client_sign_in_update'),
  '(login_role = ''client_app''::name)', 'signing in prolongs no look of the staff');
select policies_are('app', 'client_view', array['floor', 'staff_select', 'auditor_select', 'definer_view_select', 'definer_view_insert', 'definer_view_update'],
  'looks as a client are written by their function alone, and read by Managers and auditors');
select is_empty(
  $$ select kind from unnest(array['task_sprint_change', 'task_estimate_change', 'task_dependency', 'sprint_capacity', 'time_entry', 'saved_filter', 'read_receipt', 'client_view']) kind
      where has_any_column_privilege('client', ('app.' || kind)::regclass, 'select, insert, update') or has_table_privilege('client', ('app.' || kind)::regclass, 'delete') $$,
  'what the team plans, and what it knows of its client''s reading, is no client''s');
select is_empty(
  $$ select kind from unnest(array['task_sprint_change', 'task_estimate_change', 'read_receipt', 'client_view', 'visibility_log', 'task_status_change', 'milestone_change']) kind
      where has_any_column_privilege('staff', ('app.' || kind)::regclass, 'insert, update') or has_table_privilege('staff', ('app.' || kind)::regclass, 'delete') $$,
  'histories and receipts are written by triggers and functions alone');

select * from finish();
rollback;
