-- Who there is, and what belongs to no table
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

-- Roles ---------------------------------------------------------------------------------------------------------------

-- A DBA's login: the catalog and the logs.
create role auditor login noinherit;
-- What a client user's request runs as: column grants and row policies.
create role client nologin noinherit;
create role client_app login noinherit;
create role client_auth login noinherit;
-- Credentials and sessions of the client realm, nothing else.
create role client_sign_in nologin noinherit;
create role definer_comment nologin noinherit;
create role definer_file nologin noinherit;
create role definer_identity nologin noinherit;
create role definer_live nologin noinherit;
create role definer_log nologin noinherit;
create role definer_move nologin noinherit;
create role definer_number nologin noinherit;
create role definer_outbox nologin noinherit;
create role definer_plan nologin noinherit;
create role definer_receipt nologin noinherit;
create role definer_record nologin noinherit;
create role definer_retry nologin noinherit;
create role definer_review nologin noinherit;
create role definer_search nologin noinherit bypassrls;
create role definer_session nologin noinherit;
create role definer_share nologin noinherit;
create role definer_signal nologin inherit;
create role definer_team nologin noinherit;
create role definer_thread nologin noinherit;
create role definer_ticket nologin noinherit;
create role definer_time nologin noinherit;
create role definer_view nologin noinherit;
create role definer_visit nologin noinherit;
create role definer_work nologin noinherit;
-- Owns the schemas and tables. Nobody logs in as it.
create role portal_owner nologin noinherit;
-- What a staff member's request runs as: row policies by tenant and project role.
create role staff nologin noinherit;
create role staff_app login noinherit;
create role staff_auth login noinherit;
-- Credentials and sessions of the staff realm, nothing else.
create role staff_sign_in nologin noinherit;
-- What a background job runs as.
create role worker nologin noinherit;
create role worker_app login noinherit;

-- Memberships ---------------------------------------------------------------------------------------------------------

grant client to client_app;
grant client_sign_in to client_auth;
grant client_app to definer_signal;
grant client_auth to definer_signal;
grant client to staff_app;
grant staff to staff_app;
grant staff_sign_in to staff_auth;
grant worker to worker_app;

-- Schemas -------------------------------------------------------------------------------------------------------------

-- Business tables, the functions their policies ask, and nothing secret.
create schema app authorization portal_owner;
grant usage on schema app to auditor, client, client_sign_in, definer_comment, definer_file,
  definer_identity, definer_live, definer_log, definer_move, definer_number, definer_outbox,
  definer_plan, definer_receipt, definer_record, definer_retry, definer_review, definer_search,
  definer_session, definer_share, definer_signal, definer_team, definer_thread, definer_ticket,
  definer_time, definer_view, definer_visit, definer_work, staff, staff_sign_in, worker;

-- Credentials, sessions, throttles and the key of live channels. Out of reach of client and staff.
create schema identity authorization portal_owner;
grant usage on schema identity to client_sign_in, definer_identity, definer_live, definer_session,
  definer_view, staff_sign_in;

-- Privileges that new objects begin with ------------------------------------------------------------------------------

-- alter default privileges for role definer_comment: functions by default grant nothing to others
-- alter default privileges for role definer_file: functions by default grant nothing to others
-- alter default privileges for role definer_identity: functions by default grant nothing to others
-- alter default privileges for role definer_live: functions by default grant nothing to others
-- alter default privileges for role definer_log: functions by default grant nothing to others
-- alter default privileges for role definer_move: functions by default grant nothing to others
-- alter default privileges for role definer_number: functions by default grant nothing to others
-- alter default privileges for role definer_outbox: functions by default grant nothing to others
-- alter default privileges for role definer_plan: functions by default grant nothing to others
-- alter default privileges for role definer_receipt: functions by default grant nothing to others
-- alter default privileges for role definer_record: functions by default grant nothing to others
-- alter default privileges for role definer_retry: functions by default grant nothing to others
-- alter default privileges for role definer_review: functions by default grant nothing to others
-- alter default privileges for role definer_search: functions by default grant nothing to others
-- alter default privileges for role definer_session: functions by default grant nothing to others
-- alter default privileges for role definer_share: functions by default grant nothing to others
-- alter default privileges for role definer_signal: functions by default grant nothing to others
-- alter default privileges for role definer_team: functions by default grant nothing to others
-- alter default privileges for role definer_thread: functions by default grant nothing to others
-- alter default privileges for role definer_ticket: functions by default grant nothing to others
-- alter default privileges for role definer_time: functions by default grant nothing to others
-- alter default privileges for role definer_view: functions by default grant nothing to others
-- alter default privileges for role definer_visit: functions by default grant nothing to others
-- alter default privileges for role definer_work: functions by default grant nothing to others
-- alter default privileges for role portal_owner: functions by default grant nothing to others

-- Event triggers ------------------------------------------------------------------------------------------------------

create event trigger refuse_ddl_by_logins on ddl_command_start execute function app.refuse_ddl();
