-- Table app.task_estimate_change
--
-- Each change of a task's estimate after it was created, so that the burn-down's past stays as it was. Written by
-- trigger alone.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.task_estimate_change (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  project_id uuid not null,
  task_id uuid not null,
  -- Null where the task had no estimate; likewise to_minutes where it lost it.
  from_minutes integer,
  to_minutes integer,
  actor_staff_id uuid,
  changed_at timestamp with time zone not null default now(),
  constraint task_estimate_change_pkey PRIMARY KEY (tenant_id, id),
  constraint task_estimate_change_check CHECK (from_minutes IS DISTINCT FROM to_minutes),
  constraint task_estimate_change_tenant_id_project_id_task_id_fkey FOREIGN KEY (tenant_id, project_id,
    task_id) REFERENCES app.task(tenant_id, project_id, id) ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX task_estimate_change_by_task
  ON app.task_estimate_change USING btree (tenant_id, project_id, task_id, changed_at);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.task_estimate_change owner to portal_owner;
alter table app.task_estimate_change enable row level security;
alter table app.task_estimate_change force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant insert on app.task_estimate_change to definer_log;
grant select on app.task_estimate_change to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_log_insert on app.task_estimate_change for insert to definer_log
  with check (true);
create policy floor on app.task_estimate_change as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name]));
create policy staff_select on app.task_estimate_change for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));
