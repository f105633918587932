-- Table app.milestone_change
--
-- Each move of a milestone's dates. Written by trigger alone.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.milestone_change (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  project_id uuid not null,
  milestone_id uuid not null,
  milestone_visible boolean not null,
  project_shared boolean not null,
  -- A move made while the milestone was hidden stays hidden when it is shared later.
  was_shared boolean not null,
  shared boolean not null generated always as (was_shared AND milestone_visible AND project_shared) stored,
  -- app.day is a domain over date.
  from_agreed_on app.day,
  -- app.day is a domain over date.
  to_agreed_on app.day,
  -- app.day is a domain over date.
  from_forecast_on app.day,
  -- app.day is a domain over date.
  to_forecast_on app.day,
  -- app.day is a domain over date.
  from_met_on app.day,
  -- app.day is a domain over date.
  to_met_on app.day,
  -- Why, in the team's own words. Internal: never granted to clients.
  reason text,
  actor_staff_id uuid,
  changed_at timestamp with time zone not null default now(),
  constraint milestone_change_pkey PRIMARY KEY (tenant_id, id),
  constraint milestone_change_reason_check CHECK ((reason IS NORMALIZED)),
  constraint milestone_change_tenant_id_client_id_project_id_project_sh_fkey FOREIGN KEY (tenant_id,
    client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint milestone_change_tenant_id_project_id_milestone_id_milesto_fkey FOREIGN KEY (tenant_id,
    project_id, milestone_id, milestone_visible) REFERENCES app.milestone(tenant_id, project_id, id, visible)
    ON UPDATE CASCADE ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX milestone_change_by_milestone
  ON app.milestone_change USING btree (tenant_id, project_id, milestone_id, milestone_visible);
CREATE INDEX milestone_change_by_project
  ON app.milestone_change USING btree (tenant_id, client_id, project_id, project_shared);
CREATE INDEX milestone_change_for_client ON app.milestone_change USING btree (client_id, project_id, changed_at)
  WHERE shared;
CREATE INDEX milestone_change_of_milestone ON app.milestone_change USING btree (tenant_id, milestone_id, changed_at);

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.milestone_change alter column from_agreed_on set statistics 0,
  alter column to_agreed_on set statistics 0, alter column from_forecast_on set statistics 0,
  alter column to_forecast_on set statistics 0, alter column from_met_on set statistics 0,
  alter column to_met_on set statistics 0, alter column changed_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.milestone_change owner to portal_owner;
alter table app.milestone_change enable row level security;
alter table app.milestone_change force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (project_id, milestone_id, from_agreed_on, to_agreed_on, from_forecast_on, to_forecast_on,
  from_met_on, to_met_on, changed_at) on app.milestone_change to client;
grant insert on app.milestone_change to definer_log;
grant select on app.milestone_change to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.milestone_change for select to client
  using (client_id = (SELECT app.client_section('projects'::app.section)) AND shared);
create policy definer_log_insert on app.milestone_change for insert to definer_log
  with check (true);
create policy floor on app.milestone_change as restrictive for all to public
  using (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name])))
  with check (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name])));
create policy staff_select on app.milestone_change for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: forget
CREATE TRIGGER forget BEFORE UPDATE ON app.milestone_change FOR EACH ROW WHEN (old.client_id <> new.client_id)
  EXECUTE FUNCTION app.forget_history();

-- What one client was shown of a record's past is nothing that the next client is shown.
-- app.forget_history() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role
-- may execute it.
CREATE OR REPLACE FUNCTION app.forget_history()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  new.was_shared := false;
  return new;
end $function$;
