-- Table app.task_sprint_change
--
-- Each move of a task into or out of a sprint, for the burn-down. Written by trigger alone. A sprint that is deleted is
-- still named.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.task_sprint_change (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  project_id uuid not null,
  task_id uuid not null,
  from_sprint_id uuid,
  to_sprint_id uuid,
  -- The task's estimate at that moment.
  estimate_minutes integer,
  actor_staff_id uuid,
  changed_at timestamp with time zone not null default now(),
  constraint task_sprint_change_pkey PRIMARY KEY (tenant_id, id),
  constraint task_sprint_change_tenant_id_project_id_task_id_fkey FOREIGN KEY (tenant_id, project_id,
    task_id) REFERENCES app.task(tenant_id, project_id, id) ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX task_sprint_change_by_task ON app.task_sprint_change USING btree (tenant_id, project_id, task_id);
CREATE INDEX task_sprint_change_into ON app.task_sprint_change USING btree (tenant_id, to_sprint_id, changed_at);
CREATE INDEX task_sprint_change_out_of ON app.task_sprint_change USING btree (tenant_id, from_sprint_id, changed_at);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.task_sprint_change owner to portal_owner;
alter table app.task_sprint_change enable row level security;
alter table app.task_sprint_change force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant insert on app.task_sprint_change to definer_log;
grant select on app.task_sprint_change to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_log_insert on app.task_sprint_change for insert to definer_log
  with check (true);
create policy floor on app.task_sprint_change as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name]));
create policy staff_select on app.task_sprint_change for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));
