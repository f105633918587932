-- Table app.tenant
--
-- A delivery company. Its id is the tenant_id of everything else.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.tenant (
  tenant_id uuid not null default gen_random_uuid(),
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  -- What its clients read in the portal's top bar. app.seen_text is a domain over text.
  portal_name app.seen_text not null,
  accent_color text not null default '#3454d1'::text,
  -- The largest file that anybody may attach.
  upload_limit_bytes bigint not null default (100 * 1024 * 1024),
  -- Whether those who approve time approve their own as well: for a company in which there is nobody else to do it.
  -- Internal.
  approve_own_time boolean not null default false,
  -- An IANA time zone, whose day is the team's: today, a day of time, a week of a report. Internal: a client's own days
  -- are those of app.client.time_zone.
  time_zone text not null default 'UTC'::text,
  created_at timestamp with time zone not null default now(),
  constraint tenant_pkey PRIMARY KEY (tenant_id),
  constraint tenant_accent_color_check CHECK (accent_color ~ '^#[0-9a-f]{6}$'::text),
  constraint tenant_name_check CHECK (length(name::text) <= 200 AND (name IS NORMALIZED)),
  constraint tenant_portal_name_check CHECK (length(portal_name::text) <= 200 AND (portal_name IS NORMALIZED)),
  constraint tenant_upload_limit_bytes_check CHECK (upload_limit_bytes > 0)
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.client: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
-- app.contract: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
-- app.macro: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
-- app.project: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
-- app.staff_member: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
-- app.upload: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.tenant alter column name set statistics 0, alter column portal_name set statistics 0,
  alter column accent_color set statistics 0, alter column upload_limit_bytes set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.tenant owner to portal_owner;
alter table app.tenant enable row level security;
alter table app.tenant force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (name, portal_name, accent_color, upload_limit_bytes) on app.tenant to client;
grant select (tenant_id, upload_limit_bytes) on app.tenant to definer_file;
grant select (tenant_id, approve_own_time, time_zone) on app.tenant to definer_time;
grant select on app.tenant to staff;
grant update (approve_own_time, time_zone) on app.tenant to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.tenant for select to client
  using (tenant_id = (SELECT app.client_tenant()));
create policy definer_file_select on app.tenant for select to definer_file
  using (tenant_id = (SELECT app.client_tenant()));
create policy definer_time_select on app.tenant for select to definer_time
  using (true);
create policy floor on app.tenant as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_time'::name, 'definer_file'::name]))
  with check (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_time'::name, 'definer_file'::name]));
create policy staff_select on app.tenant for select to staff
  using (tenant_id = (SELECT app.staff_tenant()));
create policy staff_update on app.tenant for update to staff
  using (tenant_id = (SELECT app.staff_tenant('admin'::app.tenant_role)))
  with check (tenant_id = (SELECT app.staff_tenant('admin'::app.tenant_role)));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: check_time_zone
CREATE TRIGGER check_time_zone BEFORE INSERT OR UPDATE OF time_zone ON app.tenant FOR EACH ROW
  WHEN (new.time_zone <> 'UTC'::text) EXECUTE FUNCTION app.check_time_zone();

-- Refuses a time zone that PostgreSQL does not know.
-- app.check_time_zone() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role
-- may execute it.
CREATE OR REPLACE FUNCTION app.check_time_zone()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if not exists (select from pg_catalog.pg_timezone_names z where z.name = new.time_zone) then
    raise check_violation using message = 'no such time zone', constraint = 'time_zone_unknown';
  end if;
  return new;
end $function$;
