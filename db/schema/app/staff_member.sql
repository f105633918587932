-- Table app.staff_member
--
-- A person of the tenant. Never readable by a client; what they write carries display_name.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.staff_member (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  -- app.seen_text is a domain over text.
  display_name app.seen_text not null,
  email text not null,
  role app.tenant_role not null default 'member'::app.tenant_role,
  active boolean not null default true,
  created_at timestamp with time zone not null default now(),
  -- The locale by which the person chose to read dates and numbers; null for that of their browser.
  locale text,
  constraint staff_member_pkey PRIMARY KEY (tenant_id, id),
  constraint staff_member_tenant_id_id_active_role_key UNIQUE (tenant_id, id, active, role),
  constraint staff_member_tenant_id_id_email_active_key UNIQUE (tenant_id, id, email, active),
  constraint staff_member_display_name_check CHECK (length(display_name::text) <= 200 AND (display_name IS NORMALIZED)),
  constraint staff_member_email_check CHECK (email = lower(email) AND length(email) >= 3 AND length(email) <= 320
    AND (email IS NORMALIZED)),
  constraint staff_member_locale_check CHECK (locale ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'::text
    AND (locale IS NORMALIZED)),
  constraint staff_member_name_check CHECK (length(name::text) <= 200 AND (name IS NORMALIZED)),
  constraint staff_member_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.attachment: FOREIGN KEY (tenant_id, author_staff_id) REFERENCES app.staff_member(tenant_id, id)
-- app.client_view: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
-- app.contract_member: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
-- app.escalation: FOREIGN KEY (tenant_id, by_staff_id) REFERENCES app.staff_member(tenant_id, id)
-- app.escalation: FOREIGN KEY (tenant_id, to_staff_id) REFERENCES app.staff_member(tenant_id, id)
-- app.escalation_step: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
-- app.message: FOREIGN KEY (tenant_id, author_staff_id) REFERENCES app.staff_member(tenant_id, id)
-- app.project_member: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
-- app.saved_filter: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
-- app.saved_view: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
-- app.sla_policy: FOREIGN KEY (tenant_id, created_by) REFERENCES app.staff_member(tenant_id, id)
-- app.sprint_capacity: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
-- app.task: FOREIGN KEY (tenant_id, assignee_staff_id) REFERENCES app.staff_member(tenant_id, id)
-- app.text: FOREIGN KEY (tenant_id, author_staff_id) REFERENCES app.staff_member(tenant_id, id)
-- app.ticket: FOREIGN KEY (tenant_id, assignee_staff_id) REFERENCES app.staff_member(tenant_id, id)
-- app.ticket: FOREIGN KEY (tenant_id, raised_by_staff_id) REFERENCES app.staff_member(tenant_id, id)
-- app.ticket_note: FOREIGN KEY (tenant_id, author_staff_id) REFERENCES app.staff_member(tenant_id, id)
-- app.time_entry: FOREIGN KEY (tenant_id, decided_by) REFERENCES app.staff_member(tenant_id, id)
-- app.time_entry: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
-- app.upload: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
-- identity.staff_credential: FOREIGN KEY (tenant_id, staff_member_id, email, can_sign_in) REFERENCES
--   app.staff_member(tenant_id, id, email, active) ON UPDATE CASCADE ON DELETE CASCADE
-- identity.staff_session: FOREIGN KEY (tenant_id, staff_member_id, active, role) REFERENCES app.staff_member(tenant_id,
--   id, active, role) ON UPDATE CASCADE ON DELETE CASCADE

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.staff_member owner to portal_owner;
alter table app.staff_member enable row level security;
alter table app.staff_member force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.staff_member to definer_identity;
grant select on app.staff_member to staff;
grant update (locale) on app.staff_member to staff;
grant select (tenant_id, id, role, active) on app.staff_member to staff_sign_in;
grant select (tenant_id, id, role, active) on app.staff_member to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_identity_select on app.staff_member for select to definer_identity
  using (true);
create policy floor on app.staff_member as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_identity'::name, 'staff_sign_in'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name,
    'definer_identity'::name, 'staff_sign_in'::name]));
create policy staff_select on app.staff_member for select to staff
  using (tenant_id = (SELECT app.staff_tenant()));
create policy staff_sign_in_select on app.staff_member for select to staff_sign_in
  using (true);
create policy staff_update on app.staff_member for update to staff
  using (tenant_id = (SELECT app.staff_tenant()) AND id = (SELECT app.staff_id()))
  with check (tenant_id = (SELECT app.staff_tenant()) AND id = (SELECT app.staff_id()));
create policy worker_select on app.staff_member for select to worker
  using (tenant_id = (SELECT app.work_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. after each row: announce_rights
CREATE TRIGGER announce_rights AFTER UPDATE OF role, active ON app.staff_member FOR EACH ROW
  EXECUTE FUNCTION app.announce_session_end('id');

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

-- 2. after each row: release_tickets
CREATE TRIGGER release_tickets AFTER UPDATE OF active, role ON app.staff_member FOR EACH ROW WHEN (old.active
  AND NOT new.active OR old.role > new.role) EXECUTE FUNCTION app.release_tickets();

-- Whoever reaches a contract no more has none of its open tickets any more: they are nobody's, and the queue says so.
-- What is over keeps its name. Writes as whoever takes the access away: of a membership before it goes, since it may be
-- their own.
-- app.release_tickets() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role
-- may execute it.
CREATE OR REPLACE FUNCTION app.release_tickets()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  held uuid[];
  person uuid;
  contract uuid;
begin
  if tg_table_name = 'contract_member' then
    if exists (
      select from app.staff_member s
       where s.tenant_id = old.tenant_id and s.id = old.staff_member_id and s.active and s.role >= 'manager'
    ) then
      return old;
    end if;
    person := old.staff_member_id;
    contract := old.contract_id;
  else
    person := old.id;
  end if;
  -- In the order of ids, so that none waits for another in a circle.
  held := array(
    select t.id from app.ticket t
     where t.tenant_id = old.tenant_id and t.assignee_staff_id = person and t.status not in ('resolved', 'closed')
       and (contract is null and not app.reaches_contract(t.tenant_id, t.contract_id, person) or t.contract_id = contract)
     order by t.id for update
  );
  update app.ticket t set assignee_staff_id = null where t.tenant_id = old.tenant_id and t.id = any (held);
  return old;
end $function$;
