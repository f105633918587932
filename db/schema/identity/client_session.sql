-- Table identity.client_session
--
-- token_hash is the SHA-256 of the token a transaction presents, which itself is derived from the cookie: reading this
-- table gives neither. Deleting the row ends the session.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table identity.client_session (
  token_hash bytea not null,
  tenant_id uuid not null,
  client_id uuid not null,
  -- Null in the preview of what a client gains, which looks as the client with every section and nobody in particular.
  client_user_id uuid,
  can_sign_in boolean not null,
  sections app.section[] not null,
  login_role name not null default 'client_app'::name,
  -- Whose eyes these are, where staff look as a client: the session is good on staff_app alone, writes nothing
  -- (app.client_writer), and ends with the staff session it was begun from (ends_at), or when its owner is deactivated
  -- or, as a client user, no longer a tenant Manager (is_valid).
  viewer_session bytea,
  viewer_staff_id uuid,
  viewer_active boolean,
  viewer_role app.tenant_role,
  viewer_expires_at timestamp with time zone,
  -- The entry in app.client_view: nobody looks as a client user without one.
  view_id uuid,
  is_valid boolean not null generated always as (can_sign_in AND COALESCE(viewer_active AND (client_user_id IS NULL
    OR viewer_role >= 'manager'::app.tenant_role), true)) stored,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  ends_at timestamp with time zone not null generated always as (LEAST(expires_at, viewer_expires_at)) stored,
  constraint client_session_pkey PRIMARY KEY (token_hash),
  constraint client_session_check CHECK (login_role = CASE
    WHEN viewer_session IS NULL THEN 'client_app'::text ELSE 'staff_app'::text END),
  constraint client_session_check1 CHECK (num_nonnulls(viewer_session, viewer_staff_id, viewer_active,
    viewer_role, viewer_expires_at) = ANY (ARRAY[0, 5])),
  constraint client_session_check2 CHECK (client_user_id IS NOT NULL OR viewer_session IS NOT NULL),
  constraint client_session_check3 CHECK ((view_id IS NULL) = (viewer_session IS NULL OR client_user_id IS NULL)),
  constraint client_session_token_hash_check CHECK (length(token_hash) = 32),
  constraint client_session_tenant_id_client_id_client_user_id_can_sign_fkey FOREIGN KEY (tenant_id,
    client_id, client_user_id, can_sign_in, sections)
    REFERENCES app.client_user(tenant_id, client_id, id, can_sign_in, granted_sections) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint client_session_tenant_id_viewer_staff_id_viewer_session_vi_fkey FOREIGN KEY (tenant_id,
    viewer_staff_id, viewer_session, viewer_active, viewer_role, viewer_expires_at)
    REFERENCES identity.staff_session(tenant_id, staff_member_id, token_hash, active, role, expires_at)
    ON UPDATE CASCADE ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX client_session_by_expiry ON identity.client_session USING btree (expires_at);
CREATE INDEX client_session_by_user
  ON identity.client_session USING btree (tenant_id, client_id, client_user_id, can_sign_in, sections);
CREATE INDEX client_session_by_viewer
  ON identity.client_session USING btree (tenant_id, viewer_staff_id, viewer_session, viewer_active,
  viewer_role, viewer_expires_at) WHERE (viewer_session IS NOT NULL);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table identity.client_session owner to portal_owner;
alter table identity.client_session enable row level security;
alter table identity.client_session force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on identity.client_session to client_sign_in;
grant insert (token_hash, tenant_id, client_id, client_user_id,
  expires_at) on identity.client_session to client_sign_in;
grant update (expires_at) on identity.client_session to client_sign_in;
grant delete on identity.client_session to client_sign_in;
grant select on identity.client_session to definer_identity;
grant select (token_hash) on identity.client_session to definer_session;
grant delete on identity.client_session to definer_session;
grant select (token_hash, view_id, expires_at) on identity.client_session to definer_view;
grant insert (token_hash, tenant_id, client_id, client_user_id, login_role, viewer_session, viewer_staff_id,
  view_id, expires_at) on identity.client_session to definer_view;
grant delete on identity.client_session to definer_view;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_sign_in_delete on identity.client_session for delete to client_sign_in
  using (login_role = 'client_app'::name);
create policy client_sign_in_insert on identity.client_session for insert to client_sign_in
  with check (true);
create policy client_sign_in_select on identity.client_session for select to client_sign_in
  using (login_role = 'client_app'::name);
create policy client_sign_in_update on identity.client_session for update to client_sign_in
  using (login_role = 'client_app'::name)
  with check (login_role = 'client_app'::name);
create policy definer_identity_select on identity.client_session for select to definer_identity
  using (true);
create policy definer_session_delete on identity.client_session for delete to definer_session
  using (true);
create policy definer_session_select on identity.client_session for select to definer_session
  using (true);
create policy definer_view_delete on identity.client_session for delete to definer_view
  using (login_role = 'staff_app'::name AND tenant_id = (SELECT app.staff_tenant())
    AND viewer_staff_id = (SELECT app.staff_id()));
create policy definer_view_insert on identity.client_session for insert to definer_view
  with check (login_role = 'staff_app'::name AND tenant_id = (SELECT app.staff_tenant())
    AND viewer_staff_id = (SELECT app.staff_id()));
create policy definer_view_select on identity.client_session for select to definer_view
  using (login_role = 'staff_app'::name AND tenant_id = (SELECT app.staff_tenant())
    AND viewer_staff_id = (SELECT app.staff_id()));
create policy floor on identity.client_session as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['client_sign_in'::name, 'definer_identity'::name,
    'definer_view'::name, 'definer_session'::name]))
  with check (CURRENT_USER = ANY (ARRAY['client_sign_in'::name, 'definer_identity'::name,
    'definer_view'::name, 'definer_session'::name]));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_begin
CREATE TRIGGER step_1_begin BEFORE INSERT ON identity.client_session FOR EACH ROW
  EXECUTE FUNCTION identity.begin_client_session();

-- Fills can_sign_in and sections of a new session, and what it hangs on in its viewer's; a preview has every section.
-- identity.begin_client_session() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No
-- other role may execute it.
CREATE OR REPLACE FUNCTION identity.begin_client_session()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if new.client_user_id is null then
    new.can_sign_in := true;
    new.sections := enum_range(null::app.section);
  else
    select u.can_sign_in, u.granted_sections into new.can_sign_in, new.sections
      from app.client_user u where u.tenant_id = new.tenant_id and u.id = new.client_user_id;
  end if;
  if new.viewer_session is not null then
    select s.active, s.role, s.expires_at into new.viewer_active, new.viewer_role, new.viewer_expires_at
      from identity.staff_session s where s.token_hash = new.viewer_session;
  end if;
  return new;
end $function$;

-- 2. after each row: announce_end
CREATE TRIGGER announce_end AFTER DELETE ON identity.client_session FOR EACH ROW
  EXECUTE FUNCTION app.announce_session_end('viewer_staff_id', 'client_user_id');

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
CREATE TRIGGER end_session AFTER UPDATE ON identity.client_session FOR EACH ROW
  WHEN (old.is_valid <> new.is_valid) EXECUTE FUNCTION identity.end_session();

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
