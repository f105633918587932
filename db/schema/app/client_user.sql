-- Table app.client_user
--
-- A person of a client. Deactivating the person or the client ends can_sign_in, and with it every session.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.client_user (
  tenant_id uuid not null,
  client_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  email text not null,
  role app.client_role not null default 'employee'::app.client_role,
  -- What is switched on for a Client Employee.
  sections app.section[] not null default '{projects}'::app.section[],
  -- What the person may open: a Client Admin every section.
  granted_sections app.section[] not null generated always as (CASE
    WHEN role = 'admin'::app.client_role THEN '{projects,tickets,invoices,documents,team}'::app.section[] ELSE sections
    END) stored,
  active boolean not null default true,
  -- The client's "active", carried by the foreign key.
  client_active boolean not null default true,
  can_sign_in boolean not null generated always as (active AND client_active) stored,
  created_at timestamp with time zone not null default now(),
  -- The locale by which the person chose to read dates and numbers; null for that of their browser. No client grant:
  -- app.client_locale() tells the person their own.
  locale text,
  constraint client_user_pkey PRIMARY KEY (tenant_id, id),
  constraint client_user_id_key UNIQUE (id),
  constraint client_user_tenant_id_client_id_id_can_sign_in_granted_sect_key UNIQUE (tenant_id, client_id,
    id, can_sign_in, granted_sections),
  constraint client_user_tenant_id_client_id_id_email_can_sign_in_key UNIQUE (tenant_id, client_id, id,
    email, can_sign_in),
  constraint client_user_tenant_id_client_id_id_key UNIQUE (tenant_id, client_id, id),
  constraint client_user_email_check CHECK (email = lower(email) AND length(email) >= 3 AND length(email) <= 320
    AND (email IS NORMALIZED)),
  constraint client_user_locale_check CHECK (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'::text
    AND (locale IS NORMALIZED)),
  constraint client_user_name_check CHECK (length(name::text) <= 200 AND (name IS NORMALIZED)),
  constraint client_user_tenant_id_client_id_client_active_fkey FOREIGN KEY (tenant_id, client_id,
    client_active) REFERENCES app.client(tenant_id, id, active) ON UPDATE CASCADE
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.client_view: FOREIGN KEY (tenant_id, client_id, client_user_id) REFERENCES app.client_user(tenant_id, client_id,
--   id) ON DELETE CASCADE
-- app.client_visit: FOREIGN KEY (tenant_id, client_id, client_user_id) REFERENCES app.client_user(tenant_id, client_id,
--   id) ON DELETE CASCADE
-- app.message: FOREIGN KEY (tenant_id, client_id, author_client_user_id) REFERENCES app.client_user(tenant_id,
--   client_id, id)
-- app.read_receipt: FOREIGN KEY (tenant_id, client_id, client_user_id) REFERENCES app.client_user(tenant_id, client_id,
--   id) ON DELETE CASCADE
-- app.text: FOREIGN KEY (tenant_id, client_id, author_client_user_id) REFERENCES app.client_user(tenant_id, client_id,
--   id)
-- app.ticket: FOREIGN KEY (tenant_id, client_id, raised_by_client_user_id) REFERENCES app.client_user(tenant_id,
--   client_id, id)
-- app.upload: FOREIGN KEY (tenant_id, client_id, client_user_id) REFERENCES app.client_user(tenant_id, client_id, id)
--   ON DELETE CASCADE
-- identity.client_credential: FOREIGN KEY (tenant_id, client_id, client_user_id, email, can_sign_in) REFERENCES
--   app.client_user(tenant_id, client_id, id, email, can_sign_in) ON UPDATE CASCADE ON DELETE CASCADE
-- identity.client_session: FOREIGN KEY (tenant_id, client_id, client_user_id, can_sign_in, sections) REFERENCES
--   app.client_user(tenant_id, client_id, id, can_sign_in, granted_sections) ON UPDATE CASCADE ON DELETE CASCADE

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX client_user_by_client ON app.client_user USING btree (tenant_id, client_id, client_active);

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.client_user alter column name set statistics 0, alter column email set statistics 0,
  alter column role set statistics 0, alter column sections set statistics 0,
  alter column active set statistics 0, alter column locale set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.client_user owner to portal_owner;
alter table app.client_user enable row level security;
alter table app.client_user force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (id, name, email, role, sections, active) on app.client_user to client;
grant select (tenant_id, id, granted_sections, can_sign_in) on app.client_user to client_sign_in;
grant select (id, name) on app.client_user to definer_comment;
grant select on app.client_user to definer_identity;
grant select (tenant_id, id, name) on app.client_user to definer_log;
grant select (client_id, id, role) on app.client_user to definer_team;
grant update (sections) on app.client_user to definer_team;
grant select (id, name) on app.client_user to definer_ticket;
grant select (tenant_id, client_id, id, granted_sections, can_sign_in) on app.client_user to definer_view;
grant select (id) on app.client_user to definer_visit;
grant update (locale) on app.client_user to definer_visit;
grant select on app.client_user to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.client_user for select to client
  using (id = (SELECT app.client_user_id()) OR client_id = (SELECT app.client_section('team'::app.section)));
create policy client_sign_in_select on app.client_user for select to client_sign_in
  using (true);
create policy definer_comment_select on app.client_user for select to definer_comment
  using (id = (SELECT app.client_writer()));
create policy definer_identity_select on app.client_user for select to definer_identity
  using (true);
create policy definer_log_select on app.client_user for select to definer_log
  using (true);
create policy definer_team_select on app.client_user for select to definer_team
  using (client_id = (SELECT app.client_section('team'::app.section)));
create policy definer_team_update on app.client_user for update to definer_team
  using (client_id = (SELECT app.client_section('team'::app.section)) AND role = 'employee'::app.client_role)
  with check (client_id = (SELECT app.client_section('team'::app.section)) AND role = 'employee'::app.client_role);
create policy definer_ticket_select on app.client_user for select to definer_ticket
  using (id = (SELECT app.client_writer()));
create policy definer_view_select on app.client_user for select to definer_view
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
create policy definer_visit_select on app.client_user for select to definer_visit
  using (id = (SELECT app.client_writer()));
create policy definer_visit_update on app.client_user for update to definer_visit
  using (id = (SELECT app.client_writer()))
  with check (id = (SELECT app.client_writer()));
create policy floor on app.client_user as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_identity'::name,
    'definer_team'::name, 'definer_visit'::name, 'definer_log'::name, 'definer_comment'::name,
    'definer_ticket'::name, 'definer_view'::name, 'client_sign_in'::name]))
  with check (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_identity'::name,
    'definer_team'::name, 'definer_visit'::name, 'definer_log'::name, 'definer_comment'::name,
    'definer_ticket'::name, 'definer_view'::name, 'client_sign_in'::name]));
create policy staff_select on app.client_user for select to staff
  using (tenant_id = (SELECT app.staff_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. after each row: announce_rights
CREATE TRIGGER announce_rights AFTER UPDATE OF role, sections, active, client_active ON app.client_user
  FOR EACH ROW EXECUTE FUNCTION app.announce_session_end('id');

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
