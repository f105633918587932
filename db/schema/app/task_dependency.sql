-- Table app.task_dependency
--
-- A task that waits for another of the same project. Never in a circle.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.task_dependency (
  tenant_id uuid not null,
  project_id uuid not null,
  task_id uuid not null,
  depends_on_id uuid not null,
  created_at timestamp with time zone not null default now(),
  constraint task_dependency_pkey PRIMARY KEY (tenant_id, task_id, depends_on_id),
  constraint task_dependency_check CHECK (task_id <> depends_on_id),
  constraint task_dependency_tenant_id_project_id_depends_on_id_fkey FOREIGN KEY (tenant_id, project_id,
    depends_on_id) REFERENCES app.task(tenant_id, project_id, id) ON DELETE CASCADE,
  constraint task_dependency_tenant_id_project_id_task_id_fkey FOREIGN KEY (tenant_id, project_id, task_id)
    REFERENCES app.task(tenant_id, project_id, id) ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX task_dependency_backwards ON app.task_dependency USING btree (tenant_id, project_id, depends_on_id);
CREATE INDEX task_dependency_of_project ON app.task_dependency USING btree (tenant_id, project_id, task_id);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.task_dependency owner to portal_owner;
alter table app.task_dependency enable row level security;
alter table app.task_dependency force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.task_dependency to definer_work;
grant select on app.task_dependency to staff;
grant insert (project_id, task_id, depends_on_id) on app.task_dependency to staff;
grant delete on app.task_dependency to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_work_select on app.task_dependency for select to definer_work
  using (true);
create policy floor on app.task_dependency as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_work'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_work'::name]));
create policy staff_delete on app.task_dependency for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('contributor'::app.project_role))::uuid[])));
create policy staff_insert on app.task_dependency for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('contributor'::app.project_role))::uuid[])));
create policy staff_select on app.task_dependency for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_place
CREATE TRIGGER step_1_place BEFORE INSERT ON app.task_dependency FOR EACH ROW
  EXECUTE FUNCTION app.fill_dependency_keys();

-- Fills the tenant of a new dependency. As whoever adds it, so that a task they do not see is none.
-- app.fill_dependency_keys() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other
-- role may execute it.
CREATE OR REPLACE FUNCTION app.fill_dependency_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  select t.tenant_id into new.tenant_id from app.task t
   where t.id = new.task_id and t.project_id = new.project_id and t.tenant_id = coalesce(new.tenant_id, t.tenant_id);
  if not found then
    raise foreign_key_violation using message = 'no such task';
  end if;
  return new;
end $function$;

-- 2. before each row: step_2_refuse_circle
CREATE TRIGGER step_2_refuse_circle BEFORE INSERT ON app.task_dependency FOR EACH ROW
  EXECUTE FUNCTION app.refuse_circle();

-- Refuses a dependency that would close a circle.
-- app.refuse_circle() runs as definer_work, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.refuse_circle()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  -- Two that are added at the same moment must not close a circle between them.
  perform pg_advisory_xact_lock(hashtextextended(new.project_id::text, 0));
  if exists (
    with recursive before as (
      select d.depends_on_id from app.task_dependency d
       where d.tenant_id = new.tenant_id and d.project_id = new.project_id and d.task_id = new.depends_on_id
      union
      select d.depends_on_id from app.task_dependency d
        join before b on d.tenant_id = new.tenant_id and d.project_id = new.project_id and d.task_id = b.depends_on_id
    )
    select from before where depends_on_id = new.task_id
  ) then
    raise check_violation using message = 'tasks would wait for each other in a circle';
  end if;
  return new;
end $function$;

-- 3. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.task_dependency REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_task_dependency();

-- Tells the pages that show app.task_dependency of a change, once for each that has to hear of it; the client where a
-- value granted to it changed.
-- app.announce_task_dependency() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.announce_task_dependency()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_op = 'INSERT' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from written r) t (tenant, project, contract, person, topic);
  elsif tg_op = 'DELETE' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from before r) t (tenant, project, contract, person, topic);
  else
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from before r
      union select r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from written r) t (tenant, project, contract, person, topic);
  end if;
  return null;
end $function$;

-- 4. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.task_dependency REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_task_dependency();

-- app.announce_task_dependency() stands above.

-- 5. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE
  ON app.task_dependency REFERENCING OLD TABLE AS before NEW TABLE AS written FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_task_dependency();

-- app.announce_task_dependency() stands above.
