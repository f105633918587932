-- Who may log in, and that nobody may anything.
begin;
select plan(20);

select isnt_superuser(login, login || ' is no superuser') from unnest(array['client_app', 'client_auth', 'staff_app', 'staff_auth', 'worker_app']) login;
select is(
  (select array_agg(rolname::text) from pg_roles where rolbypassrls and rolname ~ '^(client|staff|worker|portal_owner|definer_|auditor)'),
  '{definer_search}', 'nobody of ours bypasses row security but search, which hands back ids');
select is(
  (select count(*)::int from pg_roles where rolcanlogin and (rolname ~ '^definer_' or rolname in ('portal_owner', 'client', 'staff', 'worker'))), 0,
  'owners, definers and roles cannot log in');
select is_member_of('client', 'client_app', 'client_app may become client');
select isnt_member_of('staff', 'client_app', 'client_app may not become staff');
select is_member_of('client', 'staff_app', 'staff_app may become client, to look as one');
select isnt_member_of('client_sign_in', 'staff_app', 'staff_app reaches no credentials of clients');
select isnt_member_of('client_sign_in', 'client_app', 'client_app reaches no credentials');
select isnt_member_of('portal_owner', 'staff_app', 'staff_app may not become the owner');
select schema_privs_are('identity', 'client', array[]::text[], 'client has no way into schema identity');
select schema_privs_are('identity', 'staff', array[]::text[], 'staff has no way into schema identity');
select schema_privs_are('app', 'client', array['USAGE'], 'client may use schema app and create nothing in it');
select ok(not has_language_privilege('client_app', 'plpgsql', 'usage'), 'client_app cannot run DO blocks');
select ok(not has_function_privilege('client', 'pg_catalog.set_config(text, text, boolean)', 'execute'), 'role client cannot change settings in a query');
select ok(not has_database_privilege('client_app', current_database(), 'temp'), 'client_app has no temporary tables');
select ok(exists (select from pg_event_trigger where evtname = 'refuse_ddl_by_logins' and evtenabled = 'O'), 'logins can change no schema');

select * from finish();
rollback;
