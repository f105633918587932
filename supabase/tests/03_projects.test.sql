-- The law of a project's records, and how it behaves for a client without a session.
begin;
select plan(16);

select policies_are('app', 'milestone', array['floor', 'client_select', 'staff_select', 'staff_insert', 'staff_update', 'staff_delete'],
  'app.milestone has its six policies');
select policies_are('app', 'sprint', array['floor', 'client_select', 'staff_select', 'staff_insert', 'staff_update', 'staff_delete',
  'definer_plan_select'], 'app.sprint has one more, by which tasks are planned into it');
select policies_are('app', kind, array['floor', 'client_select', 'staff_select', 'staff_insert', 'staff_update', 'staff_delete',
  'definer_log_select', 'definer_log_update'], 'app.' || kind || ' has two more, which keep its place among what is shared')
  from unnest(array['epic', 'story']) kind;
select policies_are('app', 'task', array['floor', 'client_select', 'staff_select', 'staff_insert', 'staff_update', 'staff_delete',
  'definer_plan_select', 'definer_plan_update', 'definer_review_select', 'definer_review_update', 'definer_comment_select'],
  'app.task has more, for planning, reviews, and comments of clients');
select policies_are('app', 'text', array['floor', 'client_select', 'staff_select', 'staff_insert', 'staff_update', 'staff_delete',
  'definer_comment_select', 'definer_comment_insert'], 'app.text has two more, for comments of clients');
select policy_roles_are('app', 'task', 'client_select', array['client'], 'the client''s policy is the client''s alone');
select policy_cmd_is('app', 'task', 'client_select', 'select', 'and for reading alone');
select is(
  (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = 'app.task'::regclass and polname = 'client_select'),
  '((client_id = ( SELECT app.client_section(''projects''::app.section) AS client_section)) AND shared)',
  'a client sees its own shared tasks');
select column_privs_are('app', 'task', 'estimate_minutes', 'client', array[]::text[], 'estimates are never granted');
select column_privs_are('app', 'task', kind, 'client', array[]::text[], kind || ' is never granted') from unnest(array['labels', 'starts_on']) kind;
select column_privs_are('app', 'text', 'created_at', 'client', array[]::text[], 'when a text was written is never granted');
select column_privs_are('app', 'task', 'sprint_id', 'client', array[]::text[], 'a raw reference is never granted');
select column_privs_are('app', 'task', 'visible_sprint_id', 'client', array['SELECT'], 'its twin is, which is null while the sprint is hidden');

set local role client;
select is_empty('select id from app.task', 'without a session, role client sees nothing');
reset role;

select * from finish();
rollback;
