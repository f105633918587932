-- What people write: comments and notes on the records of a project, messages and notes of a ticket. Each hangs on a record and is never more
-- visible than it (app.record). Notes of a ticket stand in a table without a client grant.

-- Each function is made by the role that owns it.
grant create on schema app to definer_log, definer_comment, definer_ticket, definer_thread;

set role portal_owner;

create type app.text_kind as enum ('comment', 'note', 'grooming');

-- What the three tables of texts have in common --------------------------------------------------------------------------

create function app.text_before_write() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  is_shared boolean;
  parent uuid;
  changed boolean;
begin
  if tg_op = 'INSERT' and current_user = 'staff' then
    new.author_staff_id := app.staff_id();
    select m.display_name into new.author_name from app.staff_member m
     where m.tenant_id = app.staff_tenant() and m.id = new.author_staff_id;
  end if;

  case tg_table_name
    when 'text' then
      parent := new.record_id;
      is_shared := new.visible and new.project_shared;
      changed := tg_op = 'UPDATE' and new.visibility <> old.visibility;
      -- In another client's project its author is a name and no account.
      if tg_op = 'UPDATE' and new.client_id <> old.client_id then
        new.author_client_user_id := null;
      end if;
    when 'message' then
      parent := new.ticket_id;
      is_shared := new.visible;
      changed := tg_op = 'UPDATE' and (new.visibility <> old.visibility or new.ticket_id <> old.ticket_id);
    -- A note of a ticket has no flag: it is never shared.
    else
      is_shared := false;
      changed := tg_op = 'UPDATE' and new.ticket_id <> old.ticket_id;
  end case;

  if changed or (tg_op = 'UPDATE' and current_user = 'staff') then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  if tg_table_name = 'ticket_note' then
    return new;
  end if;
  if not is_shared then
    new.shared_at := null;
    new.edited_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
    if tg_op = 'UPDATE' and new.visibility = old.visibility then
      new.shared_at := app.first_shared_at(tg_table_name, new.tenant_id, parent, new.created_at);
    end if;
  elsif tg_op = 'UPDATE' and new.body <> old.body then
    new.edited_at := now();
  end if;
  return new;
end $$;
comment on function app.text_before_write() is
  'Signs what is said with the name shown to clients, and keeps version, shared_at and edited_at.';

create function app.first_shared_at(of_table text, tenant uuid, parent uuid, written timestamptz) returns timestamptz
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  return now() + interval '1 microsecond' * (
    case of_table
      when 'text' then
        (select count(*) from app.text t
          where t.tenant_id = tenant and t.record_id = parent and t.visibility = 'client_visible' and t.created_at < written)
      when 'message' then
        (select count(*) from app.message m
          where m.tenant_id = tenant and m.ticket_id = parent and m.visibility = 'client_visible' and m.created_at < written)
    end
  );
end $$;
comment on function app.first_shared_at(text, uuid, uuid, timestamptz) is
  'When a text is shared that its task, project or ticket brings along: now, and as many microseconds later as Client Visible texts were '
  'written there before it. So a client, who is not told when they were written, reads what is shared at once in the order of the conversation.';

set role definer_log;

create function app.log_revision() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
declare
  place jsonb := to_jsonb(new);
begin
  insert into app.text_revision (tenant_id, client_id, project_id, contract_id, record_id, body, editor_staff_id)
  values (
    new.tenant_id, new.client_id, (place ->> 'project_id')::uuid, (place ->> 'contract_id')::uuid, new.id, old.body, app.staff_id()
  );
  return null;
end $$;
comment on function app.log_revision() is 'Writes app.text_revision when a text is edited.';
grant execute on function app.log_revision() to portal_owner;

set role portal_owner;

-- On the records of a project -------------------------------------------------------------------------------------------

create function app.fill_text_keys() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  parent_kind app.record_kind;
  parent_visible boolean;
begin
  select r.tenant_id, r.client_id, r.project_id, r.kind, r.visible
    into new.tenant_id, new.client_id, new.project_id, parent_kind, parent_visible
    from app.record r
   where r.id = new.record_id and r.project_id is not null and r.tenant_id = coalesce(new.tenant_id, r.tenant_id);
  if not found then
    raise foreign_key_violation using message = 'no such record';
  end if;
  -- The thread of a task is the one that clients read and write in.
  if new.kind = 'comment' and parent_kind <> 'task' then
    raise check_violation using message = 'comments stand on tasks';
  end if;
  select p.shared into new.project_shared from app.project p where p.tenant_id = new.tenant_id and p.id = new.project_id;
  if new.visibility is null then
    new.visibility := case new.kind
      when 'grooming' then 'internal_only'
      else app.default_visibility(new.tenant_id, new.project_id, new.kind::text::app.record_kind)
    end;
  end if;
  new.visible := new.visibility = 'client_visible' and parent_visible;
  return new;
end $$;
comment on function app.fill_text_keys() is
  'Places a new comment on its task, or a note on any record of a project, with the flag that the project starts such texts with.';

create table app.text (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  project_shared boolean not null,
  record_id uuid not null,
  kind app.text_kind not null,
  body app.seen_text not null check (length(body) <= 20000 and body is normalized),
  author_staff_id uuid,
  author_client_user_id uuid,
  author_name text not null check (author_name is normalized),
  edited_at timestamptz,
  request_id uuid,
  visibility app.visibility not null check (kind <> 'grooming' or visibility = 'internal_only'),
  visible boolean not null,
  shared boolean not null generated always as (visible and project_shared) stored,
  shared_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, author_client_user_id, request_id),
  unique (tenant_id, author_staff_id, request_id),
  check (num_nonnulls(author_staff_id, author_client_user_id) <= 1),
  check (kind = 'comment' or author_client_user_id is null),
  foreign key (tenant_id, id, project_id, visibility, visible)
    references app.record (tenant_id, id, root_id, visibility, visible) on update cascade on delete cascade,
  foreign key (tenant_id, id, record_id) references app.record (tenant_id, id, parent_id) on delete cascade,
  foreign key (tenant_id, client_id, project_id, project_shared)
    references app.project (tenant_id, client_id, id, shared) on update cascade on delete cascade,
  foreign key (tenant_id, author_staff_id) references app.staff_member (tenant_id, id),
  foreign key (tenant_id, client_id, author_client_user_id) references app.client_user (tenant_id, client_id, id)
);
create index text_by_project on app.text (tenant_id, client_id, project_id, project_shared);
create index text_of_record on app.text (tenant_id, record_id, created_at);
create index text_one_for_client on app.text (client_id, id) where shared;
create index text_for_client on app.text (client_id, record_id, shared_at) where shared;
create index text_by_staff on app.text (tenant_id, author_staff_id) where author_staff_id is not null;
create index text_by_client_user on app.text (tenant_id, client_id, author_client_user_id) where author_client_user_id is not null;
comment on table app.text is
  'What is said on a task, and what the team notes on a record of a project. Hidden while that is, whatever its own flag says.';
comment on column app.text.record_id is
  'Granted to clients: a text under a hidden record is no row of theirs, so that the id of that never shows.';
comment on column app.text.kind is
  'A comment is said to whoever reads the task; a note is the team''s own, Internal Only unless a manager shares it; a grooming note of the backlog is Internal Only for good.';
comment on column app.text.shared_at is
  'When the client was first shown it, where it is shared; what the client is told in place of created_at, which would tell how long it was hidden.';
comment on column app.text.author_name is 'The name shown to the client: a staff member''s display name, never their account.';
comment on column app.text.author_client_user_id is 'The client''s own person who wrote it, by which everybody knows their own words from a namesake''s.';
comment on column app.text.edited_at is 'When its text last changed while the client could read it; null where it never did.';
comment on column app.text.request_id is 'Chosen by its author, so that a text sent twice arrives once.';
alter table app.text alter column kind set statistics 0, alter column body set statistics 0, alter column author_name set statistics 0,
  alter column edited_at set statistics 0, alter column shared_at set statistics 0;

-- policies: app.text
-- generated by db/policies.ts
alter table app.text enable row level security;
alter table app.text force row level security;
grant select (id, kind, record_id, body, author_name, author_client_user_id, edited_at, shared_at) on app.text to client;
create policy client_select on app.text for select to client
  using (client_id = (select app.client_section('projects')) and shared);
grant select on app.text to staff;
create policy staff_select on app.text for select to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('observer'))::uuid[]));
grant insert (id, record_id, kind, body, request_id, visibility) on app.text to staff;
create policy staff_insert on app.text for insert to staff
  with check (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('reviewer'))::uuid[]) and author_staff_id = (select app.staff_id()) and (visibility = 'internal_only' or project_id = any ((select app.staff_projects('manager'))::uuid[]) or (kind = 'comment' and project_id = any ((select app.projects_sharing('comment'))::uuid[])) or (kind = 'note' and project_id = any ((select app.projects_sharing('note'))::uuid[]))));
grant update (body) on app.text to staff;
create policy staff_update on app.text for update to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('reviewer'))::uuid[]) and author_staff_id = (select app.staff_id()))
  with check (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('reviewer'))::uuid[]) and author_staff_id = (select app.staff_id()));
grant delete on app.text to staff;
create policy staff_delete on app.text for delete to staff
  using (tenant_id = (select app.staff_tenant()) and project_id = any ((select app.staff_projects('manager'))::uuid[]));
grant select (tenant_id, client_id, id, record_id, author_client_user_id, request_id, shared) on app.text to definer_comment;
create policy definer_comment_select on app.text for select to definer_comment
  using (client_id = (select app.client_section('projects')) and author_client_user_id = (select app.client_writer()) and shared);
grant insert (id, record_id, kind, body, author_client_user_id, author_name, request_id, visibility) on app.text to definer_comment;
create policy definer_comment_insert on app.text for insert to definer_comment
  with check (client_id = (select app.client_section('projects')) and author_client_user_id = (select app.client_writer()) and shared and kind = 'comment');
create policy floor on app.text as restrictive for all to public
  using (shared or current_user in ('staff', 'definer_comment'))
  with check (shared or current_user in ('staff', 'definer_comment'));
grant create on schema app to definer_live;
set role definer_live;
create function app.announce_text() returns trigger
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
            or (w.shared and (b.id, b.kind, b.record_id, b.body, b.author_name, b.author_client_user_id, b.edited_at, b.shared_at)
          is distinct from (w.id, w.kind, w.record_id, w.body, w.author_name, w.author_client_user_id, w.edited_at, w.shared_at))
      ) t (client, topic);
  end if;
  return null;
end $$;
comment on function app.announce_text() is 'Tells the pages that show app.text of a change, once for each that has to hear of it; the client where a value granted to it changed.';
grant execute on function app.announce_text() to portal_owner;
set role portal_owner;
revoke create on schema app from definer_live;
create trigger announce_insert after insert on app.text referencing new table as written
  for each statement execute function app.announce_text();
create trigger announce_update after update on app.text referencing old table as before new table as written
  for each statement execute function app.announce_text();
create trigger announce_delete after delete on app.text referencing old table as before
  for each statement execute function app.announce_text();
-- end of policies

set role definer_comment;

create function app.comment_on_task(task uuid, body text, uploads uuid[], request uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
declare
  author uuid := app.client_writer();
  new_id uuid := gen_random_uuid();
begin
  if author is null or request is null then
    return null;
  end if;
  if exists (
    select from app.task t join app.project p on p.id = t.project_id where t.id = task and p.client_may_comment
  ) then
    insert into app.text (id, record_id, kind, body, author_client_user_id, author_name, request_id, visibility)
    select new_id, task, 'comment', comment_on_task.body, author, u.name, request, 'client_visible'
      from app.client_user u where u.id = author
    on conflict (tenant_id, author_client_user_id, request_id) do nothing;
    if found then
      perform app.attach(uploads, new_id);
      return new_id;
    end if;
  end if;
  return (
    select c.id from app.text c
     where c.author_client_user_id = author and c.request_id = request and c.record_id = task
  );
end $$;
comment on function app.comment_on_task(uuid, text, uuid[], uuid) is
  'A client user comments on a task they see, where its project allows it: Client Visible, under their own name, with '
  'their uploads, of which each is there, or it is an error. Returns its id, the same for the same request again, or null where '
  'the task is not theirs to comment on. What they see is decided by the policies of definer_comment.';
grant execute on function app.comment_on_task(uuid, text, uuid[], uuid) to client;

set role portal_owner;

create trigger "0_make_record" after insert on app.text
  for each row when (new.kind = 'comment') execute function app.make_record('comment', 'project_id', 'record_id');
create trigger "0_make_record_of_note" after insert on app.text
  for each row when (new.kind <> 'comment') execute function app.make_record('note', 'project_id', 'record_id');
create trigger drop_record after delete on app.text for each row execute function app.drop_record();
create trigger step_2_place before insert on app.text for each row execute function app.fill_text_keys();
create trigger step_4_keep before insert or update on app.text for each row execute function app.text_before_write();
create trigger log_visibility after insert on app.text
  for each row when (new.kind = 'comment') execute function app.log_visibility('comment');
create trigger log_visibility_of_note after insert on app.text
  for each row when (new.kind <> 'comment') execute function app.log_visibility('note');
create trigger log_visibility_change after update on app.text
  for each row when (new.kind = 'comment' and old.visibility is distinct from new.visibility) execute function app.log_visibility('comment');
create trigger log_visibility_change_of_note after update on app.text
  for each row when (new.kind <> 'comment' and old.visibility is distinct from new.visibility) execute function app.log_visibility('note');
create trigger log_revision after update of body on app.text
  for each row when (old.body <> new.body) execute function app.log_revision();

-- On tickets ------------------------------------------------------------------------------------------------------------

create function app.fill_ticket_keys() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  is_shared boolean;
begin
  if tg_op = 'INSERT' and current_user = 'staff' then
    new.tenant_id := app.staff_tenant();
  end if;
  select t.client_id, t.contract_id, t.shared into new.client_id, new.contract_id, is_shared
    from app.ticket t
   where t.tenant_id = new.tenant_id and t.id = new.ticket_id
     and (tg_op = 'INSERT' or t.client_id = old.client_id);
  if not found then
    raise foreign_key_violation using message = 'no such ticket';
  end if;
  if tg_op = 'UPDATE' then
    new.moved_from_id := old.ticket_id;
  elsif tg_argv[0] = 'message' then
    new.visible := new.visibility = 'client_visible' and is_shared;
  end if;
  return new;
end $$;
comment on function app.fill_ticket_keys() is
  'Places a message or note on its ticket, and on another one of the same client where its record is moved. Argument: message or ticket_note.';

create table app.message (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  body app.seen_text not null check (length(body) <= 20000 and body is normalized),
  author_staff_id uuid,
  author_client_user_id uuid,
  author_name text not null check (author_name is normalized),
  edited_at timestamptz,
  moved_from_id uuid,
  request_id uuid,
  search tsvector not null generated always as (app.search_vector(body)) stored,
  visibility app.visibility not null default 'internal_only',
  visible boolean not null,
  shared boolean not null generated always as (visible) stored,
  shared_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, author_client_user_id, request_id),
  unique (tenant_id, author_staff_id, request_id),
  check (num_nonnulls(author_staff_id, author_client_user_id) <= 1),
  foreign key (tenant_id, id, ticket_id, visibility, visible)
    references app.record (tenant_id, id, root_id, visibility, visible) on update cascade on delete cascade,
  foreign key (tenant_id, client_id, contract_id, ticket_id)
    references app.ticket (tenant_id, client_id, contract_id, id) on update cascade on delete cascade,
  foreign key (tenant_id, author_staff_id) references app.staff_member (tenant_id, id),
  foreign key (tenant_id, client_id, author_client_user_id) references app.client_user (tenant_id, client_id, id)
);
create index message_by_ticket on app.message (tenant_id, client_id, contract_id, ticket_id);
create index message_of_ticket on app.message (tenant_id, ticket_id, created_at);
create index message_by_age on app.message (tenant_id, created_at desc);
create index message_for_client on app.message (client_id, ticket_id, shared_at) where shared;
create index message_one_for_client on app.message (client_id, id) where shared;
create index message_by_client_user on app.message (tenant_id, client_id, author_client_user_id) where author_client_user_id is not null;
create index message_search_for_client on app.message using gin (client_id extensions.uuid_ops, search) where shared;
create index message_search_for_staff on app.message using gin (tenant_id extensions.uuid_ops, search);
comment on table app.message is 'A reply in a ticket''s thread. Hidden while the ticket is, whatever its own flag says.';
comment on column app.message.author_name is 'The name shown to the client: a staff member''s display name, never their account.';
comment on column app.message.edited_at is 'When its text last changed while the client could read it; null where it never did.';
comment on column app.message.moved_from_id is 'The ticket it was written in, before a merge or a split. Internal.';
comment on column app.message.request_id is 'Chosen by its author, so that a reply sent twice arrives once.';
alter table app.message alter column body set statistics 0, alter column author_name set statistics 0,
  alter column edited_at set statistics 0, alter column shared_at set statistics 0;

-- policies: app.message
-- generated by db/policies.ts
alter table app.message enable row level security;
alter table app.message force row level security;
grant select (id, ticket_id, body, author_name, author_client_user_id, edited_at, shared_at) on app.message to client;
create policy client_select on app.message for select to client
  using (client_id = (select app.client_section('tickets')) and shared);
grant select on app.message to staff;
create policy staff_select on app.message for select to staff
  using (tenant_id = (select app.staff_tenant()) and contract_id = any ((select app.staff_contracts('observer'))::uuid[]));
grant insert (id, ticket_id, body, request_id, visibility) on app.message to staff;
create policy staff_insert on app.message for insert to staff
  with check (tenant_id = (select app.staff_tenant()) and contract_id = any ((select app.staff_contracts('contributor'))::uuid[]) and author_staff_id = (select app.staff_id()));
grant update (body) on app.message to staff;
create policy staff_update on app.message for update to staff
  using (tenant_id = (select app.staff_tenant()) and contract_id = any ((select app.staff_contracts('contributor'))::uuid[]) and author_staff_id = (select app.staff_id()))
  with check (tenant_id = (select app.staff_tenant()) and contract_id = any ((select app.staff_contracts('contributor'))::uuid[]) and author_staff_id = (select app.staff_id()));
grant delete on app.message to staff;
create policy staff_delete on app.message for delete to staff
  using (tenant_id = (select app.staff_tenant()) and contract_id = any ((select app.staff_contracts('manager'))::uuid[]));
grant select (tenant_id, ticket_id, shared, shared_at) on app.message to definer_log;
create policy definer_log_select on app.message for select to definer_log
  using (true);
grant select (tenant_id, id, client_id, contract_id, author_client_user_id, request_id, visibility, shared) on app.message to definer_ticket;
create policy definer_ticket_select on app.message for select to definer_ticket
  using (client_id = (select app.client_section('tickets')) and shared);
grant insert (tenant_id, id, ticket_id, body, author_client_user_id, author_name, request_id, visibility) on app.message to definer_ticket;
create policy definer_ticket_insert on app.message for insert to definer_ticket
  with check (client_id = (select app.client_section('tickets')) and shared and author_client_user_id = (select app.client_writer()));
grant select (tenant_id, id, client_id, contract_id, ticket_id, search, shared, shared_at, created_at) on app.message to definer_search;
create policy definer_search_select on app.message for select to definer_search
  using (true);
create policy floor on app.message as restrictive for all to public
  using (shared or current_user in ('staff', 'definer_log', 'definer_ticket', 'definer_search'))
  with check (shared or current_user in ('staff', 'definer_log', 'definer_ticket', 'definer_search'));
grant create on schema app to definer_live;
set role definer_live;
create function app.announce_message() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
begin
  if tg_op = 'INSERT' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from written r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, 'tickets' from written r where r.shared) t (client, topic);
  elsif tg_op = 'DELETE' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from before r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, 'tickets' from before r where r.shared) t (client, topic);
  else
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from before r
      union select r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from written r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (
        select distinct coalesce(b.client_id, w.client_id), 'tickets'
          from before b full join written w using (tenant_id, id)
         where coalesce(b.shared, false) <> coalesce(w.shared, false)
            or (w.shared and (b.id, b.ticket_id, b.body, b.author_name, b.author_client_user_id, b.edited_at, b.shared_at)
          is distinct from (w.id, w.ticket_id, w.body, w.author_name, w.author_client_user_id, w.edited_at, w.shared_at))
      ) t (client, topic);
  end if;
  return null;
end $$;
comment on function app.announce_message() is 'Tells the pages that show app.message of a change, once for each that has to hear of it; the client where a value granted to it changed.';
grant execute on function app.announce_message() to portal_owner;
set role portal_owner;
revoke create on schema app from definer_live;
create trigger announce_insert after insert on app.message referencing new table as written
  for each statement execute function app.announce_message();
create trigger announce_update after update on app.message referencing old table as before new table as written
  for each statement execute function app.announce_message();
create trigger announce_delete after delete on app.message referencing old table as before
  for each statement execute function app.announce_message();
-- end of policies

set role definer_log;

create function app.log_reply() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
begin
  insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, actor_staff_id, happened_at)
  values (new.tenant_id, new.client_id, new.contract_id, new.ticket_id, true, true, 'replied', new.author_staff_id, new.shared_at);
  return null;
end $$;
comment on function app.log_reply() is 'A message of the team that the client can read is a response, from the moment they can.';
grant execute on function app.log_reply() to portal_owner;

set role definer_ticket;

create function app.reply_to_ticket(ticket uuid, body text, uploads uuid[], request uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
declare
  author uuid := app.client_writer();
  new_id uuid := gen_random_uuid();
  found_id uuid;
  status_now app.ticket_status;
begin
  if author is null or request is null then
    return null;
  end if;
  select t.status into status_now from app.ticket t
   where t.id = ticket and t.merged_into_id is null
     and (t.status not in ('resolved', 'closed') or t.reopen_until > now())
   for update;
  if not found then
    select m.id into found_id from app.message m where m.author_client_user_id = author and m.request_id = request;
    return found_id;
  end if;
  insert into app.message (tenant_id, id, ticket_id, body, author_client_user_id, author_name, request_id, visibility)
  select app.client_tenant(), new_id, ticket, reply_to_ticket.body, author, u.name, request, 'client_visible'
    from app.client_user u where u.id = author
  on conflict (tenant_id, author_client_user_id, request_id) do nothing;
  if not found then
    select m.id into found_id from app.message m where m.author_client_user_id = author and m.request_id = request;
    return found_id;
  end if;
  perform app.attach(uploads, new_id);
  if status_now in ('waiting_on_client', 'resolved', 'closed') then
    update app.ticket t set status = 'open' where t.id = ticket;
  end if;
  return new_id;
end $$;
comment on function app.reply_to_ticket(uuid, text, uuid[], uuid) is
  'A client user answers on a ticket they see: an answer the team waited for opens it again, and so does one to a resolved ticket '
  'within its window. The same request again answers with the same message. Null where it is not theirs to answer.';
grant execute on function app.reply_to_ticket(uuid, text, uuid[], uuid) to client;

set role portal_owner;

create trigger "0_make_record" after insert on app.message for each row execute function app.make_record('message', 'ticket_id', 'ticket_id');
create trigger drop_record after delete on app.message for each row execute function app.drop_record();
create trigger step_2_place before insert on app.message for each row execute function app.fill_ticket_keys('message');
create trigger step_3_move before update on app.message
  for each row when (old.ticket_id <> new.ticket_id) execute function app.fill_ticket_keys('message');
create trigger step_4_keep before insert or update on app.message for each row execute function app.text_before_write();
create trigger log_visibility after insert on app.message for each row execute function app.log_visibility('message');
create trigger log_visibility_change after update on app.message
  for each row when (old.visibility is distinct from new.visibility) execute function app.log_visibility('message');
create trigger step_5_log_reply after insert on app.message
  for each row when (new.shared and new.author_staff_id is not null) execute function app.log_reply();
create trigger step_5_log_shared_reply after update on app.message
  for each row when (new.shared and not old.shared and new.author_staff_id is not null) execute function app.log_reply();
create trigger step_6_refresh_activity after insert on app.message
  for each row when (new.shared) execute function app.follow_activity();
create trigger step_6_refresh_changed_activity after update on app.message
  for each row when (old.shared or new.shared) execute function app.follow_activity();
create trigger step_6_refresh_activity_of_gone after delete on app.message
  for each row when (old.shared) execute function app.follow_activity();
create trigger log_revision after update of body on app.message
  for each row when (old.body <> new.body) execute function app.log_revision();

create table app.ticket_note (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  body app.seen_text not null check (length(body) <= 20000 and body is normalized),
  author_staff_id uuid not null,
  author_name text not null check (author_name is normalized),
  moved_from_id uuid,
  request_id uuid,
  search tsvector not null generated always as (app.search_vector(body)) stored,
  visible boolean not null default false check (not visible),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, author_staff_id, request_id),
  foreign key (tenant_id, id, ticket_id, visible)
    references app.record (tenant_id, id, root_id, visible) on update cascade on delete cascade,
  foreign key (tenant_id, client_id, contract_id, ticket_id)
    references app.ticket (tenant_id, client_id, contract_id, id) on update cascade on delete cascade,
  foreign key (tenant_id, author_staff_id) references app.staff_member (tenant_id, id)
);
create index ticket_note_by_ticket on app.ticket_note (tenant_id, client_id, contract_id, ticket_id);
create index ticket_note_of_ticket on app.ticket_note (tenant_id, ticket_id, created_at);
create index ticket_note_by_age on app.ticket_note (tenant_id, created_at desc);
create index ticket_note_search_for_staff on app.ticket_note using gin (tenant_id extensions.uuid_ops, search);
comment on table app.ticket_note is
  'What the team says to itself on a ticket. Internal Only for good, in a table of its own without any client grant: there is no '
  'flag by which a note could reach the portal.';

-- policies: app.ticket_note
-- generated by db/policies.ts
alter table app.ticket_note enable row level security;
alter table app.ticket_note force row level security;
grant select on app.ticket_note to staff;
create policy staff_select on app.ticket_note for select to staff
  using (tenant_id = (select app.staff_tenant()) and contract_id = any ((select app.staff_contracts('observer'))::uuid[]));
grant insert (id, ticket_id, body, request_id) on app.ticket_note to staff;
create policy staff_insert on app.ticket_note for insert to staff
  with check (tenant_id = (select app.staff_tenant()) and contract_id = any ((select app.staff_contracts('reviewer'))::uuid[]) and author_staff_id = (select app.staff_id()));
grant update (body) on app.ticket_note to staff;
create policy staff_update on app.ticket_note for update to staff
  using (tenant_id = (select app.staff_tenant()) and contract_id = any ((select app.staff_contracts('reviewer'))::uuid[]) and author_staff_id = (select app.staff_id()))
  with check (tenant_id = (select app.staff_tenant()) and contract_id = any ((select app.staff_contracts('reviewer'))::uuid[]) and author_staff_id = (select app.staff_id()));
grant delete on app.ticket_note to staff;
create policy staff_delete on app.ticket_note for delete to staff
  using (tenant_id = (select app.staff_tenant()) and contract_id = any ((select app.staff_contracts('manager'))::uuid[]));
grant select (tenant_id, id, contract_id, ticket_id, search, created_at) on app.ticket_note to definer_search;
create policy definer_search_select on app.ticket_note for select to definer_search
  using (true);
create policy floor on app.ticket_note as restrictive for all to public
  using (current_user in ('staff', 'definer_search'))
  with check (current_user in ('staff', 'definer_search'));
grant create on schema app to definer_live;
set role definer_live;
create function app.announce_ticket_note() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
begin
  if tg_op = 'INSERT' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from written r) t (tenant, project, contract, person, topic);
  elsif tg_op = 'DELETE' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from before r) t (tenant, project, contract, person, topic);
  else
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from before r
      union select r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from written r) t (tenant, project, contract, person, topic);
  end if;
  return null;
end $$;
comment on function app.announce_ticket_note() is 'Tells the pages that show app.ticket_note of a change, once for each that has to hear of it; the client where a value granted to it changed.';
grant execute on function app.announce_ticket_note() to portal_owner;
set role portal_owner;
revoke create on schema app from definer_live;
create trigger announce_insert after insert on app.ticket_note referencing new table as written
  for each statement execute function app.announce_ticket_note();
create trigger announce_update after update on app.ticket_note referencing old table as before new table as written
  for each statement execute function app.announce_ticket_note();
create trigger announce_delete after delete on app.ticket_note referencing old table as before
  for each statement execute function app.announce_ticket_note();
-- end of policies

create trigger "0_make_record" after insert on app.ticket_note for each row execute function app.make_record('note', 'ticket_id', 'ticket_id');
create trigger drop_record after delete on app.ticket_note for each row execute function app.drop_record();
create trigger step_2_place before insert on app.ticket_note for each row execute function app.fill_ticket_keys('ticket_note');
create trigger step_3_move before update on app.ticket_note
  for each row when (old.ticket_id <> new.ticket_id) execute function app.fill_ticket_keys('ticket_note');
create trigger step_4_keep before insert or update on app.ticket_note for each row execute function app.text_before_write();
create trigger log_revision after update of body on app.ticket_note
  for each row when (old.body <> new.body) execute function app.log_revision();

set role definer_thread;

create function app.move_to_ticket(source uuid, target uuid, chosen uuid[] default null) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set client_min_messages = error as $$
declare
  moved integer;
begin
  update app.record r set root_id = target, parent_id = target
   where r.parent_id = source and r.kind = 'message' and (chosen is null or r.id = any (chosen));
  get diagnostics moved = row_count;
  if chosen is null then
    update app.record r set root_id = target, parent_id = target where r.parent_id = source;
    update app.ticket_task l set ticket_id = target where l.ticket_id = source;
  end if;
  return moved;
end $$;
comment on function app.move_to_ticket(uuid, uuid, uuid[]) is
  'Moves messages of a ticket to another ticket of the same client, the chosen ones with their files, or all of them with notes, files and links to '
  'tasks; returns how many messages moved. The policies of definer_thread say whose; no flag becomes less strict (app.place_record).';
grant execute on function app.move_to_ticket(uuid, uuid, uuid[]) to staff;

set role portal_owner;

-- Earlier wordings ------------------------------------------------------------------------------------------------------

create table app.text_revision (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  project_id uuid,
  contract_id uuid,
  record_id uuid not null,
  body text not null check (body is normalized),
  editor_staff_id uuid,
  edited_at timestamptz not null default now(),
  primary key (tenant_id, id),
  -- With its place, without which no foreign key would look at its text.
  check (num_nonnulls(project_id, contract_id) = 1),
  foreign key (tenant_id, client_id, project_id, record_id)
    references app.record (tenant_id, client_id, project_id, id) on update cascade on delete cascade,
  foreign key (tenant_id, client_id, contract_id, record_id)
    references app.record (tenant_id, client_id, contract_id, id) on update cascade on delete cascade
);
create index text_revision_of_record on app.text_revision (tenant_id, record_id);
comment on table app.text_revision is
  'What a comment, a message or a note of a task or ticket said before it was edited. For the team: a client reads what stands now, and that it was edited.';

-- policies: app.text_revision
-- generated by db/policies.ts
alter table app.text_revision enable row level security;
alter table app.text_revision force row level security;
grant select on app.text_revision to staff;
create policy staff_select on app.text_revision for select to staff
  using (tenant_id = (select app.staff_tenant()) and (project_id = any ((select app.staff_projects('observer'))::uuid[]) or contract_id = any ((select app.staff_contracts('observer'))::uuid[])));
grant insert on app.text_revision to definer_log;
create policy definer_log_insert on app.text_revision for insert to definer_log
  with check (true);
create policy floor on app.text_revision as restrictive for all to public
  using (current_user in ('staff', 'definer_log'))
  with check (current_user in ('staff', 'definer_log'));
-- end of policies

reset role;

revoke create on schema app from definer_log, definer_comment, definer_ticket, definer_thread;
