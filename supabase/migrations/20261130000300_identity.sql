-- Who is asking: proved by the database, never told to it.
--
-- A transaction presents a token in the setting app.session. The functions below look up its SHA-256 among the
-- sessions of one realm and demand that the session was made for the login the connection came in by. session_user
-- cannot be changed by SET ROLE or inside a function, so a forged setting, a RESET ROLE, a staff token on the
-- client login or a replay after revocation all find no session, and every policy is false.
--
-- The token is derived from the cookie (src/lib/server/auth/token.ts): read back, it is worth nothing as a cookie.
--
-- What decides (may this person sign in, which sections, which tenant role) stands on the session itself, carried there
-- from the person by foreign key: one row of one table answers, and it cannot drift.
--
-- Each function is STABLE, so that a policy that wraps it in (select …) asks once for each table a statement names.
-- plpgsql keeps the plan of its one look-up; a SQL function here would start its executor anew on every call.
--
-- Each answers nobody unless the transaction reads what is committed: under a snapshot of its own a transaction would see its
-- session after the session was deleted, and a write that meets the team's would tell which row they touched (SQLSTATE 40001).
-- 0.5 µs of a look-up's 11.
--
-- This and every other SECURITY DEFINER function sets client_min_messages: with debug_print_plan = on, which anybody may set, the
-- server prints the plans of what a function asks, with whole rows folded into them as constants, to whoever called it. 0.4 µs.

-- Each function is made by the role that owns it.
grant create on schema app to definer_identity;

set role portal_owner;

create type app.section as enum ('projects', 'tickets', 'invoices', 'documents', 'team');
comment on type app.section is 'A part of the portal that a client user may or may not have.';
-- From the least to the most, so that "at least" is a comparison.
create type app.client_role as enum ('employee', 'admin');
create type app.tenant_role as enum ('member', 'manager', 'admin', 'owner');
create type app.project_role as enum ('observer', 'reviewer', 'contributor', 'manager', 'owner');

set role definer_identity;

-- The two look-ups, written once: one that answers with a column of the person's session, and one that answers with the projects, or the
-- contracts, that a staff member reaches.
do $template$
declare
  made record;
begin
  for made in
    select * from (values
      ('client_id()',                                                  'client', 'client_id',       'ends_at',    'is_valid', ''),
      ('client_section(wanted app.section)',                           'client', 'client_id',       'ends_at',    'is_valid', 'wanted = any (s.sections)'),
      ('client_tenant()',                                              'client', 'tenant_id',       'ends_at',    'is_valid', ''),
      ('client_user_id()',                                             'client', 'client_user_id',  'ends_at',    'is_valid', ''),
      ('client_writer()',                                              'client', 'client_user_id',  'ends_at',    'is_valid', 's.viewer_session is null'),
      ('client_viewer()',                                              'client', 'viewer_staff_id', 'ends_at',    'is_valid', ''),
      ('staff_id()',                                                   'staff',  'staff_member_id', 'expires_at', 'active',   ''),
      ('staff_tenant(minimum app.tenant_role default ''member'')',     'staff',  'tenant_id',       'expires_at', 'active',   's.role >= minimum')
    ) as f (signature, realm, answer, ends, holds, besides)
  loop
    execute format(
      $function$
create function app.%1$s returns uuid
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $body$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.%3$s into found_id
    from identity.%2$s_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.%4$s > statement_timestamp()
     and s.%5$s%6$s;
  return found_id;
end $body$
      $function$,
      made.signature, made.realm, made.answer, made.ends, made.holds, case when made.besides <> '' then e'\n     and ' || made.besides else '' end
    );
  end loop;

  for made in
    select * from (values ('staff_projects', 'project', 'p'), ('staff_contracts', 'contract', 'c')) as f (name, place, alias)
  loop
    execute format(
      $function$
create function app.%1$s(minimum app.project_role default 'observer') returns uuid[]
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $body$
declare
  staff_member uuid;
  tenant uuid;
  tenant_role app.tenant_role;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return '{}';
  end if;
  select s.tenant_id, s.staff_member_id, s.role into tenant, staff_member, tenant_role
    from identity.staff_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.expires_at > statement_timestamp()
     and s.active;
  if tenant_role >= 'manager' then
    return array(select %3$s.id from app.%2$s %3$s where %3$s.tenant_id = tenant);
  end if;
  return array(
    select m.%2$s_id from app.%2$s_member m
     where m.tenant_id = tenant and m.staff_member_id = staff_member and m.role >= minimum
  );
end $body$
      $function$,
      made.name, made.place, made.alias
    );
  end loop;
end $template$;

-- The client realm -------------------------------------------------------------------------------------------------------

comment on function app.client_id() is
  'The client whose user is signed in by app.session; null for anybody else. An id of app.client is unique over all tenants.';
grant execute on function app.client_id() to client, definer_visit, definer_receipt, definer_file;
comment on function app.client_section(app.section) is
  'As app.client_id(), for a person who has the section: a Client Admin has all, a Client Employee those switched on.';
grant execute on function app.client_section(app.section) to client, definer_live, definer_team, definer_comment,
  definer_receipt, definer_ticket, definer_search;
comment on function app.client_tenant() is 'The tenant of the signed-in client user.';
grant execute on function app.client_tenant() to client, definer_visit, definer_receipt, definer_ticket, definer_file;
comment on function app.client_user_id() is 'The signed-in client user.';
grant execute on function app.client_user_id() to client, definer_live, definer_team;
comment on function app.client_writer() is
  'As app.client_user_id(), but null for a staff member who looks through the person''s eyes: what writes asks this one.';
grant execute on function app.client_writer() to client, definer_log, definer_visit, definer_team, definer_comment,
  definer_receipt, definer_ticket, definer_file;
comment on function app.client_viewer() is 'The staff member who looks through a client user''s eyes; null for the client user, and for anybody else.';
grant execute on function app.client_viewer() to definer_live;

create function app.client_contracts() returns uuid[]
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
begin
  return array(select c.contract_id from app.contract_client c where c.client_id = app.client_section('tickets'));
end $$;
comment on function app.client_contracts() is
  'The contracts that cover the client of the signed-in person, if they have section tickets; empty for anybody else.';
grant execute on function app.client_contracts() to client, definer_ticket;

-- The staff realm --------------------------------------------------------------------------------------------------------

comment on function app.staff_id() is 'The signed-in staff member; null for anybody else.';
grant execute on function app.staff_id() to staff, definer_log, definer_live, definer_view, definer_time;
comment on function app.staff_tenant(app.tenant_role) is
  'The tenant of the signed-in staff member, if they hold at least this tenant role.';
grant execute on function app.staff_tenant(app.tenant_role) to staff, definer_live, definer_search, definer_view, definer_time,
  definer_share, definer_plan, definer_review, definer_move, definer_thread, definer_retry;
comment on function app.staff_projects(app.project_role) is
  'The projects on which the signed-in staff member holds at least this project role: tenant Managers and above reach '
  'every project of their tenant, Members only those they belong to. Empty for anybody else.';
grant execute on function app.staff_projects(app.project_role) to staff, definer_live, definer_view, definer_time, definer_share, definer_plan,
  definer_review;
comment on function app.staff_contracts(app.project_role) is
  'The contracts on whose tickets the signed-in staff member holds at least this role: tenant Managers and above reach every '
  'contract of their tenant, Members only those they belong to. Empty for anybody else.';
grant execute on function app.staff_contracts(app.project_role) to staff, definer_live, definer_search, definer_view, definer_time, definer_share,
  definer_thread;

set role portal_owner;

-- Jobs ------------------------------------------------------------------------------------------------------------------

-- A job has no person behind it. It says for which tenant it works, so that a slip in one tenant's work cannot touch another's.
create function app.work_tenant() returns uuid
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
  return nullif(current_setting('app.tenant', true), '')::uuid;
end $$;
comment on function app.work_tenant() is 'The tenant for which this transaction of a background job works; null for nobody.';
grant execute on function app.work_tenant() to worker;

reset role;

revoke create on schema app from definer_identity;
