-- Tasks, their history, and how the team plans them: sprints over time, dependencies, capacity, saved filters. All but the task and its
-- statuses is internal: it has no client grant and no flag.

-- Each function is made by the role that owns it.
grant create on schema app to definer_plan, definer_review, definer_log, definer_work;

set role portal_owner;

create type app.task_status as enum ('to_do', 'in_progress', 'in_review', 'blocked', 'done');
create type app.task_priority as enum ('low', 'medium', 'high', 'urgent');

create function app.joined(words text[]) returns text
language sql immutable parallel safe set search_path = pg_catalog, pg_temp
return array_to_string(words, ',');
comment on function app.joined(text[]) is 'The words in one text, for a check of their length.';
grant execute on function app.joined(text[]) to staff, definer_share, definer_plan, definer_review;

create table app.task (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  project_shared boolean not null,
  number integer not null,
  internal_number integer,
  story_id uuid,
  story_visible boolean,
  visible_story_id uuid generated always as (case when story_visible then story_id end) stored,
  sprint_id uuid,
  sprint_visible boolean,
  visible_sprint_id uuid generated always as (case when sprint_visible then sprint_id end) stored,
  milestone_id uuid,
  milestone_visible boolean,
  visible_milestone_id uuid generated always as (case when milestone_visible then milestone_id end) stored,
  title app.seen_text not null check (length(title) <= 200 and title is normalized),
  description text not null default '' check (length(description) <= 20000 and description is normalized),
  status app.task_status not null default 'to_do',
  priority app.task_priority not null default 'medium',
  starts_on app.day,
  due_on app.day check (due_on >= starts_on and due_on <= starts_on + 7305),
  completed_at timestamptz,
  estimate_minutes integer check (estimate_minutes >= 0),
  labels text[] not null default '{}' check (
    cardinality(labels) <= 20 and length(app.joined(labels)) <= 800 and labels::app.seen_text[] is not null
      and app.joined(labels) is normalized
  ),
  assignee_staff_id uuid,
  position double precision not null default 0,
  visibility app.visibility not null,
  visible boolean not null,
  shared boolean not null generated always as (visibility = 'client_visible' and project_shared) stored,
  shared_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, client_id, number),
  unique (tenant_id, project_id, id),
  unique (tenant_id, project_id, id, visible),
  check ((story_id is null) = (story_visible is null)),
  check ((sprint_id is null) = (sprint_visible is null)),
  check ((milestone_id is null) = (milestone_visible is null)),
  foreign key (tenant_id, id, project_id, visibility, visible)
    references app.record (tenant_id, id, root_id, visibility, visible) on update cascade on delete cascade,
  foreign key (tenant_id, client_id, project_id, project_shared)
    references app.project (tenant_id, client_id, id, shared) on update cascade on delete cascade,
  foreign key (tenant_id, project_id, story_id, story_visible)
    references app.story (tenant_id, project_id, id, visible) on update cascade on delete set null (story_id, story_visible),
  foreign key (tenant_id, project_id, sprint_id, sprint_visible)
    references app.sprint (tenant_id, project_id, id, visible) on update cascade on delete set null (sprint_id, sprint_visible),
  foreign key (tenant_id, project_id, milestone_id, milestone_visible)
    references app.milestone (tenant_id, project_id, id, visible) on update cascade on delete set null (milestone_id, milestone_visible),
  foreign key (tenant_id, assignee_staff_id) references app.staff_member (tenant_id, id)
);
create index task_by_project on app.task (tenant_id, client_id, project_id, project_shared);
-- "shared" is in it so that the tasks of a list of projects are counted out of the index alone.
create index task_for_staff on app.task (tenant_id, project_id, status, position) include (shared);
create index task_by_story on app.task (tenant_id, project_id, story_id, story_visible) where story_id is not null;
create index task_by_sprint on app.task (tenant_id, project_id, sprint_id, sprint_visible) where sprint_id is not null;
create index task_by_milestone on app.task (tenant_id, project_id, milestone_id, milestone_visible) where milestone_id is not null;
create index task_by_assignee on app.task (tenant_id, assignee_staff_id) where assignee_staff_id is not null;
create index task_for_client on app.task (client_id, project_id, number) where shared;
-- "shared" is in it because the floor, which asks current_user too, is checked although the predicate implies it.
create index task_progress_for_client on app.task (client_id, project_id, visible_sprint_id)
  include (visible_story_id, status, shared_at, shared) where shared;
create index task_one_for_client on app.task (client_id, id) where shared;
create index task_in_sprint_for_client on app.task (client_id, visible_sprint_id, number) where shared;
comment on table app.task is 'A piece of work. Clients read it while it and its project are shared; planning columns never.';
comment on column app.task.number is 'TSK-0138: what people quote. From the internal stream until the task is first shared.';
comment on column app.task.internal_number is 'The number before it was first shared, for staff who remember it.';
comment on column app.task.position is 'Staff''s order on the board. Not granted to clients: a gap in it would count what is hidden.';
comment on column app.task.assignee_staff_id is 'Internal: never granted to clients.';
comment on column app.task.starts_on is 'Planning, internal: never granted to clients.';
comment on column app.task.labels is 'The team''s own words for filtering. Internal: never granted to clients.';
comment on column app.task.estimate_minutes is 'Internal: never granted to clients.';
alter table app.task alter column title set statistics 0, alter column description set statistics 0,
  alter column number set statistics 0, alter column due_on set statistics 0, alter column completed_at set statistics 0,
  alter column shared_at set statistics 0;

-- policies: app.task
-- generated by db/policies.ts
alter table app.task enable row level security;
alter table app.task force row level security;
grant select (id, project_id, number, visible_story_id, visible_sprint_id, visible_milestone_id, title, description, status, priority, due_on, completed_at, shared_at) on app.task to client;
create policy client_select on app.task for select to client
  using (client_id = (select app.client_section('projects')) and shared);
grant select on app.task to staff;
create policy staff_select on app.task for select to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]));
grant insert (id, project_id, story_id, sprint_id, milestone_id, title, description, status, priority, starts_on, due_on, estimate_minutes, labels, assignee_staff_id, position, visibility) on app.task to staff;
create policy staff_insert on app.task for insert to staff
  with check (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('contributor'))::uuid[]) and (sprint_id is null or project_id = any ((select app.staff_projects('manager'))::uuid[])) and (visibility = 'internal_only' or project_id = any ((select app.staff_projects('manager'))::uuid[]) or project_id = any ((select app.projects_sharing('task'))::uuid[])));
grant update (story_id, milestone_id, title, description, status, priority, starts_on, due_on, estimate_minutes, labels, assignee_staff_id, position) on app.task to staff;
create policy staff_update on app.task for update to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('contributor'))::uuid[]))
  with check (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('contributor'))::uuid[]));
grant delete on app.task to staff;
create policy staff_delete on app.task for delete to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('manager'))::uuid[]));
grant select (id, project_id) on app.task to definer_plan;
create policy definer_plan_select on app.task for select to definer_plan
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('manager'))::uuid[]));
grant update (sprint_id) on app.task to definer_plan;
create policy definer_plan_update on app.task for update to definer_plan
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('manager'))::uuid[]))
  with check (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('manager'))::uuid[]));
grant select (id, project_id, version) on app.task to definer_review;
create policy definer_review_select on app.task for select to definer_review
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('reviewer'))::uuid[]));
grant update (status) on app.task to definer_review;
create policy definer_review_update on app.task for update to definer_review
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('reviewer'))::uuid[]) and status = 'in_review')
  with check (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('reviewer'))::uuid[]) and status in ('done', 'in_progress'));
grant select (tenant_id, id, client_id, project_id, project_shared, visible, shared) on app.task to definer_comment;
create policy definer_comment_select on app.task for select to definer_comment
  using (client_id = (select app.client_section('projects')) and shared);
create policy floor on app.task as restrictive for all to public
  using (shared or current_user in ('staff', 'definer_plan', 'definer_review', 'definer_comment'))
  with check (shared or current_user in ('staff', 'definer_plan', 'definer_review', 'definer_comment'));
grant create on schema app to definer_live;
set role definer_live;
create function app.announce_task() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
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
end $$;
comment on function app.announce_task() is 'Tells the pages that show app.task of a change, once for each that has to hear of it; the client where a value granted to it changed.';
grant execute on function app.announce_task() to portal_owner;
set role portal_owner;
revoke create on schema app from definer_live;
create trigger announce_insert after insert on app.task referencing new table as written
  for each statement execute function app.announce_task();
create trigger announce_update after update on app.task referencing old table as before new table as written
  for each statement execute function app.announce_task();
create trigger announce_delete after delete on app.task referencing old table as before
  for each statement execute function app.announce_task();
-- end of policies

create function app.fill_task_references() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
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
end $$;
comment on function app.fill_task_references() is
  'Fills story_visible, sprint_visible and milestone_visible when a task changes them, and completed_at when it is done. A completed sprint takes '
  'no more tasks.';

set role definer_plan;

create function app.plan_into_sprint(project uuid, tasks uuid[], sprint uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
declare
  planned integer;
begin
  update app.task t set sprint_id = sprint where t.project_id = project and t.id = any (tasks);
  get diagnostics planned = row_count;
  return planned;
end $$;
comment on function app.plan_into_sprint(uuid, uuid[], uuid) is
  'Puts tasks of a project into a sprint of it, or into the backlog (null), and returns how many of them it reached. The policy of definer_plan says whose.';
grant execute on function app.plan_into_sprint(uuid, uuid[], uuid) to staff;

set role definer_review;

create function app.review_tasks(project uuid, tasks uuid[], verdict app.task_status, read_version integer default null) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
declare
  reviewed integer;
begin
  update app.task t set status = verdict
   where t.project_id = project and t.id = any (tasks) and (read_version is null or t.version = read_version);
  get diagnostics reviewed = row_count;
  return reviewed;
end $$;
comment on function app.review_tasks(uuid, uuid[], app.task_status, integer) is
  'Takes tasks of a project that are in review onward or back, over the version that was read where one is given, and returns how many of them '
  'it reached. The policy of definer_review says whose, and which status may follow.';
grant execute on function app.review_tasks(uuid, uuid[], app.task_status, integer) to staff;

set role definer_log;

create function app.log_task_status() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
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
end $$;
comment on function app.log_task_status() is 'Writes app.task_status_change.';
grant execute on function app.log_task_status() to portal_owner;

create function app.log_task_sprint() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
begin
  insert into app.task_sprint_change
    (tenant_id, project_id, task_id, from_sprint_id, to_sprint_id, estimate_minutes, actor_staff_id)
  values (
    new.tenant_id, new.project_id, new.id, case when tg_op = 'UPDATE' then old.sprint_id end, new.sprint_id,
    new.estimate_minutes, app.staff_id()
  );
  return null;
end $$;
comment on function app.log_task_sprint() is 'Writes app.task_sprint_change.';
grant execute on function app.log_task_sprint() to portal_owner;

create function app.log_task_estimate() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
begin
  insert into app.task_estimate_change (tenant_id, project_id, task_id, from_minutes, to_minutes, actor_staff_id)
  values (new.tenant_id, new.project_id, new.id, old.estimate_minutes, new.estimate_minutes, app.staff_id());
  return null;
end $$;
comment on function app.log_task_estimate() is 'Writes app.task_estimate_change.';
grant execute on function app.log_task_estimate() to portal_owner;

set role portal_owner;

create trigger step_1_keep before insert or update on app.task for each row execute function app.record_before_write('task');
create trigger "0_make_record" after insert on app.task for each row execute function app.make_record('task');
create trigger drop_record after delete on app.task for each row execute function app.drop_record();
create trigger step_0_bump_version before update of story_id, sprint_id, milestone_id, title, description, status, priority, starts_on, due_on, estimate_minutes, labels, assignee_staff_id, visibility
  on app.task for each row execute function app.bump_version();
create trigger step_2_refer before insert on app.task for each row execute function app.fill_task_references();
create trigger step_2_refer_anew before update on app.task
  for each row when (
    (old.story_id, old.sprint_id, old.milestone_id, old.status, old.completed_at)
      is distinct from (new.story_id, new.sprint_id, new.milestone_id, new.status, new.completed_at)
  )
  execute function app.fill_task_references();
create trigger step_3_number before insert on app.task for each row execute function app.number_record('task');
create trigger step_3_number_anew before update on app.task
  for each row when (old.client_id <> new.client_id or not old.shared) execute function app.number_record('task');
create trigger log_visibility after insert on app.task for each row execute function app.log_visibility('task');
create trigger log_visibility_change after update on app.task
  for each row when (old.visibility is distinct from new.visibility) execute function app.log_visibility('task');
create trigger log_status after insert or update of status on app.task
  for each row execute function app.log_task_status();
create trigger log_sprint after insert on app.task
  for each row when (new.sprint_id is not null) execute function app.log_task_sprint();
create trigger log_sprint_change after update on app.task
  for each row when (old.sprint_id is distinct from new.sprint_id) execute function app.log_task_sprint();
create trigger log_estimate after update on app.task
  for each row when (old.estimate_minutes is distinct from new.estimate_minutes) execute function app.log_task_estimate();

create table app.task_status_change (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  project_id uuid not null,
  task_id uuid not null,
  task_visible boolean not null,
  project_shared boolean not null,
  was_shared boolean not null,
  shared boolean not null generated always as (was_shared and task_visible and project_shared) stored,
  from_status app.task_status,
  to_status app.task_status not null,
  actor_staff_id uuid,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, project_id, task_id, task_visible)
    references app.task (tenant_id, project_id, id, visible) on update cascade on delete cascade,
  foreign key (tenant_id, client_id, project_id, project_shared)
    references app.project (tenant_id, client_id, id, shared) on update cascade on delete cascade
);
create index task_status_change_by_task on app.task_status_change (tenant_id, project_id, task_id, task_visible);
create index task_status_change_by_project on app.task_status_change (tenant_id, client_id, project_id, project_shared);
create index task_status_change_of_task on app.task_status_change (tenant_id, task_id, changed_at);
create index task_status_change_for_client on app.task_status_change (client_id, project_id, changed_at) where shared;
create index task_status_change_of_task_for_client on app.task_status_change (client_id, task_id, changed_at) where shared;
comment on table app.task_status_change is 'Each status a task has had. Written by trigger alone.';
comment on column app.task_status_change.was_shared is 'A change made while the task was hidden stays hidden when it is shared later.';
alter table app.task_status_change alter column from_status set statistics 0, alter column to_status set statistics 0,
  alter column changed_at set statistics 0;

-- policies: app.task_status_change
-- generated by db/policies.ts
alter table app.task_status_change enable row level security;
alter table app.task_status_change force row level security;
grant select (project_id, task_id, from_status, to_status, changed_at) on app.task_status_change to client;
create policy client_select on app.task_status_change for select to client
  using (client_id = (select app.client_section('projects')) and shared);
grant select on app.task_status_change to staff;
create policy staff_select on app.task_status_change for select to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]));
grant insert on app.task_status_change to definer_log;
create policy definer_log_insert on app.task_status_change for insert to definer_log
  with check (true);
create policy floor on app.task_status_change as restrictive for all to public
  using (shared or current_user in ('staff', 'definer_log'))
  with check (shared or current_user in ('staff', 'definer_log'));
-- end of policies

create trigger forget before update on app.task_status_change
  for each row when (old.client_id <> new.client_id) execute function app.forget_history();

create table app.task_sprint_change (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  project_id uuid not null,
  task_id uuid not null,
  from_sprint_id uuid,
  to_sprint_id uuid,
  estimate_minutes integer,
  actor_staff_id uuid,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, project_id, task_id) references app.task (tenant_id, project_id, id) on delete cascade
);
create index task_sprint_change_by_task on app.task_sprint_change (tenant_id, project_id, task_id);
create index task_sprint_change_into on app.task_sprint_change (tenant_id, to_sprint_id, changed_at);
create index task_sprint_change_out_of on app.task_sprint_change (tenant_id, from_sprint_id, changed_at);
comment on table app.task_sprint_change is
  'Each move of a task into or out of a sprint, for the burn-down. Written by trigger alone. A sprint that is deleted is still named.';
comment on column app.task_sprint_change.estimate_minutes is 'The task''s estimate at that moment.';

-- policies: app.task_sprint_change
-- generated by db/policies.ts
alter table app.task_sprint_change enable row level security;
alter table app.task_sprint_change force row level security;
grant select on app.task_sprint_change to staff;
create policy staff_select on app.task_sprint_change for select to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]));
grant insert on app.task_sprint_change to definer_log;
create policy definer_log_insert on app.task_sprint_change for insert to definer_log
  with check (true);
create policy floor on app.task_sprint_change as restrictive for all to public
  using (current_user in ('staff', 'definer_log'))
  with check (current_user in ('staff', 'definer_log'));
-- end of policies

create table app.task_estimate_change (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  project_id uuid not null,
  task_id uuid not null,
  from_minutes integer,
  to_minutes integer,
  actor_staff_id uuid,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, id),
  check (from_minutes is distinct from to_minutes),
  foreign key (tenant_id, project_id, task_id) references app.task (tenant_id, project_id, id) on delete cascade
);
create index task_estimate_change_by_task on app.task_estimate_change (tenant_id, project_id, task_id, changed_at);
comment on table app.task_estimate_change is
  'Each change of a task''s estimate after it was created, so that the burn-down''s past stays as it was. Written by trigger alone.';
comment on column app.task_estimate_change.from_minutes is 'Null where the task had no estimate; likewise to_minutes where it lost it.';

-- policies: app.task_estimate_change
-- generated by db/policies.ts
alter table app.task_estimate_change enable row level security;
alter table app.task_estimate_change force row level security;
grant select on app.task_estimate_change to staff;
create policy staff_select on app.task_estimate_change for select to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]));
grant insert on app.task_estimate_change to definer_log;
create policy definer_log_insert on app.task_estimate_change for insert to definer_log
  with check (true);
create policy floor on app.task_estimate_change as restrictive for all to public
  using (current_user in ('staff', 'definer_log'))
  with check (current_user in ('staff', 'definer_log'));
-- end of policies

-- Tasks that wait for others --------------------------------------------------------------------------------------------

create table app.task_dependency (
  tenant_id uuid not null,
  project_id uuid not null,
  task_id uuid not null,
  depends_on_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, task_id, depends_on_id),
  check (task_id <> depends_on_id),
  foreign key (tenant_id, project_id, task_id) references app.task (tenant_id, project_id, id) on delete cascade,
  foreign key (tenant_id, project_id, depends_on_id) references app.task (tenant_id, project_id, id) on delete cascade
);
create index task_dependency_of_project on app.task_dependency (tenant_id, project_id, task_id);
create index task_dependency_backwards on app.task_dependency (tenant_id, project_id, depends_on_id);
comment on table app.task_dependency is 'A task that waits for another of the same project. Never in a circle.';

-- policies: app.task_dependency
-- generated by db/policies.ts
alter table app.task_dependency enable row level security;
alter table app.task_dependency force row level security;
grant select on app.task_dependency to staff;
create policy staff_select on app.task_dependency for select to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]));
grant insert (project_id, task_id, depends_on_id) on app.task_dependency to staff;
create policy staff_insert on app.task_dependency for insert to staff
  with check (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('contributor'))::uuid[]));
grant delete on app.task_dependency to staff;
create policy staff_delete on app.task_dependency for delete to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('contributor'))::uuid[]));
grant select on app.task_dependency to definer_work;
create policy definer_work_select on app.task_dependency for select to definer_work
  using (true);
create policy floor on app.task_dependency as restrictive for all to public
  using (current_user in ('staff', 'definer_work'))
  with check (current_user in ('staff', 'definer_work'));
grant create on schema app to definer_live;
set role definer_live;
create function app.announce_task_dependency() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
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
end $$;
comment on function app.announce_task_dependency() is 'Tells the pages that show app.task_dependency of a change, once for each that has to hear of it; the client where a value granted to it changed.';
grant execute on function app.announce_task_dependency() to portal_owner;
set role portal_owner;
revoke create on schema app from definer_live;
create trigger announce_insert after insert on app.task_dependency referencing new table as written
  for each statement execute function app.announce_task_dependency();
create trigger announce_update after update on app.task_dependency referencing old table as before new table as written
  for each statement execute function app.announce_task_dependency();
create trigger announce_delete after delete on app.task_dependency referencing old table as before
  for each statement execute function app.announce_task_dependency();
-- end of policies

create function app.fill_dependency_keys() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  select t.tenant_id into new.tenant_id from app.task t
   where t.id = new.task_id and t.project_id = new.project_id and t.tenant_id = coalesce(new.tenant_id, t.tenant_id);
  if not found then
    raise foreign_key_violation using message = 'no such task';
  end if;
  return new;
end $$;
comment on function app.fill_dependency_keys() is
  'Fills the tenant of a new dependency. As whoever adds it, so that a task they do not see is none.';

set role definer_work;

create function app.refuse_circle() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
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
end $$;
comment on function app.refuse_circle() is 'Refuses a dependency that would close a circle.';
grant execute on function app.refuse_circle() to portal_owner;

set role portal_owner;

create trigger step_1_place before insert on app.task_dependency for each row execute function app.fill_dependency_keys();
create trigger step_2_refuse_circle before insert on app.task_dependency for each row execute function app.refuse_circle();

-- The time that people have for a sprint --------------------------------------------------------------------------------

create table app.sprint_capacity (
  tenant_id uuid not null,
  project_id uuid not null,
  sprint_id uuid not null,
  staff_member_id uuid not null,
  hours numeric(6, 2) not null check (hours >= 0),
  primary key (tenant_id, sprint_id, staff_member_id),
  foreign key (tenant_id, project_id, sprint_id) references app.sprint (tenant_id, project_id, id) on delete cascade,
  foreign key (tenant_id, staff_member_id) references app.staff_member (tenant_id, id)
);
create index sprint_capacity_by_sprint on app.sprint_capacity (tenant_id, project_id, sprint_id);
create index sprint_capacity_by_person on app.sprint_capacity (tenant_id, staff_member_id);
comment on table app.sprint_capacity is 'The hours a person has for a sprint.';

-- policies: app.sprint_capacity
-- generated by db/policies.ts
alter table app.sprint_capacity enable row level security;
alter table app.sprint_capacity force row level security;
grant select on app.sprint_capacity to staff;
create policy staff_select on app.sprint_capacity for select to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]));
grant insert on app.sprint_capacity to staff;
create policy staff_insert on app.sprint_capacity for insert to staff
  with check (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('manager'))::uuid[]));
grant update (hours) on app.sprint_capacity to staff;
create policy staff_update on app.sprint_capacity for update to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('manager'))::uuid[]))
  with check (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('manager'))::uuid[]));
grant delete on app.sprint_capacity to staff;
create policy staff_delete on app.sprint_capacity for delete to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('manager'))::uuid[]));
create policy floor on app.sprint_capacity as restrictive for all to public
  using (current_user in ('staff'))
  with check (current_user in ('staff'));
grant create on schema app to definer_live;
set role definer_live;
create function app.announce_sprint_capacity() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
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
end $$;
comment on function app.announce_sprint_capacity() is 'Tells the pages that show app.sprint_capacity of a change, once for each that has to hear of it; the client where a value granted to it changed.';
grant execute on function app.announce_sprint_capacity() to portal_owner;
set role portal_owner;
revoke create on schema app from definer_live;
create trigger announce_insert after insert on app.sprint_capacity referencing new table as written
  for each statement execute function app.announce_sprint_capacity();
create trigger announce_update after update on app.sprint_capacity referencing old table as before new table as written
  for each statement execute function app.announce_sprint_capacity();
create trigger announce_delete after delete on app.sprint_capacity referencing old table as before
  for each statement execute function app.announce_sprint_capacity();
-- end of policies

-- Filters that a person keeps -------------------------------------------------------------------------------------------

create table app.saved_filter (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  project_id uuid not null,
  staff_member_id uuid not null,
  name app.seen_text not null check (length(name) <= 100 and name is normalized),
  query text not null check (length(query) <= 2000 and query is normalized),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, project_id, staff_member_id, name),
  foreign key (tenant_id, project_id) references app.project (tenant_id, id) on delete cascade,
  foreign key (tenant_id, staff_member_id) references app.staff_member (tenant_id, id)
);
create index saved_filter_by_person on app.saved_filter (tenant_id, staff_member_id, project_id);
comment on table app.saved_filter is 'A filter of a project''s tasks that a person comes back to. Theirs alone.';
comment on column app.saved_filter.query is 'The query string of the page, without "?".';

-- policies: app.saved_filter
-- generated by db/policies.ts
alter table app.saved_filter enable row level security;
alter table app.saved_filter force row level security;
grant select on app.saved_filter to staff;
create policy staff_select on app.saved_filter for select to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]) and staff_member_id = (select app.staff_id()));
grant insert on app.saved_filter to staff;
create policy staff_insert on app.saved_filter for insert to staff
  with check (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]) and staff_member_id = (select app.staff_id()));
grant update (name, query) on app.saved_filter to staff;
create policy staff_update on app.saved_filter for update to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]) and staff_member_id = (select app.staff_id()))
  with check (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]) and staff_member_id = (select app.staff_id()));
grant delete on app.saved_filter to staff;
create policy staff_delete on app.saved_filter for delete to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]) and staff_member_id = (select app.staff_id()));
create policy floor on app.saved_filter as restrictive for all to public
  using (current_user in ('staff'))
  with check (current_user in ('staff'));
-- end of policies

reset role;

revoke create on schema app from definer_plan, definer_review, definer_log, definer_work;
