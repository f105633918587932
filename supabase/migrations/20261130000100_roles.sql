-- Who may log in, and that nobody may anything.
--
-- Three kinds of role:
--   logins     client_app, client_auth, staff_app, staff_auth, worker_app: NOINHERIT, own nothing, hold no privilege;
--              each may SET ROLE to the one role below its name. auditor reads the catalog and the logs, nothing else.
--   roles      client, client_sign_in, staff, staff_sign_in, worker: what a transaction runs as.
--   definers   NOLOGIN owners of the SECURITY DEFINER functions, one for each purpose, with just the grants it needs.
-- portal_owner owns schemas and tables; nobody logs in as it.
--
-- Roles belong to the cluster and migrations to a database, so each is made only where it is missing.
-- Passwords are the operator's business: no migration sets one.

do $$
declare
  wanted text;
begin
  foreach wanted in array array[
    'portal_owner',
    'client', 'client_sign_in', 'staff', 'staff_sign_in', 'worker',
    'definer_identity', 'definer_log', 'definer_live', 'definer_number', 'definer_visit', 'definer_team',
    'definer_comment', 'definer_receipt', 'definer_view', 'definer_work', 'definer_ticket', 'definer_file', 'definer_time', 'definer_search', 'definer_session',
    'definer_signal', 'definer_share', 'definer_plan', 'definer_review', 'definer_move', 'definer_thread', 'definer_outbox', 'definer_retry', 'definer_record'
  ] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin noinherit', wanted);
    end if;
  end loop;

  foreach wanted in array array['client_app', 'client_auth', 'staff_app', 'staff_auth', 'worker_app', 'auditor'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I login noinherit nocreatedb nocreaterole', wanted);
    end if;
  end loop;

  -- Where the migrator is not a superuser (Supabase), it has to be a member to hand objects to their owners.
  if not (select rolsuper from pg_roles where rolname = current_user) then
    foreach wanted in array array[
      'portal_owner', 'definer_identity', 'definer_log', 'definer_live', 'definer_number', 'definer_visit', 'definer_team',
      'definer_comment', 'definer_receipt', 'definer_view', 'definer_work', 'definer_ticket', 'definer_file', 'definer_time', 'definer_search', 'definer_session',
      'definer_signal', 'definer_share', 'definer_plan', 'definer_review', 'definer_move', 'definer_thread', 'definer_outbox', 'definer_retry', 'definer_record'
    ] loop
      execute format('grant %I to %I', wanted, current_user);
    end loop;
  end if;
end $$;

-- Search alone reads past row security: a text operator is not leakproof, so that below any policy, the floor included, it
-- could use no index (RLS.md, section 4). It reads a few columns, its functions hand back ids and nothing else, and whoever asked
-- reads those rows under their own policies. Where the migrator may not say this, search is right all the same, and slow.
do $$
begin
  alter role definer_search bypassrls;
exception when insufficient_privilege then
  raise warning 'not allowed to let definer_search read past row security: search will use no text index';
end $$;

grant client to client_app;
grant client_sign_in to client_auth;
grant staff to staff_app;
grant staff_sign_in to staff_auth;
grant worker to worker_app;

-- For "View as client" and the sharing preview: under role client this login is shown only sessions that were made for it,
-- each bound to the staff member who looks (identity.client_session, "viewer_…").
grant client to staff_app;

-- Whoever inherits a login sees what its connections do and may end them, and those alone: no need of pg_signal_backend, by which
-- the team's could be ended as well. The logins themselves hold nothing to inherit.
alter role definer_signal inherit;
grant client_app, client_auth to definer_signal;
comment on role portal_owner is 'Owns the schemas and tables. Nobody logs in as it.';
comment on role client is 'What a client user''s request runs as: column grants and row policies.';
comment on role staff is 'What a staff member''s request runs as: row policies by tenant and project role.';
comment on role client_sign_in is 'Credentials and sessions of the client realm, nothing else.';
comment on role staff_sign_in is 'Credentials and sessions of the staff realm, nothing else.';
comment on role worker is 'What a background job runs as.';
comment on role auditor is 'A DBA''s login: the catalog and the logs.';

-- Connections ------------------------------------------------------------------------------------------------

do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format(
    'grant connect on database %I to client_app, client_auth, staff_app, staff_auth, worker_app, auditor',
    current_database()
  );
end $$;

revoke all on schema public from public;

create schema app authorization portal_owner;
comment on schema app is 'Business tables, the functions their policies ask, and nothing secret.';

create schema identity authorization portal_owner;
comment on schema identity is 'Credentials, sessions, throttles and the key of live channels. Out of reach of client and staff.';

grant usage on schema app to client, staff, client_sign_in, staff_sign_in, worker, auditor, definer_identity, definer_log, definer_live, definer_number, definer_visit, definer_team,
  definer_comment, definer_receipt, definer_view, definer_work, definer_ticket, definer_file, definer_time, definer_search, definer_session, definer_signal,
  definer_share, definer_plan, definer_review, definer_move, definer_thread, definer_outbox, definer_retry, definer_record;
grant usage on schema identity to client_sign_in, staff_sign_in, definer_identity, definer_live, definer_view, definer_session;

-- Nobody may execute a function that they are not told they may, whichever role made it.
do $$
declare
  maker name;
begin
  alter default privileges revoke execute on functions from public;
  for maker in select rolname from pg_roles where rolname = 'portal_owner' or rolname like 'definer\_%' loop
    execute format('alter default privileges for role %I revoke execute on functions from public', maker);
  end loop;
end $$;

-- What PostgreSQL gives to everybody and a client login must not have ---------------------------------------
--
-- Each of these is refused to a migrator that is not a superuser; the audit then reports it as open.

do $$
declare
  maker name;
  routine regprocedure;
begin
  -- DO blocks run any statement, RESET ROLE included.
  revoke usage on language plpgsql from public;
  grant usage on language plpgsql to portal_owner;
  for maker in select rolname from pg_roles where rolname like 'definer\_%' loop
    execute format('grant usage on language plpgsql to %I', maker);
  end loop;

  for routine in
    select p.oid::regprocedure
      from pg_proc p
     where p.pronamespace = 'pg_catalog'::regnamespace
       and (
         -- Settings changed from inside a SELECT, and SELECTs run from inside a string.
         p.proname in ('set_config', 'query_to_xml', 'query_to_xmlschema', 'query_to_xml_and_xmlschema',
           'cursor_to_xml', 'cursor_to_xmlschema', 'table_to_xml', 'table_to_xmlschema', 'table_to_xml_and_xmlschema',
           'schema_to_xml', 'schema_to_xmlschema', 'schema_to_xml_and_xmlschema',
           'database_to_xml', 'database_to_xmlschema', 'database_to_xml_and_xmlschema', 'ts_stat', 'ts_rewrite')
         -- Places to store and locks to hold that no policy knows.
         or p.proname like 'lo\_%' or p.proname in ('loread', 'lowrite', 'pg_notify')
         or p.proname like 'pg\_advisory%' or p.proname like 'pg\_try\_advisory%'
         -- Other sessions: their statements, and their end.
         or p.proname in ('pg_stat_get_activity', 'pg_cancel_backend', 'pg_terminate_backend', 'pg_lock_status',
           'pg_blocking_pids', 'pg_safe_snapshot_blocking_pids', 'pg_sleep', 'pg_sleep_for', 'pg_sleep_until',
           'pg_log_backend_memory_contexts')
         -- How much the whole installation holds and does.
         or p.proname like 'pg\_stat\_get\_%' or p.proname like 'pg\_%\_size' or p.proname like 'pg\_column\_%'
         or p.proname like 'txid\_current%' or p.proname like 'pg\_current\_%' or p.proname like 'pg\_walfile%'
         or p.proname like 'pg\_last\_%' or p.proname like 'pg\_wal\_%' or p.proname like 'pg\_xact\_%'
         or p.oid::regprocedure::text in ('age(xid)', 'mxid_age(xid)')
         or p.proname in ('pg_get_multixact_members', 'pg_get_replication_slots', 'pg_available_wal_summaries',
           'pg_get_wal_summarizer_state', 'pg_notification_queue_usage', 'pg_prepared_xact', 'pg_isolation_test_session_is_blocked',
           'pg_snapshot_xmax', 'txid_status', 'pg_export_snapshot', 'pg_logical_emit_message', 'pg_get_wal_resource_managers', 'pg_control_checkpoint', 'pg_control_system',
           'pg_control_init', 'pg_control_recovery')
       )
  loop
    execute format('revoke execute on function %s from public', routine);
    execute format('grant execute on function %s to auditor', routine);
  end loop;

  revoke execute on function pg_catalog.set_config(text, text, boolean) from auditor;
  grant execute on function pg_catalog.set_config(text, text, boolean)
    to client_app, client_auth, staff_app, staff_auth, worker_app, definer_log;
  grant execute on function pg_catalog.pg_notify(text, text) to definer_live;
  grant execute on function pg_catalog.pg_stat_get_activity(integer), pg_catalog.pg_terminate_backend(integer, bigint) to definer_signal;
  grant execute on function pg_catalog.pg_advisory_xact_lock(bigint) to definer_work, definer_file, definer_time, definer_number;
  grant execute on function pg_catalog.pg_advisory_xact_lock_shared(bigint) to definer_work;
exception when insufficient_privilege then
  raise warning 'not a superuser: functions open to PUBLIC stay open; npm run db:audit lists them';
end $$;

-- Row counts of every tenant stand in pg_class; the rest of the catalog is not secret.
do $$
begin
  revoke select on pg_catalog.pg_class from public;
  execute (
    select format('grant select (%s) on pg_catalog.pg_class to public', string_agg(quote_ident(attname), ', ' order by attnum))
      from pg_attribute
     where attrelid = 'pg_catalog.pg_class'::regclass
       and not attisdropped
       and attname not in ('relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid', 'ctid',
         'xmin', 'xmax', 'cmin', 'cmax')
  );
  grant select on pg_catalog.pg_class to auditor;
exception when insufficient_privilege then
  raise warning 'not a superuser: pg_class.reltuples stays readable; npm run db:audit lists it';
end $$;

-- No DDL through the app's logins. It also refuses DROP OWNED, which edits policies on servers older than the
-- minors of November 2026 (CVE-2026-116311).
create function app.refuse_ddl() returns event_trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if session_user in ('client_app', 'client_auth', 'staff_app', 'staff_auth', 'worker_app', 'auditor') then
    raise insufficient_privilege using message = 'this login may not change the schema';
  end if;
end $$;
alter function app.refuse_ddl() owner to portal_owner;

revoke all on function app.refuse_ddl() from public;
comment on function app.refuse_ddl() is 'Refuses any change of the schema through a login of the app.';

do $$
begin
  create event trigger refuse_ddl_by_logins on ddl_command_start execute function app.refuse_ddl();
exception when insufficient_privilege then
  raise warning 'not allowed to create event triggers; npm run db:audit reports it';
end $$;
