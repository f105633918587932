-- Table identity.staff_session
--
-- As identity.client_session, for the staff realm.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table identity.staff_session (
  token_hash bytea not null,
  tenant_id uuid not null,
  staff_member_id uuid not null,
  active boolean not null,
  role app.tenant_role not null,
  login_role name not null default 'staff_app'::name,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint staff_session_pkey PRIMARY KEY (token_hash),
  constraint staff_session_tenant_id_staff_member_id_token_hash_active_r_key UNIQUE (tenant_id,
    staff_member_id, token_hash, active, role, expires_at),
  constraint staff_session_login_role_check CHECK (login_role = 'staff_app'::name),
  constraint staff_session_token_hash_check CHECK (length(token_hash) = 32),
  constraint staff_session_tenant_id_staff_member_id_active_role_fkey FOREIGN KEY (tenant_id, staff_member_id,
    active, role) REFERENCES app.staff_member(tenant_id, id, active, role) ON UPDATE CASCADE ON DELETE CASCADE
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- identity.client_session: FOREIGN KEY (tenant_id, viewer_staff_id, viewer_session, viewer_active, viewer_role,
--   viewer_expires_at) REFERENCES identity.staff_session(tenant_id, staff_member_id, token_hash, active, role,
--   expires_at) ON UPDATE CASCADE ON DELETE CASCADE

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX staff_session_by_expiry ON identity.staff_session USING btree (expires_at);
CREATE INDEX staff_session_by_member ON identity.staff_session USING btree (tenant_id, staff_member_id, active, role);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table identity.staff_session owner to portal_owner;
alter table identity.staff_session enable row level security;
alter table identity.staff_session force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on identity.staff_session to definer_identity;
grant select (token_hash) on identity.staff_session to definer_session;
grant delete on identity.staff_session to definer_session;
grant select (token_hash, active, role, expires_at) on identity.staff_session to definer_view;
grant select on identity.staff_session to staff_sign_in;
grant insert (token_hash, tenant_id, staff_member_id, expires_at) on identity.staff_session to staff_sign_in;
grant update (expires_at) on identity.staff_session to staff_sign_in;
grant delete on identity.staff_session to staff_sign_in;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_identity_select on identity.staff_session for select to definer_identity
  using (true);
create policy definer_session_delete on identity.staff_session for delete to definer_session
  using (true);
create policy definer_session_select on identity.staff_session for select to definer_session
  using (true);
create policy definer_view_select on identity.staff_session for select to definer_view
  using (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
create policy floor on identity.staff_session as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff_sign_in'::name, 'definer_identity'::name,
    'definer_view'::name, 'definer_session'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff_sign_in'::name, 'definer_identity'::name,
    'definer_view'::name, 'definer_session'::name]));
create policy staff_sign_in_delete on identity.staff_session for delete to staff_sign_in
  using (true);
create policy staff_sign_in_insert on identity.staff_session for insert to staff_sign_in
  with check (true);
create policy staff_sign_in_select on identity.staff_session for select to staff_sign_in
  using (true);
create policy staff_sign_in_update on identity.staff_session for update to staff_sign_in
  using (true)
  with check (true);

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_begin
CREATE TRIGGER step_1_begin BEFORE INSERT ON identity.staff_session FOR EACH ROW
  EXECUTE FUNCTION identity.begin_staff_session();

-- Fills active and role of a new session.
-- identity.begin_staff_session() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No
-- other role may execute it.
CREATE OR REPLACE FUNCTION identity.begin_staff_session()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  select m.active, m.role into new.active, new.role
    from app.staff_member m where m.tenant_id = new.tenant_id and m.id = new.staff_member_id;
  return new;
end $function$;

-- 2. after each row: announce_end
CREATE TRIGGER announce_end AFTER DELETE ON identity.staff_session FOR EACH ROW
  EXECUTE FUNCTION app.announce_session_end('staff_member_id');

-- The person's live connections check their session again. Arguments: the columns that name the person, the first that
-- does.
-- app.announce_session_end() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.announce_session_end()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  person uuid := (
    select to_jsonb(old) ->> named.col from unnest(tg_argv) with ordinality as named (col, nth)
     where to_jsonb(old) ->> named.col is not null order by nth limit 1
  );
begin
  perform pg_notify(app.live_channel('person', person, 'session'), '');
  return null;
end $function$;

-- 3. after each row: end_session
CREATE TRIGGER end_session AFTER UPDATE ON identity.staff_session FOR EACH ROW WHEN (old.active <> new.active)
  EXECUTE FUNCTION identity.end_session();

-- Ends a session with the right to have one: of a person or client that is deactivated, of a look whose owner may look
-- no more.
-- identity.end_session() runs as definer_session, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION identity.end_session()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_table_name = 'client_session' then
    delete from identity.client_session s where s.token_hash = new.token_hash;
  else
    delete from identity.staff_session s where s.token_hash = new.token_hash;
  end if;
  return null;
end $function$;
