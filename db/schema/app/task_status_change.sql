-- Table app.task_status_change
--
-- Each status a task has had. Written by trigger alone.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.task_status_change (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  project_id uuid not null,
  task_id uuid not null,
  task_visible boolean not null,
  project_shared boolean not null,
  -- A change made while the task was hidden stays hidden when it is shared later.
  was_shared boolean not null,
  shared boolean not null generated always as (was_shared AND task_visible AND project_shared) stored,
  from_status app.task_status,
  to_status app.task_status not null,
  actor_staff_id uuid,
  changed_at timestamp with time zone not null default now(),
  constraint task_status_change_pkey PRIMARY KEY (tenant_id, id),
  constraint task_status_change_tenant_id_client_id_project_id_project__fkey FOREIGN KEY (tenant_id,
    client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint task_status_change_tenant_id_project_id_task_id_task_visib_fkey FOREIGN KEY (tenant_id,
    project_id, task_id, task_visible) REFERENCES app.task(tenant_id, project_id, id, visible) ON UPDATE CASCADE
    ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX task_status_change_by_project
  ON app.task_status_change USING btree (tenant_id, client_id, project_id, project_shared);
CREATE INDEX task_status_change_by_task
  ON app.task_status_change USING btree (tenant_id, project_id, task_id, task_visible);
CREATE INDEX task_status_change_for_client
  ON app.task_status_change USING btree (client_id, project_id, changed_at) WHERE shared;
CREATE INDEX task_status_change_of_task ON app.task_status_change USING btree (tenant_id, task_id, changed_at);
CREATE INDEX task_status_change_of_task_for_client
  ON app.task_status_change USING btree (client_id, task_id, changed_at) WHERE shared;

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.task_status_change alter column from_status set statistics 0,
  alter column to_status set statistics 0, alter column changed_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.task_status_change owner to portal_owner;
alter table app.task_status_change enable row level security;
alter table app.task_status_change force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (project_id, task_id, from_status, to_status, changed_at) on app.task_status_change to client;
grant insert on app.task_status_change to definer_log;
grant select on app.task_status_change to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.task_status_change for select to client
  using (client_id = (SELECT app.client_section('projects'::app.section)) AND shared);
create policy definer_log_insert on app.task_status_change for insert to definer_log
  with check (true);
create policy floor on app.task_status_change as restrictive for all to public
  using (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name])))
  with check (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name])));
create policy staff_select on app.task_status_change for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: forget
CREATE TRIGGER forget BEFORE UPDATE ON app.task_status_change FOR EACH ROW WHEN (old.client_id <> new.client_id)
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
