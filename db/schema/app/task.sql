-- Table app.task
--
-- A piece of work. Clients read it while it and its project are shared; planning columns never.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.task (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  project_shared boolean not null,
  -- TSK-0138: what people quote. From the internal stream until the task is first shared.
  number integer not null,
  -- The number before it was first shared, for staff who remember it.
  internal_number integer,
  story_id uuid,
  story_visible boolean,
  visible_story_id uuid generated always as (CASE WHEN story_visible THEN story_id ELSE NULL::uuid END) stored,
  sprint_id uuid,
  sprint_visible boolean,
  visible_sprint_id uuid generated always as (CASE WHEN sprint_visible THEN sprint_id ELSE NULL::uuid END) stored,
  milestone_id uuid,
  milestone_visible boolean,
  visible_milestone_id uuid generated always as (CASE
    WHEN milestone_visible THEN milestone_id ELSE NULL::uuid END) stored,
  -- app.seen_text is a domain over text.
  title app.seen_text not null,
  description text not null default ''::text,
  status app.task_status not null default 'to_do'::app.task_status,
  priority app.task_priority not null default 'medium'::app.task_priority,
  -- Planning, internal: never granted to clients. app.day is a domain over date.
  starts_on app.day,
  -- app.day is a domain over date.
  due_on app.day,
  completed_at timestamp with time zone,
  -- Internal: never granted to clients.
  estimate_minutes integer,
  -- The team's own words for filtering. Internal: never granted to clients.
  labels text[] not null default '{}'::text[],
  -- Internal: never granted to clients.
  assignee_staff_id uuid,
  -- Staff's order on the board. Not granted to clients: a gap in it would count what is hidden.
  "position" double precision not null default 0,
  visibility app.visibility not null,
  visible boolean not null,
  shared boolean not null generated always as (visibility = 'client_visible'::app.visibility AND project_shared) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint task_pkey PRIMARY KEY (tenant_id, id),
  constraint task_tenant_id_client_id_number_key UNIQUE (tenant_id, client_id, number),
  constraint task_tenant_id_project_id_id_key UNIQUE (tenant_id, project_id, id),
  constraint task_tenant_id_project_id_id_visible_key UNIQUE (tenant_id, project_id, id, visible),
  constraint task_check CHECK (due_on::date >= starts_on::date AND due_on::date <= (starts_on::date + 7305)),
  constraint task_check1 CHECK ((story_id IS NULL) = (story_visible IS NULL)),
  constraint task_check2 CHECK ((sprint_id IS NULL) = (sprint_visible IS NULL)),
  constraint task_check3 CHECK ((milestone_id IS NULL) = (milestone_visible IS NULL)),
  constraint task_description_check CHECK (length(description) <= 20000 AND (description IS NORMALIZED)),
  constraint task_estimate_minutes_check CHECK (estimate_minutes >= 0),
  constraint task_labels_check CHECK (cardinality(labels) <= 20 AND length(app.joined(labels)) <= 800
    AND labels::app.seen_text[] IS NOT NULL AND (app.joined(labels) IS NORMALIZED)),
  constraint task_title_check CHECK (length(title::text) <= 200 AND (title IS NORMALIZED)),
  constraint task_tenant_id_assignee_staff_id_fkey FOREIGN KEY (tenant_id, assignee_staff_id)
    REFERENCES app.staff_member(tenant_id, id),
  constraint task_tenant_id_client_id_project_id_project_shared_fkey FOREIGN KEY (tenant_id, client_id,
    project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint task_tenant_id_id_project_id_visibility_visible_fkey FOREIGN KEY (tenant_id, id, project_id,
    visibility, visible) REFERENCES app.record(tenant_id, id, root_id, visibility, visible) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint task_tenant_id_project_id_milestone_id_milestone_visible_fkey FOREIGN KEY (tenant_id,
    project_id, milestone_id, milestone_visible) REFERENCES app.milestone(tenant_id, project_id, id, visible)
    ON UPDATE CASCADE ON DELETE SET NULL (milestone_id, milestone_visible),
  constraint task_tenant_id_project_id_sprint_id_sprint_visible_fkey FOREIGN KEY (tenant_id, project_id,
    sprint_id, sprint_visible) REFERENCES app.sprint(tenant_id, project_id, id, visible) ON UPDATE CASCADE
    ON DELETE SET NULL (sprint_id, sprint_visible),
  constraint task_tenant_id_project_id_story_id_story_visible_fkey FOREIGN KEY (tenant_id, project_id,
    story_id, story_visible) REFERENCES app.story(tenant_id, project_id, id, visible) ON UPDATE CASCADE
    ON DELETE SET NULL (story_id, story_visible)
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.task_dependency: FOREIGN KEY (tenant_id, project_id, depends_on_id) REFERENCES app.task(tenant_id, project_id,
--   id) ON DELETE CASCADE
-- app.task_dependency: FOREIGN KEY (tenant_id, project_id, task_id) REFERENCES app.task(tenant_id, project_id, id) ON
--   DELETE CASCADE
-- app.task_estimate_change: FOREIGN KEY (tenant_id, project_id, task_id) REFERENCES app.task(tenant_id, project_id, id)
--   ON DELETE CASCADE
-- app.task_sprint_change: FOREIGN KEY (tenant_id, project_id, task_id) REFERENCES app.task(tenant_id, project_id, id)
--   ON DELETE CASCADE
-- app.task_status_change: FOREIGN KEY (tenant_id, project_id, task_id, task_visible) REFERENCES app.task(tenant_id,
--   project_id, id, visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.ticket_task: FOREIGN KEY (tenant_id, project_id, task_id, task_visible) REFERENCES app.task(tenant_id,
--   project_id, id, visible) ON UPDATE CASCADE ON DELETE CASCADE

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX task_by_assignee ON app.task USING btree (tenant_id, assignee_staff_id)
  WHERE (assignee_staff_id IS NOT NULL);
CREATE INDEX task_by_milestone ON app.task USING btree (tenant_id, project_id, milestone_id, milestone_visible)
  WHERE (milestone_id IS NOT NULL);
CREATE INDEX task_by_project ON app.task USING btree (tenant_id, client_id, project_id, project_shared);
CREATE INDEX task_by_sprint ON app.task USING btree (tenant_id, project_id, sprint_id, sprint_visible)
  WHERE (sprint_id IS NOT NULL);
CREATE INDEX task_by_story ON app.task USING btree (tenant_id, project_id, story_id, story_visible)
  WHERE (story_id IS NOT NULL);
CREATE INDEX task_for_client ON app.task USING btree (client_id, project_id, number) WHERE shared;
CREATE INDEX task_for_staff ON app.task USING btree (tenant_id, project_id, status, "position") INCLUDE (shared);
CREATE INDEX task_in_sprint_for_client ON app.task USING btree (client_id, visible_sprint_id, number) WHERE shared;
CREATE INDEX task_one_for_client ON app.task USING btree (client_id, id) WHERE shared;
CREATE INDEX task_progress_for_client ON app.task USING btree (client_id, project_id, visible_sprint_id)
  INCLUDE (visible_story_id, status, shared_at, shared) WHERE shared;

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.task alter column number set statistics 0, alter column title set statistics 0,
  alter column description set statistics 0, alter column due_on set statistics 0,
  alter column completed_at set statistics 0, alter column shared_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.task owner to portal_owner;
alter table app.task enable row level security;
alter table app.task force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (id, project_id, number, visible_story_id, visible_sprint_id, visible_milestone_id, title,
  description, status, priority, due_on, completed_at, shared_at) on app.task to client;
grant select (tenant_id, id, client_id, project_id, project_shared, visible, shared) on app.task to definer_comment;
grant select (id, project_id) on app.task to definer_plan;
grant update (sprint_id) on app.task to definer_plan;
grant select (id, project_id, version) on app.task to definer_review;
grant update (status) on app.task to definer_review;
grant select on app.task to staff;
grant insert (id, project_id, story_id, sprint_id, milestone_id, title, description, status, priority,
  starts_on, due_on, estimate_minutes, labels, assignee_staff_id, "position", visibility) on app.task to staff;
grant update (story_id, milestone_id, title, description, status, priority, starts_on, due_on, estimate_minutes,
  labels, assignee_staff_id, "position") on app.task to staff;
grant delete on app.task to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.task for select to client
  using (client_id = (SELECT app.client_section('projects'::app.section)) AND shared);
create policy definer_comment_select on app.task for select to definer_comment
  using (client_id = (SELECT app.client_section('projects'::app.section)) AND shared);
create policy definer_plan_select on app.task for select to definer_plan
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));
create policy definer_plan_update on app.task for update to definer_plan
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));
create policy definer_review_select on app.task for select to definer_review
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('reviewer'::app.project_role))::uuid[])));
create policy definer_review_update on app.task for update to definer_review
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('reviewer'::app.project_role))::uuid[]))
    AND status = 'in_review'::app.task_status)
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('reviewer'::app.project_role))::uuid[]))
    AND (status = ANY (ARRAY['done'::app.task_status, 'in_progress'::app.task_status])));
create policy floor on app.task as restrictive for all to public
  using (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_plan'::name,
    'definer_review'::name, 'definer_comment'::name])))
  with check (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_plan'::name,
    'definer_review'::name, 'definer_comment'::name])));
create policy staff_delete on app.task for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));
create policy staff_insert on app.task for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('contributor'::app.project_role))::uuid[]))
    AND (sprint_id IS NULL OR (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])))
    AND (visibility = 'internal_only'::app.visibility
    OR (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[]))
    OR (project_id = ANY ((SELECT app.projects_sharing('task'::app.record_kind))::uuid[]))));
create policy staff_select on app.task for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));
create policy staff_update on app.task for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('contributor'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('contributor'::app.project_role))::uuid[])));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_0_bump_version
CREATE TRIGGER step_0_bump_version BEFORE UPDATE OF story_id, sprint_id, milestone_id, title, description,
  status, priority, starts_on, due_on, estimate_minutes, labels, assignee_staff_id, visibility ON app.task
  FOR EACH ROW EXECUTE FUNCTION app.bump_version();

-- Counts the team's edits of a record. Its triggers name all that the team may write but the position: where no number
-- is left between two neighbours, their whole list is written anew, which is no change of what nobody moved. Who moves
-- one task writes its status and sprint along, so that this counts.
-- app.bump_version() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role may
-- execute it.
CREATE OR REPLACE FUNCTION app.bump_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if current_user in ('staff', 'definer_plan', 'definer_review') or new.visibility <> old.visibility then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  return new;
end $function$;

-- 2. before each row: step_1_keep
CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.task FOR EACH ROW
  EXECUTE FUNCTION app.record_before_write('task');

-- Places a new record in its project (tenant, client, project_shared, default visibility), and keeps shared_at. The
-- foreign keys, not this trigger, are what makes the copied values true. Argument: the kind.
-- app.record_before_write() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other
-- role may execute it.
CREATE OR REPLACE FUNCTION app.record_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    select p.tenant_id, p.client_id, p.shared into new.tenant_id, new.client_id, new.project_shared
      from app.project p
     where p.id = new.project_id and p.tenant_id = coalesce(new.tenant_id, p.tenant_id);
    if not found then
      raise foreign_key_violation using message = 'no such project';
    end if;
    new.visibility := coalesce(new.visibility, app.default_visibility(new.tenant_id, new.project_id, tg_argv[0]::app.record_kind));
    new.visible := new.visibility = 'client_visible';
  end if;

  if new.visibility = 'internal_only' or not new.project_shared then
    new.shared_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
  end if;
  return new;
end $function$;

-- 3. before each row: step_2_refer
CREATE TRIGGER step_2_refer BEFORE INSERT ON app.task FOR EACH ROW EXECUTE FUNCTION app.fill_task_references();

-- Fills story_visible, sprint_visible and milestone_visible when a task changes them, and completed_at when it is done.
-- A completed sprint takes no more tasks.
-- app.fill_task_references() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other
-- role may execute it.
CREATE OR REPLACE FUNCTION app.fill_task_references()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  sprint_status app.sprint_status;
begin
  if new.story_id is null then
    new.story_visible := null;
  elsif tg_op = 'INSERT' or new.story_id is distinct from old.story_id then
    select s.visible into new.story_visible from app.story s where s.tenant_id = new.tenant_id and s.id = new.story_id;
    if not found then
      raise foreign_key_violation using message = 'no such story';
    end if;
  end if;
  if new.sprint_id is null then
    new.sprint_visible := null;
  elsif tg_op = 'INSERT' or new.sprint_id is distinct from old.sprint_id then
    select s.visible, s.status into new.sprint_visible, sprint_status
      from app.sprint s where s.tenant_id = new.tenant_id and s.project_id = new.project_id and s.id = new.sprint_id;
    if not found then
      raise foreign_key_violation using message = 'no such sprint';
    end if;
    -- Its tasks stay, and may leave it; a task that is planned into it later would be work that never was in it.
    if sprint_status = 'completed' then
      raise check_violation using message = 'a completed sprint takes no more tasks';
    end if;
  end if;
  if new.milestone_id is null then
    new.milestone_visible := null;
  elsif tg_op = 'INSERT' or new.milestone_id is distinct from old.milestone_id then
    select m.visible into new.milestone_visible from app.milestone m where m.tenant_id = new.tenant_id and m.id = new.milestone_id;
    if not found then
      raise foreign_key_violation using message = 'no such milestone';
    end if;
  end if;
  if new.status <> 'done' then
    new.completed_at := null;
  elsif new.completed_at is null then
    new.completed_at := now();
  end if;
  return new;
end $function$;

-- 4. before each row: step_2_refer_anew
CREATE TRIGGER step_2_refer_anew BEFORE UPDATE ON app.task FOR EACH ROW
  WHEN (old.story_id IS DISTINCT FROM new.story_id OR old.sprint_id IS DISTINCT FROM new.sprint_id
  OR old.milestone_id IS DISTINCT FROM new.milestone_id OR old.status IS DISTINCT FROM new.status
  OR old.completed_at IS DISTINCT FROM new.completed_at) EXECUTE FUNCTION app.fill_task_references();

-- app.fill_task_references() stands above.

-- 5. before each row: step_3_number
CREATE TRIGGER step_3_number BEFORE INSERT ON app.task FOR EACH ROW EXECUTE FUNCTION app.number_record('task');

-- Numbers a record at creation, anew when it is first shared, and anew when it has moved to another client. Argument:
-- the kind. Holds the counter to the end of the transaction.
-- app.number_record() runs as definer_number, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.number_record()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  kind text := tg_argv[0];
  -- A project is where a task belongs; a ticket only names one.
  to_be_shared boolean := new.visibility = 'client_visible' and (kind = 'ticket' or new.project_shared);
  nth integer;
begin
  if tg_op = 'UPDATE' and new.client_id = old.client_id and (new.number % 10 >= 5 or not to_be_shared) then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(new.client_id || ' ' || kind || ' ' || to_be_shared, 3));
  -- The row is found from the end of its key: of what this transaction has counted before, no version is read again.
  update app.number_counter c set last_number = c.last_number + 1
   where c.ctid = (
     select l.ctid from app.number_counter l
      where l.tenant_id = new.tenant_id and l.client_id = new.client_id and l.record_kind = kind and l.for_shared = to_be_shared
      order by l.last_number desc limit 1
   )
  returning c.last_number into nth;
  if not found then
    nth := 1;
    insert into app.number_counter (tenant_id, client_id, record_kind, for_shared, last_number)
    values (new.tenant_id, new.client_id, kind, to_be_shared, nth);
  end if;
  if tg_op = 'UPDATE' then
    new.internal_number := new.number;
  end if;
  new.number := app.nth_number(nth, to_be_shared);
  return new;
end $function$;

-- 6. before each row: step_3_number_anew
CREATE TRIGGER step_3_number_anew BEFORE UPDATE ON app.task FOR EACH ROW WHEN (old.client_id <> new.client_id
  OR NOT old.shared) EXECUTE FUNCTION app.number_record('task');

-- app.number_record() stands above.

-- 7. after each row: "0_make_record"
CREATE TRIGGER "0_make_record" AFTER INSERT ON app.task FOR EACH ROW EXECUTE FUNCTION app.make_record('task');

-- Makes the record of a new row of the kind's own table. Arguments: the kind; of a project or ticket, "id"; of what
-- hangs on another record, the columns that name the ticket it is under (where it has one) and that record. It comes
-- before PostgreSQL looks the row's keys up, by triggers called RI_…: hence the name of its own.
-- app.make_record() runs as definer_record, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.make_record()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  kind app.record_kind := tg_argv[0]::app.record_kind;
  made jsonb;
  root uuid;
begin
  if tg_nargs = 1 then
    insert into app.record (tenant_id, id, client_id, kind, project_id, root_id, visibility)
    values (new.tenant_id, new.id, new.client_id, kind, new.project_id, new.project_id, new.visibility);
  elsif tg_argv[1] = 'id' then
    insert into app.record (tenant_id, id, client_id, kind, project_id, contract_id, root_id, visibility)
    values (
      new.tenant_id, new.id, new.client_id, kind, case when kind <> 'ticket' then new.id end,
      case when kind = 'ticket' then new.contract_id end, new.id, new.visibility
    );
  else
    made := to_jsonb(new);
    root := coalesce(made ->> tg_argv[1], made ->> 'project_id')::uuid;
    insert into app.record (tenant_id, id, client_id, kind, project_id, contract_id, root_id, parent_id, visibility)
    values (
      new.tenant_id, new.id, new.client_id, kind, (made ->> 'project_id')::uuid, (made ->> 'contract_id')::uuid, root,
      coalesce((made ->> tg_argv[2])::uuid, root), coalesce(made ->> 'visibility', 'internal_only')::app.visibility
    );
  end if;
  return null;
end $function$;

-- 8. after each row: drop_record
CREATE TRIGGER drop_record AFTER DELETE ON app.task FOR EACH ROW EXECUTE FUNCTION app.drop_record();

-- The record goes with the row of its own table, and takes along all that hangs on it.
-- app.drop_record() runs as definer_record, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.drop_record()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  delete from app.record r where r.tenant_id = old.tenant_id and r.id = old.id;
  return null;
end $function$;

-- 9. after each row: log_estimate
CREATE TRIGGER log_estimate AFTER UPDATE ON app.task FOR EACH ROW
  WHEN (old.estimate_minutes IS DISTINCT FROM new.estimate_minutes) EXECUTE FUNCTION app.log_task_estimate();

-- Writes app.task_estimate_change.
-- app.log_task_estimate() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.log_task_estimate()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  insert into app.task_estimate_change (tenant_id, project_id, task_id, from_minutes, to_minutes, actor_staff_id)
  values (new.tenant_id, new.project_id, new.id, old.estimate_minutes, new.estimate_minutes, app.staff_id());
  return null;
end $function$;

-- 10. after each row: log_sprint
CREATE TRIGGER log_sprint AFTER INSERT ON app.task FOR EACH ROW WHEN (new.sprint_id IS NOT NULL)
  EXECUTE FUNCTION app.log_task_sprint();

-- Writes app.task_sprint_change.
-- app.log_task_sprint() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.log_task_sprint()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  insert into app.task_sprint_change
    (tenant_id, project_id, task_id, from_sprint_id, to_sprint_id, estimate_minutes, actor_staff_id)
  values (
    new.tenant_id, new.project_id, new.id, case when tg_op = 'UPDATE' then old.sprint_id end, new.sprint_id,
    new.estimate_minutes, app.staff_id()
  );
  return null;
end $function$;

-- 11. after each row: log_sprint_change
CREATE TRIGGER log_sprint_change AFTER UPDATE ON app.task FOR EACH ROW
  WHEN (old.sprint_id IS DISTINCT FROM new.sprint_id) EXECUTE FUNCTION app.log_task_sprint();

-- app.log_task_sprint() stands above.

-- 12. after each row: log_status
CREATE TRIGGER log_status AFTER INSERT OR UPDATE OF status ON app.task FOR EACH ROW
  EXECUTE FUNCTION app.log_task_status();

-- Writes app.task_status_change.
-- app.log_task_status() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.log_task_status()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_op = 'INSERT' or old.status <> new.status then
    insert into app.task_status_change
      (tenant_id, client_id, project_id, task_id, task_visible, project_shared, was_shared, from_status, to_status, actor_staff_id)
    values (
      new.tenant_id, new.client_id, new.project_id, new.id, new.visible, new.project_shared,
      case when tg_op = 'UPDATE' then old.shared and new.shared else new.shared end,
      case when tg_op = 'UPDATE' then old.status end, new.status, app.staff_id()
    );
  end if;
  return null;
end $function$;

-- 13. after each row: log_visibility
CREATE TRIGGER log_visibility AFTER INSERT ON app.task FOR EACH ROW EXECUTE FUNCTION app.log_visibility('task');

-- Writes app.visibility_log; the trigger's argument is the kind of record.
-- app.log_visibility() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.log_visibility()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  row_before jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) end;
  row_after jsonb := to_jsonb(new);
  kind app.record_kind := tg_argv[0]::app.record_kind;
  -- A ticket may name a project, and a project has a contract: what counts is where the record belongs.
  contract uuid := case when kind in ('ticket', 'message', 'attachment') then (row_after ->> 'contract_id')::uuid end;
  person uuid := app.client_writer();
begin
  if row_before ->> 'visibility' is distinct from row_after ->> 'visibility' then
    insert into app.visibility_log
      (tenant_id, project_id, contract_id, client_id, record_kind, record_id, record_label, from_visibility, to_visibility, reason, seen, actor_staff_id,
       actor_client_user_id)
    values (
      new.tenant_id,
      case when contract is null then coalesce((row_after ->> 'project_id')::uuid, new.id) end,
      contract,
      (row_after ->> 'client_id')::uuid,
      kind,
      new.id,
      left(coalesce(row_after ->> 'title', row_after ->> 'name', row_after ->> 'body', ''), 200),
      (row_before ->> 'visibility')::app.visibility,
      new.visibility,
      -- Anybody may set app.reason; what a client says there has no place in the team's log.
      case when person is null then nullif(current_setting('app.reason', true), '') end,
      case when new.visibility = 'internal_only' and tg_op = 'UPDATE' then (
        select jsonb_agg(jsonb_build_object('name', u.name, 'times', r.times, 'last_at', r.last_at) order by r.last_at desc)
          from app.opened_by(kind, row_before) r
          join app.client_user u on u.tenant_id = new.tenant_id and u.id = r.client_user_id
      ) end,
      app.staff_id(),
      person
    );
  end if;
  return null;
end $function$;

-- 14. after each row: log_visibility_change
CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.task FOR EACH ROW
  WHEN (old.visibility IS DISTINCT FROM new.visibility) EXECUTE FUNCTION app.log_visibility('task');

-- app.log_visibility() stands above.

-- 15. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.task REFERENCING OLD TABLE AS before FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_task();

-- Tells the pages that show app.task of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_task() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.announce_task()
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
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, 'projects' from written r where r.shared) t (client, topic);
  elsif tg_op = 'DELETE' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from before r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, 'projects' from before r where r.shared) t (client, topic);
  else
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from before r
      union select r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from written r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (
        select distinct coalesce(b.client_id, w.client_id), 'projects'
          from before b full join written w using (tenant_id, id)
         where coalesce(b.shared, false) <> coalesce(w.shared, false)
            or (w.shared and (b.id, b.project_id, b.number, b.visible_story_id, b.visible_sprint_id, b.visible_milestone_id, b.title,
            b.description, b.status, b.priority, b.due_on, b.completed_at, b.shared_at)
          is distinct from (w.id, w.project_id, w.number, w.visible_story_id, w.visible_sprint_id, w.visible_milestone_id, w.title,
            w.description, w.status, w.priority, w.due_on, w.completed_at, w.shared_at))
      ) t (client, topic);
  end if;
  return null;
end $function$;

-- 16. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.task REFERENCING NEW TABLE AS written FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_task();

-- app.announce_task() stands above.

-- 17. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.task REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_task();

-- app.announce_task() stands above.
