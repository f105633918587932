-- Functions of schema app that no trigger runs; those stand with their tables
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

-- Tells the open pages of a client of a change in a section. Executable by the definers of this schema alone.
-- app.announce_to_client(uuid,text) runs as definer_live, its owner (SECURITY DEFINER). No other role may execute it.
CREATE OR REPLACE FUNCTION app.announce_to_client(client uuid, topic text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  perform pg_notify(app.live_channel('client', client, topic), '');
end $function$;

-- Tells the pages of the team that show a project, a contract's tickets or a person's time of a change there, and the
-- pages that show many of them. Executable by the definers of this schema alone.
-- app.announce_to_team(uuid,uuid,uuid,uuid,text) runs as definer_live, its owner (SECURITY DEFINER). No other role may
-- execute it.
CREATE OR REPLACE FUNCTION app.announce_to_team(tenant uuid, project uuid, contract uuid, person uuid, topic text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  perform pg_notify(app.live_channel('tenant', tenant, topic), '');
  -- A project or contract is told apart by its tenant too: another tenant may choose the same id for one of its own.
  if project is not null then
    perform pg_notify(app.live_channel('project of ' || tenant, project, topic), '');
  end if;
  if contract is not null then
    perform pg_notify(app.live_channel('contract of ' || tenant, contract, topic), '');
  end if;
  if person is not null then
    perform pg_notify(app.live_channel('person', person, 'time'), '');
  end if;
end $function$;

-- A text with U+0001, which no word contains, around each character of the scripts that write no spaces between words.
-- app.apart(text) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute it: client,
-- definer_comment, definer_log, definer_search, definer_share, definer_thread, definer_ticket, staff, worker.
CREATE OR REPLACE FUNCTION app.apart(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN CASE WHEN (octet_length(words) = length(words)) THEN words ELSE regexp_replace(words,
  '([\u3005-\u3007\u3040-\u3098\u309b-\u30fa\u30fc-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e50-\u0e5b\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0ed0-\u0edf\u1000-\u102a\u103f-\u1055\u1780-\u17b3\u17d7-\u17dc\u17e0-\u17e9][\u3099\u309a\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd]*)'::text,
  '\1'::text, 'g'::text) END;

-- Whether the tenant lets people decide on their own time, where they decide on time at all.
-- app.approves_own_time() runs as definer_time, its owner (SECURITY DEFINER). Others that may execute it: staff.
CREATE OR REPLACE FUNCTION app.approves_own_time()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return coalesce((select t.approve_own_time from app.tenant t where t.tenant_id = app.staff_tenant()), false);
end $function$;

-- The first 200 characters of what somebody searches for, without typography: every pair of quotation marks, single
-- ones too, is "…".
-- app.asked(text) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute it: client,
-- definer_search, staff.
CREATE OR REPLACE FUNCTION app.asked(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN app.plain(regexp_replace("left"(words, 200), '(^|\s|-)[‘‚‛](.+?)[’‘](?=\s|$)'::text, '\1"\2"'::text, 'g'::text));

-- Hangs the client user's own uploads on a ticket, a message or a comment, within the function by which they write it:
-- all of them, or an error.
-- app.attach(uuid[],uuid) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute it:
-- definer_comment, definer_ticket.
CREATE OR REPLACE FUNCTION app.attach(uploads uuid[], record uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  taken integer;
  wanted integer := (select count(distinct u) from unnest(uploads) as u);
begin
  if wanted = 0 then
    return;
  end if;
  with received as (
    delete from app.upload u where u.id = any (uploads) and u.received_at is not null
    returning u.tenant_id, u.id, u.name, u.size_bytes, u.client_user_id
  )
  insert into app.attachment (tenant_id, id, record_id, name, size_bytes, author_client_user_id, author_name, visibility)
  select r.tenant_id, r.id, record, r.name, r.size_bytes, r.client_user_id, p.name, 'client_visible'
    from received r join app.client_user p on p.id = r.client_user_id;
  get diagnostics taken = row_count;
  if taken <> wanted then
    raise foreign_key_violation using message = 'no such upload';
  end if;
end $function$;

-- Begins "View as client" for a tenant Manager or above, as a client user who may sign in: a session of half an hour,
-- good on staff_app alone, that writes nothing and ends with the staff session. Clears away the person's expired ones.
-- Returns the id of its entry in app.client_view, or null where there is no such person.
-- app.begin_client_view(uuid,bytea) runs as definer_view, its owner (SECURITY DEFINER). Others that may execute it:
-- staff.
CREATE OR REPLACE FUNCTION app.begin_client_view(person uuid, token_hash bytea)
 RETURNS uuid
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  tenant uuid := app.staff_tenant();
  view_id uuid := app.uuid_v7();
  client uuid;
  until timestamptz := now() + interval '30 minutes';
begin
  select u.client_id into client from app.client_user u where u.tenant_id = tenant and u.id = person and u.can_sign_in;
  if not found then
    return null;
  end if;
  delete from identity.client_session s where s.expires_at <= now();
  insert into app.client_view (tenant_id, id, client_id, client_user_id, staff_member_id, expires_at)
  values (tenant, view_id, client, person, app.staff_id(), until);
  insert into identity.client_session
    (token_hash, tenant_id, client_id, client_user_id, login_role, viewer_session, viewer_staff_id, view_id, expires_at)
  values (
    begin_client_view.token_hash, tenant, client, person, 'staff_app',
    sha256(convert_to(current_setting('app.session', true), 'UTF8')), app.staff_id(), view_id, until
  );
  return view_id;
end $function$;

-- Lets a project manager ask, in a transaction that is rolled back, what the project's client sees: a session of a
-- minute as the client and nobody in particular, good on staff_app alone. False where the project is not theirs.
-- app.begin_preview(uuid,bytea) runs as definer_view, its owner (SECURITY DEFINER). Others that may execute it: staff.
CREATE OR REPLACE FUNCTION app.begin_preview(project uuid, token_hash bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  tenant uuid;
  client uuid;
begin
  select p.tenant_id, p.client_id into tenant, client from app.project p where p.id = project;
  if not found then
    return false;
  end if;
  insert into identity.client_session
    (token_hash, tenant_id, client_id, login_role, viewer_session, viewer_staff_id, expires_at)
  values (
    begin_preview.token_hash, tenant, client, 'staff_app',
    sha256(convert_to(current_setting('app.session', true), 'UTF8')), app.staff_id(), now() + interval '1 minute'
  );
  return true;
end $function$;

-- As app.begin_preview(), of a ticket: for a manager of its contract, as its client. False where the ticket is not
-- theirs.
-- app.begin_ticket_preview(uuid,bytea) runs as definer_view, its owner (SECURITY DEFINER). Others that may execute it:
-- staff.
CREATE OR REPLACE FUNCTION app.begin_ticket_preview(ticket uuid, token_hash bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  tenant uuid;
  client uuid;
begin
  select t.tenant_id, t.client_id into tenant, client from app.ticket t where t.id = ticket;
  if not found then
    return false;
  end if;
  insert into identity.client_session
    (token_hash, tenant_id, client_id, login_role, viewer_session, viewer_staff_id, expires_at)
  values (
    begin_ticket_preview.token_hash, tenant, client, 'staff_app',
    sha256(convert_to(current_setting('app.session', true), 'UTF8')), app.staff_id(), now() + interval '1 minute'
  );
  return true;
end $function$;

-- A client user announces a file of so many bytes. Its id, or null for anybody else. Refused above the tenant's limit,
-- and where too much waits unattached.
-- app.begin_upload(text,bigint) runs as definer_file, its owner (SECURITY DEFINER). Others that may execute it: client.
CREATE OR REPLACE FUNCTION app.begin_upload(name text, size_bytes bigint)
 RETURNS uuid
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  person uuid := app.client_writer();
  limit_bytes bigint := (select t.upload_limit_bytes from app.tenant t where t.tenant_id = app.client_tenant());
  new_id uuid := gen_random_uuid();
begin
  if person is null then
    return null;
  end if;
  -- Two that are begun at the same moment must not both be the last that there is room for.
  perform pg_advisory_xact_lock(hashtextextended(person::text, 0));
  if (select coalesce(sum(u.size_bytes), 0) + begin_upload.size_bytes > 20 * limit_bytes or count(*) >= 100
        from app.upload u where u.client_user_id = person) then
    raise check_violation using message = 'too many files are waiting to be attached';
  end if;
  insert into app.upload (tenant_id, id, client_id, client_user_id, name, size_bytes)
  values (app.client_tenant(), new_id, app.client_id(), person, begin_upload.name, begin_upload.size_bytes);
  return new_id;
end $function$;

-- The signed-in client user chooses the locale of dates and numbers; null for the browser's. False for anybody else, a
-- staff member who looks through their eyes included. That no other person is reached is the policy of definer_visit.
-- app.choose_locale(text) runs as definer_visit, its owner (SECURITY DEFINER). Others that may execute it: client.
CREATE OR REPLACE FUNCTION app.choose_locale(chosen text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  update app.client_user u set locale = chosen where u.id = app.client_writer();
  return found;
end $function$;

-- The contracts that cover the client of the signed-in person, if they have section tickets; empty for anybody else.
-- app.client_contracts() runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it: client,
-- definer_ticket.
CREATE OR REPLACE FUNCTION app.client_contracts()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return array(select c.contract_id from app.contract_client c where c.client_id = app.client_section('tickets'));
end $function$;

-- The client whose user is signed in by app.session; null for anybody else. An id of app.client is unique over all
-- tenants.
-- app.client_id() runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it: client,
-- definer_file, definer_receipt, definer_visit.
CREATE OR REPLACE FUNCTION app.client_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.client_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid;
  return found_id;
end $function$;

-- The channels of the signed-in client user: the section's changes (null without the section), and their own session's
-- end; for a staff member who looks through their eyes, the end of that.
-- app.client_live(app.section) runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it: client.
CREATE OR REPLACE FUNCTION app.client_live(wanted app.section)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return array[
    app.live_channel('client', app.client_section(wanted), wanted::text),
    app.live_channel('person', coalesce(app.client_viewer(), app.client_user_id()), 'session')
  ];
end $function$;

-- The locale that the signed-in client user chose; null where they chose none, and for anybody else.
-- app.client_locale() runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it: client.
CREATE OR REPLACE FUNCTION app.client_locale()
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return (select u.locale from app.client_user u where u.id = app.client_user_id());
end $function$;

-- The signed-in client user; all null for anybody else.
-- app.client_me() runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it: client.
CREATE OR REPLACE FUNCTION app.client_me(OUT client_user_id uuid, OUT tenant_id uuid, OUT client_id uuid,
  OUT name text, OUT email text, OUT role app.client_role, OUT sections text[])
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  select u.id, u.tenant_id, u.client_id, u.name, u.email, u.role,
         u.granted_sections::text[]
    into client_user_id, tenant_id, client_id, name, email, role, sections
    from app.client_user u
   where u.id = app.client_user_id();
end $function$;

-- As app.client_id(), for a person who has the section: a Client Admin has all, a Client Employee those switched on.
-- app.client_section(app.section) runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it:
-- client, definer_comment, definer_live, definer_receipt, definer_search, definer_team, definer_ticket.
CREATE OR REPLACE FUNCTION app.client_section(wanted app.section)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.client_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid
     and wanted = any (s.sections);
  return found_id;
end $function$;

-- The tenant of the signed-in client user.
-- app.client_tenant() runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it: client,
-- definer_file, definer_receipt, definer_ticket, definer_visit.
CREATE OR REPLACE FUNCTION app.client_tenant()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.tenant_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid;
  return found_id;
end $function$;

-- The signed-in client user.
-- app.client_user_id() runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it: client,
-- definer_live, definer_team.
CREATE OR REPLACE FUNCTION app.client_user_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.client_user_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid;
  return found_id;
end $function$;

-- The staff member who looks through a client user's eyes; null for the client user, and for anybody else.
-- app.client_viewer() runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it: definer_live.
CREATE OR REPLACE FUNCTION app.client_viewer()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.viewer_staff_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid;
  return found_id;
end $function$;

-- As app.client_user_id(), but null for a staff member who looks through the person's eyes: what writes asks this one.
-- app.client_writer() runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it: client,
-- definer_comment, definer_file, definer_log, definer_receipt, definer_team, definer_ticket, definer_visit.
CREATE OR REPLACE FUNCTION app.client_writer()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.client_user_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid
     and s.viewer_session is null;
  return found_id;
end $function$;

-- A client user comments on a task they see, where its project allows it: Client Visible, under their own name, with
-- their uploads, of which each is there, or it is an error. Returns its id, the same for the same request again, or
-- null where the task is not theirs to comment on. What they see is decided by the policies of definer_comment.
-- app.comment_on_task(uuid,text,uuid[],uuid) runs as definer_comment, its owner (SECURITY DEFINER). Others that may
-- execute it: client.
CREATE OR REPLACE FUNCTION app.comment_on_task(task uuid, body text, uploads uuid[], request uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
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
end $function$;

-- Numbers the shared epics or stories of a project in their order.
-- app.count_shared(text,uuid,uuid) runs as its caller (SECURITY INVOKER); definer_log owns it. No other role may
-- execute it.
CREATE OR REPLACE FUNCTION app.count_shared(kind text, tenant uuid, project uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if kind = 'epic' then
    update app.epic e set shared_position = o.nth
      from (
        select i.id, case when i.shared then row_number() over (partition by i.shared order by i.position, i.id) end as nth
          from app.epic i where i.tenant_id = tenant and i.project_id = project
      ) o
     where e.tenant_id = tenant and e.id = o.id and e.shared_position is distinct from o.nth;
  else
    update app.story s set shared_position = o.nth
      from (
        select i.id, case when i.shared then row_number() over (partition by i.shared order by i.position, i.id) end as nth
          from app.story i where i.tenant_id = tenant and i.project_id = project
      ) o
     where s.tenant_id = tenant and s.id = o.id and s.shared_position is distinct from o.nth;
  end if;
end $function$;

-- Approves or rejects recorded time, or with "recorded" takes decisions back; returns how many of the entries it
-- reached. Its policy says whose: what the person manages, and their own where the tenant lets them.
-- app.decide_time(uuid[],app.time_entry_status,text) runs as definer_time, its owner (SECURITY DEFINER). Others that
-- may execute it: staff.
CREATE OR REPLACE FUNCTION app.decide_time(entries uuid[], decision app.time_entry_status, reason text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  decided integer;
begin
  update app.time_entry e set status = decision, decision_reason = reason
   where e.id = any (entries) and (e.status = 'recorded') <> (decision = 'recorded');
  get diagnostics decided = row_count;
  return decided;
end $function$;

-- What a new record of this kind starts with in this project.
-- app.default_visibility(uuid,uuid,app.record_kind) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others
-- that may execute it: staff.
CREATE OR REPLACE FUNCTION app.default_visibility(tenant uuid, project uuid, kind app.record_kind)
 RETURNS app.visibility
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return coalesce(
    (select d.visibility from app.project_default d
      where d.tenant_id = tenant and d.project_id = project and d.record_kind = kind),
    'internal_only'
  );
end $function$;

-- Turns rows of the outbox into jobs, the oldest first, at most so many of each tenant, and returns how many. A row
-- that another worker has in hand is left to it: each is turned once.
-- app.drain_outbox(integer) runs as definer_work, its owner (SECURITY DEFINER). Others that may execute it: worker.
CREATE OR REPLACE FUNCTION app.drain_outbox(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  tenant uuid := '00000000-0000-0000-0000-000000000000';
  moved integer := 0;
  number integer;
begin
  loop
    tenant := (select o.tenant_id from app.outbox o where o.tenant_id > tenant order by o.tenant_id limit 1);
    exit when tenant is null;
    with taken as (
      delete from app.outbox o
       where o.tenant_id = tenant
         and o.id = any (array(select w.id from app.outbox w where w.tenant_id = tenant order by w.id limit most for update skip locked))
      returning o.kind, o.record_id, o.happened_at
    ), made as (
      -- In one order, so that two workers which bring news of the same records do not wait for each other.
      insert into app.job as j (tenant_id, kind, record_id, next_run_at)
      select tenant, t.kind, t.record_id, min(t.happened_at) from taken t group by t.kind, t.record_id order by t.kind, t.record_id
      on conflict (tenant_id, kind, record_id) do update
        set next_run_at = least(j.next_run_at, excluded.next_run_at), attempts = 0, last_error = null, died_at = null
    )
    select count(*) into number from taken;
    moved := moved + number;
  end loop;
  return moved;
end $function$;

-- A client user takes back a file of theirs that hangs on nothing yet. That it is theirs is the policy of definer_file.
-- app.drop_upload(uuid) runs as definer_file, its owner (SECURITY DEFINER). Others that may execute it: client.
CREATE OR REPLACE FUNCTION app.drop_upload(upload uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  delete from app.upload u where u.id = upload;
  return found;
end $function$;

-- Ends the staff member's own look as a client; false where there is none. The entry says "ended" of a session that is
-- gone alone. That it is their own is the policy of definer_view.
-- app.end_client_view(uuid,bytea) runs as definer_view, its owner (SECURITY DEFINER). Others that may execute it:
-- staff.
CREATE OR REPLACE FUNCTION app.end_client_view(view_id uuid, token_hash bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  delete from identity.client_session s
   where s.token_hash = end_client_view.token_hash and s.view_id = end_client_view.view_id;
  if not found then
    return false;
  end if;
  update app.client_view v set ended_at = least(now(), v.expires_at)
   where v.id = end_client_view.view_id and v.tenant_id = app.staff_tenant();
  return true;
end $function$;

-- Ends the connections of the client realm's logins whose transaction is older than 30 seconds, and returns how many: a
-- login may lift its own time-outs, and hold a lock that the team waits for. Its role can end no other connection.
-- app.end_old_transactions() runs as definer_signal, its owner (SECURITY DEFINER). Others that may execute it: worker.
CREATE OR REPLACE FUNCTION app.end_old_transactions()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  old_one integer;
  ended integer := 0;
begin
  for old_one in
    select a.pid from pg_stat_get_activity(null) a
      join pg_roles r on r.oid = a.usesysid and r.rolname in ('client_app', 'client_auth')
      join pg_database d on d.oid = a.datid and d.datname = current_database()
     where a.backend_type = 'client backend' and a.xact_start < clock_timestamp() - interval '30 seconds'
  loop
    if pg_terminate_backend(old_one) then
      ended := ended + 1;
    end if;
  end loop;
  return ended;
end $function$;

-- When a text is shared that its task, project or ticket brings along: now, and as many microseconds later as Client
-- Visible texts were written there before it. So a client, who is not told when they were written, reads what is shared
-- at once in the order of the conversation.
-- app.first_shared_at(text,uuid,uuid,timestamp with time zone) runs as its caller (SECURITY INVOKER); portal_owner owns
-- it. No other role may execute it.
CREATE OR REPLACE FUNCTION app.first_shared_at(of_table text, tenant uuid, parent uuid,
  written timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;

-- A text as searches compare it: app.plain(), in small letters; ß as ss, both Turkish i as one, both small sigmas as
-- one.
-- app.folded(text) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute it: client,
-- definer_comment, definer_log, definer_search, definer_share, definer_thread, definer_ticket, staff, worker.
CREATE OR REPLACE FUNCTION app.folded(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN CASE WHEN (octet_length(words) = length(words)) THEN lower(words) ELSE
  translate(lower(translate(replace(replace(app.plain(words), 'ß'::text, 'ss'::text), 'ẞ'::text, 'ss'::text),
  'İ'::text, 'i'::text)), 'ıς'::text, 'iσ'::text) END;

-- The reason that visibility changes of this transaction are logged with; at most 500 characters.
-- app.give_reason(text) runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: definer_share,
-- staff.
CREATE OR REPLACE FUNCTION app.give_reason(reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  perform set_config('app.reason', left(reason, 500), true);
end $function$;

-- The words in one text, for a check of their length.
-- app.joined(text[]) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute it:
-- definer_plan, definer_review, definer_share, staff.
CREATE OR REPLACE FUNCTION app.joined(words text[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN array_to_string(words, ','::text);

-- Those of these ids that a row still stands for; the sweep deletes the bytes of the others.
-- app.known_files(uuid[]) runs as definer_work, its owner (SECURITY DEFINER). Others that may execute it: worker.
CREATE OR REPLACE FUNCTION app.known_files(ids uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return array(
    select a.id from app.attachment a where a.id = any (ids) union select u.id from app.upload u where u.id = any (ids)
  );
end $function$;

-- Takes jobs of these kinds that are due, for so many seconds, at most so many: of each tenant in turn one of each
-- kind, the longest due first, beginning after the tenant that was served last. So one tenant's thousand jobs do not
-- starve another's one.
-- app.lease_jobs(app.job_kind[],integer,integer,uuid) runs as definer_work, its owner (SECURITY DEFINER). Others that
-- may execute it: worker.
CREATE OR REPLACE FUNCTION app.lease_jobs(kinds app.job_kind[], seconds integer, most integer, after uuid)
 RETURNS TABLE(tenant_id uuid, id uuid, kind app.job_kind, record_id uuid, attempts integer, fencing_token integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  moment timestamptz := clock_timestamp();
  until_then timestamptz := moment + make_interval(secs => seconds);
  tenant uuid := after;
  wanted app.job_kind;
  taken integer := 0;
  taken_before integer;
begin
  if not exists (
    select from app.job j
     where j.kind = any (kinds) and j.died_at is null and j.next_run_at <= moment and coalesce(j.leased_until, '-infinity') <= moment
  ) then
    return;
  end if;
  loop
    tenant := (select j.tenant_id from app.job j where j.tenant_id > tenant order by j.tenant_id limit 1);
    if tenant is null then
      -- Past the last tenant the first is next, until a whole round has found nothing.
      exit when taken = taken_before;
      taken_before := taken;
      tenant := '00000000-0000-0000-0000-000000000000';
      continue;
    end if;
    foreach wanted in array kinds loop
      update app.job j
         set leased_until = until_then, next_run_at = until_then, attempts = j.attempts + 1, fencing_token = j.fencing_token + 1
       where j.tenant_id = tenant and j.id = (
         select d.id from app.job d
          where d.tenant_id = tenant and d.kind = wanted and d.died_at is null and d.next_run_at <= moment
            and coalesce(d.leased_until, '-infinity') <= moment
          order by d.next_run_at limit 1 for no key update skip locked
       )
      returning j.tenant_id, j.id, j.kind, j.record_id, j.attempts, j.fencing_token
        into tenant_id, id, kind, record_id, attempts, fencing_token;
      if found then
        return next;
        taken := taken + 1;
        if taken >= most then
          return;
        end if;
      end if;
    end loop;
  end loop;
end $function$;

-- The channel of a topic of one client, tenant or person. Executable by the definers of this schema alone.
-- app.live_channel(text,uuid,text) runs as definer_live, its owner (SECURITY DEFINER). No other role may execute it.
CREATE OR REPLACE FUNCTION app.live_channel(audience text, subject uuid, topic text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return 'live_' || (
    select left(encode(sha256(convert_to(k.secret || '/' || audience || '/' || subject || '/' || topic, 'UTF8')), 'hex'), 48)
      from identity.live_key k
  );
end $function$;

-- Whether nearly right is an answer to what somebody searches for: not to what they quote or exclude, nor to three
-- letters.
-- app.may_guess(text) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute it:
-- definer_search.
CREATE OR REPLACE FUNCTION app.may_guess(words text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN ((length(words) >= 4) AND (app.asked(words) !~ '(^|\s)-*"[^"]*"|(^|\s)-+[^\s-]'::text));

-- Moves a project to another client, where all of it becomes Internal Only, another contract or neither (null). False
-- where it is not the person's to move: the policy of definer_move.
-- app.move_project(uuid,uuid,uuid) runs as definer_move, its owner (SECURITY DEFINER). Others that may execute it:
-- staff.
CREATE OR REPLACE FUNCTION app.move_project(project uuid, client uuid, contract uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  update app.record r set visibility = 'internal_only'
    from app.project p
   where p.id = project and p.client_id <> client
     and r.client_id = p.client_id and r.project_id = project and r.visibility = 'client_visible';
  update app.project p set client_id = client, contract_id = contract where p.id = project;
  return found;
end $function$;

-- A client user resolves or reopens a ticket they see, as app.ticket_status_transition allows, reopening within its
-- window. Where they resolve it, nobody has said how: what was said of an earlier end is taken away. False where it is
-- not theirs or not to be done.
-- app.move_ticket(uuid,app.ticket_status) runs as definer_ticket, its owner (SECURITY DEFINER). Others that may execute
-- it: client.
CREATE OR REPLACE FUNCTION app.move_ticket(ticket uuid, wanted app.ticket_status)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if app.client_writer() is null then
    return false;
  end if;
  update app.ticket t
     set status = wanted,
         resolution = case when wanted = 'resolved' then '' else t.resolution end
   where t.id = ticket and t.status <> wanted
     and exists (select from app.ticket_status_transition m where m.from_status = t.status and m.to_status = wanted and m.by_client)
     and (t.status not in ('resolved', 'closed') or t.reopen_until > now())
     and t.merged_into_id is null;
  return found;
end $function$;

-- Moves messages of a ticket to another ticket of the same client, the chosen ones with their files, or all of them
-- with notes, files and links to tasks; returns how many messages moved. The policies of definer_thread say whose; no
-- flag becomes less strict (app.place_record).
-- app.move_to_ticket(uuid,uuid,uuid[]) runs as definer_thread, its owner (SECURITY DEFINER). Others that may execute
-- it: staff.
CREATE OR REPLACE FUNCTION app.move_to_ticket(source uuid, target uuid, chosen uuid[] DEFAULT NULL::uuid[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
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
end $function$;

-- The nth number of a stream, nth from 1: shared 5, 6, 7, 8, 9, 15, …; internal 10, 11, 12, 13, 14, 20, ….
-- app.nth_number(integer,boolean) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute
-- it: definer_number.
CREATE OR REPLACE FUNCTION app.nth_number(nth integer, for_shared boolean)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (((((nth - 1) / 5) * 10) + ((nth - 1) % 5)) + CASE WHEN for_shared THEN 5 ELSE 10 END);

-- Who of its client opened a record, given as its row. What has no page of its own is opened with the page that shows
-- it: a comment or note with its task, a message with its ticket, an epic, story, sprint or milestone with its project;
-- that counts from when it was shared, and first_at and times are null where they would also count openings from
-- before. Reads what its caller may read.
-- app.opened_by(app.record_kind,jsonb) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may
-- execute it: definer_log, staff.
CREATE OR REPLACE FUNCTION app.opened_by(kind app.record_kind, record jsonb)
 RETURNS TABLE(client_user_id uuid, first_at timestamp with time zone, last_at timestamp with time zone, times integer)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select r.client_user_id, case when counted.whole then r.first_at end, r.last_at, case when counted.whole then r.times end
    from (
      select (case when opened_by.kind in ('comment', 'note') then 'task'
                   when opened_by.kind = 'message' then 'ticket'
                   when opened_by.kind in ('epic', 'story', 'sprint', 'milestone') then 'project'
                   else opened_by.kind::text end)::app.record_kind as kind
    ) opened
    join app.read_receipt r
      on r.tenant_id = (record ->> 'tenant_id')::uuid and r.client_id = (record ->> 'client_id')::uuid
     and r.record_kind = opened.kind
     and r.record_id = (record ->> case when opened.kind = opened_by.kind then 'id'
                                         when opened_by.kind in ('comment', 'note') then 'record_id'
                                         else opened.kind || '_id' end)::uuid
   cross join lateral (
     select opened.kind = opened_by.kind or r.first_at >= (record ->> 'shared_at')::timestamptz as whole
   ) counted
   where opened.kind = opened_by.kind or r.last_at >= (record ->> 'shared_at')::timestamptz
$function$;

-- A text without typography: quotation marks, dashes, spaces and wide or presentation forms as on a keyboard; soft
-- hyphens, zero-width and direction marks gone.
-- app.plain(text) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute it: client,
-- definer_comment, definer_log, definer_search, definer_share, definer_thread, definer_ticket, staff, worker.
CREATE OR REPLACE FUNCTION app.plain(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN CASE WHEN (octet_length(words) = length(words)) THEN words
  WHEN (words !~ '[\u0085\u00a8-\u00bb\u02bc\u02d8-\u02dd\u034f\u061c\u0640\u1680\u180e\u200b-\u2079\u2120\u2122\u2212\u3008-\u301f\ufe00-\ufe0f\ufe63\ufeff\uff02\uff0d]'::text)
  THEN NORMALIZE(words, NFKC) ELSE NORMALIZE(translate(words,
  '’‘‚‛ʼ′´“”„‟«»‹›「」『』〝〞〟《》〈〉″＂‐‑‒–—―−﹣－…™℠¹²³⁰⁴⁵⁶⁷⁸⁹ªº¨¯¸˘˙˚˛˜˝   ­͏؜ـ᠎​‌‍‎‏‪‫‬‭‮⁠⁡⁢⁣⁤⁦⁧⁨⁩︀︁︂︎️﻿'::text,
  (((repeat(''''::text, 7) || repeat('"'::text, 21)) || repeat('-'::text, 9)) || repeat(' '::text, 28))), NFKC) END;

-- Puts tasks of a project into a sprint of it, or into the backlog (null), and returns how many of them it reached. The
-- policy of definer_plan says whose.
-- app.plan_into_sprint(uuid,uuid[],uuid) runs as definer_plan, its owner (SECURITY DEFINER). Others that may execute
-- it: staff.
CREATE OR REPLACE FUNCTION app.plan_into_sprint(project uuid, tasks uuid[], sprint uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  planned integer;
begin
  update app.task t set sprint_id = sprint where t.project_id = project and t.id = any (tasks);
  get diagnostics planned = row_count;
  return planned;
end $function$;

-- The projects that the signed-in staff member reaches in which new records of a kind start Client Visible.
-- app.projects_sharing(app.record_kind) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may
-- execute it: staff.
CREATE OR REPLACE FUNCTION app.projects_sharing(kind app.record_kind)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN ARRAY(SELECT d.project_id FROM app.project_default d WHERE ((d.tenant_id = app.staff_tenant())
  AND (d.record_kind = projects_sharing.kind) AND (d.visibility = 'client_visible'::app.visibility)));

-- A client user raises a ticket, with files they have uploaded. The same request again answers with the same ticket.
-- Null where contract, project or kind of job is not theirs to choose.
-- app.raise_ticket(uuid,uuid,uuid,app.ticket_priority,text,text,uuid[],uuid) runs as definer_ticket, its owner
-- (SECURITY DEFINER). Others that may execute it: client.
CREATE OR REPLACE FUNCTION app.raise_ticket(contract uuid, project uuid, job_type uuid,
  priority app.ticket_priority, title text, description text, uploads uuid[], request uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  author uuid := app.client_writer();
  client uuid := app.client_section('tickets');
  new_id uuid := gen_random_uuid();
  found_id uuid;
begin
  if author is null or client is null or request is null
     or not exists (select from app.job_type j where j.contract_id = contract and j.id = job_type and j.active)
     or (project is not null and not exists (
       select from app.project p where p.id = project and (p.contract_id is null or p.contract_id = contract)
     )) then
    return null;
  end if;
  insert into app.ticket (tenant_id, id, client_id, contract_id, project_id, job_type_id, priority, title, description,
    raised_by_client_user_id, raised_by_name, request_id, visibility)
  select app.client_tenant(), new_id, client, contract, project, job_type, raise_ticket.priority, raise_ticket.title,
         raise_ticket.description, author, u.name, request, 'client_visible'
    from app.client_user u where u.id = author
  on conflict (tenant_id, raised_by_client_user_id, request_id) do nothing;
  if not found then
    select t.id into found_id from app.ticket t where t.raised_by_client_user_id = author and t.request_id = request;
    return found_id;
  end if;
  perform app.attach(uploads, new_id);
  return new_id;
end $function$;

-- A client user says how satisfied they are with a ticket that was resolved: 1 to 5. False where it is not theirs to
-- rate.
-- app.rate_ticket(uuid,integer,text) runs as definer_ticket, its owner (SECURITY DEFINER). Others that may execute it:
-- client.
CREATE OR REPLACE FUNCTION app.rate_ticket(ticket uuid, rating integer, comment text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if app.client_writer() is null then
    return false;
  end if;
  update app.ticket t set rating = rate_ticket.rating, rating_comment = comment, rated_at = now()
   where t.id = ticket and t.status in ('resolved', 'closed') and t.merged_into_id is null;
  return found;
end $function$;

-- Whether somebody of the staff has a contract's tickets in their queue: tenant Managers and above have those of every
-- contract, Members those of the contracts they belong to. Reads what its caller may read: of staff, a colleague who
-- reaches the contract; of jobs, their tenant.
-- app.reaches_contract(uuid,uuid,uuid) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may
-- execute it: staff, worker.
CREATE OR REPLACE FUNCTION app.reaches_contract(tenant uuid, contract uuid, person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select exists (
    select from app.staff_member s
     where s.tenant_id = tenant and s.id = person and s.active
       and (s.role >= 'manager' or exists (
         select from app.contract_member m
          where m.tenant_id = s.tenant_id and m.contract_id = contract and m.staff_member_id = s.id)))
$function$;

-- Whether search tells letters from signs outside ASCII, which is up to the database's LC_CTYPE.
-- app.reads_every_script() runs as definer_work, its owner (SECURITY DEFINER). Others that may execute it: auditor,
-- client, staff, worker.
CREATE OR REPLACE FUNCTION app.reads_every_script()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN ((to_tsvector('simple'::regconfig, '“a…”'::text) = '''a'':1'::tsvector)
  AND (cardinality(extensions.show_trgm('ไทย'::text)) > 0));

-- The last byte of a client user's upload is there. Whoever says so falsely has an attachment that fails its check: the
-- worker measures what lies in the store.
-- app.receive_upload(uuid) runs as definer_file, its owner (SECURITY DEFINER). Others that may execute it: client.
CREATE OR REPLACE FUNCTION app.receive_upload(upload uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  update app.upload u set received_at = now() where u.id = upload and u.received_at is null;
  return found;
end $function$;

-- Notes that the signed-in client user opened a record they see, of this kind: a project, a task, a ticket or a file.
-- Within a minute it is the same opening. Does nothing for anybody else, and nothing for what they cannot see.
-- app.record_receipt(app.record_kind,uuid) runs as definer_receipt, its owner (SECURITY DEFINER). Others that may
-- execute it: client.
CREATE OR REPLACE FUNCTION app.record_receipt(kind app.record_kind, record uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  person uuid := app.client_writer();
  project uuid;
  contract uuid;
begin
  if person is null then
    return;
  end if;
  select r.project_id, r.contract_id into project, contract
    from app.record r
   where r.id = record and r.kind = record_receipt.kind
     and (r.project_id is null or exists (select from app.project p where p.id = r.project_id));
  if not found then
    return;
  end if;
  insert into app.read_receipt as r (tenant_id, client_id, client_user_id, project_id, contract_id, record_kind, record_id)
  values (app.client_tenant(), app.client_id(), person, project, contract, kind, record)
  on conflict (tenant_id, client_user_id, record_kind, record_id) do update set
    times = r.times + case when r.last_at < now() - interval '1 minute' then 1 else 0 end,
    last_at = now();
end $function$;

-- Notes that the signed-in client user is here. After half an hour of absence a new visit begins. Does nothing for
-- anybody else, a staff member who looks through their eyes included.
-- app.record_visit() runs as definer_visit, its owner (SECURITY DEFINER). Others that may execute it: client.
CREATE OR REPLACE FUNCTION app.record_visit()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  person uuid := app.client_writer();
begin
  insert into app.client_visit as v (tenant_id, client_id, client_user_id)
  select app.client_tenant(), app.client_id(), person
   where person is not null
  on conflict (tenant_id, client_user_id) do update set
    previous_seen_at = case when v.last_seen_at < now() - interval '30 minutes' then v.last_seen_at else v.previous_seen_at end,
    began_at = case when v.last_seen_at < now() - interval '30 minutes' then now() else v.began_at end,
    last_seen_at = now();
end $function$;

-- The client's "last activity" of a ticket: the latest of what the client can read, and of nothing else.
-- app.refresh_activity(uuid,uuid) runs as definer_log, its owner (SECURITY DEFINER). No other role may execute it.
CREATE OR REPLACE FUNCTION app.refresh_activity(tenant uuid, ticket uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  update app.ticket t
     set activity_at = latest.at
    from (
      select case when k.shared then greatest(
        k.shared_at,
        (select max(m.shared_at) from app.message m where m.tenant_id = tenant and m.ticket_id = ticket and m.shared),
        (select max(e.happened_at) from app.ticket_event e where e.tenant_id = tenant and e.ticket_id = ticket and e.shared),
        k.rated_at
      ) end as at
        from app.ticket k where k.tenant_id = tenant and k.id = ticket
    ) latest
   where t.tenant_id = tenant and t.id = ticket and t.activity_at is distinct from latest.at;
end $function$;

-- Refuses any change of the schema through a login of the app.
-- app.refuse_ddl() runs as its caller (SECURITY INVOKER); portal_owner owns it. No other role may execute it.
CREATE OR REPLACE FUNCTION app.refuse_ddl()
 RETURNS event_trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if session_user in ('client_app', 'client_auth', 'staff_app', 'staff_auth', 'worker_app', 'auditor') then
    raise insufficient_privilege using message = 'this login may not change the schema';
  end if;
end $function$;

-- A client user answers on a ticket they see: an answer the team waited for opens it again, and so does one to a
-- resolved ticket within its window. The same request again answers with the same message. Null where it is not theirs
-- to answer.
-- app.reply_to_ticket(uuid,text,uuid[],uuid) runs as definer_ticket, its owner (SECURITY DEFINER). Others that may
-- execute it: client.
CREATE OR REPLACE FUNCTION app.reply_to_ticket(ticket uuid, body text, uploads uuid[], request uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
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
end $function$;

-- Has a job tried again. That it is dead, and of the tenant whose Manager asks, is the policy of definer_retry; false
-- for any other.
-- app.retry_job(uuid) runs as definer_retry, its owner (SECURITY DEFINER). Others that may execute it: staff.
CREATE OR REPLACE FUNCTION app.retry_job(job uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  update app.job j set next_run_at = now(), attempts = 0, died_at = null where j.id = job;
  return found;
end $function$;

-- Takes tasks of a project that are in review onward or back, over the version that was read where one is given, and
-- returns how many of them it reached. The policy of definer_review says whose, and which status may follow.
-- app.review_tasks(uuid,uuid[],app.task_status,integer) runs as definer_review, its owner (SECURITY DEFINER). Others
-- that may execute it: staff.
CREATE OR REPLACE FUNCTION app.review_tasks(project uuid, tasks uuid[], verdict app.task_status,
  read_version integer DEFAULT NULL::integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  reviewed integer;
begin
  update app.task t set status = verdict
   where t.project_id = project and t.id = any (tasks) and (read_version is null or t.version = read_version);
  get diagnostics reviewed = row_count;
  return reviewed;
end $function$;

-- The signed-in client user's files, of the sections they have, whose name holds words that begin so, the latest first;
-- where there are none and "nearly" may do, those whose name nearly does. Ids, at most "most" and 10000. Empty for
-- anybody else.
-- app.search_files(text,integer,boolean) runs as definer_search, its owner (SECURITY DEFINER). Others that may execute
-- it: client.
CREATE OR REPLACE FUNCTION app.search_files(words text, most integer DEFAULT 1000, nearly boolean DEFAULT true)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
 SET "pg_trgm.word_similarity_threshold" TO '0.45'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  of_tickets uuid := app.client_section('tickets');
  of_projects uuid := app.client_section('projects');
  client uuid := coalesce(of_tickets, of_projects);
  sections app.section[] := array_remove(
    array[case when of_tickets is not null then 'tickets' end, case when of_projects is not null then 'projects' end]::app.section[], null);
  query tsquery := app.search_query(words, 'beginnings');
  near text := app.asked(words);
  found uuid[];
begin
  if client is null then
    return '{}';
  end if;
  found := array(
    select hit.id from (
      select a.id, a.shared_at from app.attachment a
       where a.client_id = client and a.section = any (sections) and a.shared and a.search @@ query offset 0
    ) hit
    order by hit.shared_at desc limit least(most, 10000)
  );
  if cardinality(found) > 0 or not nearly or not app.may_guess(words) then
    return found;
  end if;
  return array(
    select hit.id from (
      select a.id, a.shared_at from app.attachment a
       where a.client_id = client and a.section = any (sections) and a.shared and near operator(extensions.<%) a.name offset 0
    ) hit
    order by hit.shared_at desc limit least(most, 10000)
  );
end $function$;

-- What somebody types into a search: words by their stems, "phrases", or, -not. Stop words count where nothing else is
-- asked for. Sort: text; names (of files, in which points and lines part words); beginnings (of the words in names).
-- Null where it holds no letter and no digit.
-- app.search_query(text,text) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute it:
-- client, definer_search, staff.
CREATE OR REPLACE FUNCTION app.search_query(words text, sort text DEFAULT 'text'::text)
 RETURNS tsquery
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  asked text := app.asked(words);
  part text[];
  word text;
  isnt boolean;
  one tsquery;
  -- Since the last "or": what has to be there, the stop words, what must not be there.
  wanted tsquery;
  stops tsquery;
  unwanted tsquery;
  found tsquery;
begin
  if sort <> 'text' then
    -- In a file's name what stands between two letters ends a word.
    asked := regexp_replace(asked, '(?<=[^\s"])[._/@:+-]+(?=[^\s"])', ' ', 'g');
  end if;
  for part in select regexp_matches(asked, '(-*)"([^"]*)"|(-*)([^\s]+)', 'g') loop
    word := coalesce(part[2], part[4]);
    isnt := coalesce(part[1], part[3]) <> '';
    if part[4] is not null and not isnt and lower(word) = 'or' and coalesce(wanted, stops) is not null then
      wanted := coalesce(wanted, stops);
      wanted := coalesce(wanted && unwanted, wanted);
      found := coalesce(found || wanted, wanted);
      wanted := null;
      stops := null;
      unwanted := null;
      continue;
    end if;
    continue when length(app.search_vector(word)) = 0;
    one := phraseto_tsquery('app.every_word', app.apart(app.folded(word)));
    if lower(word) <> app.folded(word) then
      -- Nothing is stored so; it marks the word where it is written so.
      one := one || phraseto_tsquery('app.every_word', app.apart(word));
    end if;
    if sort = 'beginnings' and part[4] is not null and not isnt and app.apart(word) = word then
      one := one || (
        select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':*', ' & ')::tsquery
          from unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', app.folded(word)))) lexeme);
    end if;
    if isnt then
      unwanted := coalesce(unwanted && !! one, !! one);
    elsif part[4] is not null and length(to_tsvector('pg_catalog.english', word)) = 0 then
      stops := coalesce(stops && one, one);
    else
      wanted := coalesce(wanted && one, one);
    end if;
  end loop;
  wanted := coalesce(wanted, stops);
  wanted := coalesce(wanted && unwanted, wanted, unwanted);
  return coalesce(found || wanted, found, wanted);
end $function$;

-- As app.search_tickets(), for the staff: over the tickets of the contracts they reach, notes included.
-- app.search_staff_tickets(text,integer,boolean) runs as definer_search, its owner (SECURITY DEFINER). Others that may
-- execute it: staff.
CREATE OR REPLACE FUNCTION app.search_staff_tickets(words text, most integer DEFAULT 1000, nearly boolean DEFAULT true)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
 SET "pg_trgm.word_similarity_threshold" TO '0.4'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  tenant uuid := app.staff_tenant();
  contracts uuid[] := app.staff_contracts();
  query tsquery := app.search_query(words);
  names tsquery := app.search_query(words, 'names');
  near text := app.asked(words);
  found uuid[];
begin
  if tenant is null then
    return '{}';
  end if;
  found := array(
    select hit.id from (
      (select t.id, t.created_at as at from app.ticket t
        where t.tenant_id = tenant and t.contract_id = any (contracts) and t.search @@ query
        order by t.created_at desc limit least(most, 10000))
      union
      (select m.ticket_id, m.created_at from app.message m
        where m.tenant_id = tenant and m.contract_id = any (contracts) and m.search @@ query
        order by m.created_at desc limit least(most, 10000))
      union
      (select n.ticket_id, n.created_at from app.ticket_note n
        where n.tenant_id = tenant and n.contract_id = any (contracts) and n.search @@ query
        order by n.created_at desc limit least(most, 10000))
      union
      (select a.ticket_id, a.created_at
         from app.attachment a
        where a.tenant_id = tenant and a.contract_id = any (contracts) and a.search @@ names
        order by a.created_at desc limit least(most, 10000))
    ) hit
    group by hit.id order by max(hit.at) desc limit least(most, 10000)
  );
  if cardinality(found) > 0 or not nearly or not app.may_guess(words) then
    return found;
  end if;
  return array(
    select t.id from app.ticket t
     where t.tenant_id = tenant and t.contract_id = any (contracts) and near operator(extensions.<%) t.title
     order by t.created_at desc limit least(most, 10000)
  );
end $function$;

-- The signed-in client user's tickets whose title, description, messages or names of files hold the words
-- (app.search_query()), the most recent first; where there are none and "nearly" may do, those whose title nearly does.
-- Ids, at most "most" and 10000. Empty for anybody else.
-- app.search_tickets(text,integer,boolean) runs as definer_search, its owner (SECURITY DEFINER). Others that may
-- execute it: client.
CREATE OR REPLACE FUNCTION app.search_tickets(words text, most integer DEFAULT 1000, nearly boolean DEFAULT true)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
 SET "pg_trgm.word_similarity_threshold" TO '0.4'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  client uuid := app.client_section('tickets');
  query tsquery := app.search_query(words);
  names tsquery := app.search_query(words, 'names');
  near text := app.asked(words);
  found uuid[];
begin
  if client is null then
    return '{}';
  end if;
  found := array(
    select hit.id from (
      select t.id, t.activity_at as at from app.ticket t where t.client_id = client and t.shared and t.search @@ query
      union
      select m.ticket_id, m.shared_at from app.message m where m.client_id = client and m.shared and m.search @@ query
      union
      select a.ticket_id, a.shared_at
        from app.attachment a
       where a.client_id = client and a.shared and a.search @@ names and a.section = 'tickets'
    ) hit
    group by hit.id order by max(hit.at) desc limit least(most, 10000)
  );
  if cardinality(found) > 0 or not nearly or not app.may_guess(words) then
    return found;
  end if;
  return array(
    select hit.id from (
      select t.id, t.activity_at from app.ticket t
       where t.client_id = client and t.shared and near operator(extensions.<%) t.title offset 0
    ) hit
    order by hit.activity_at desc limit least(most, 10000)
  );
end $function$;

-- The words of a text, as app.search_query() asks for them.
-- app.search_vector(text) runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute it:
-- client, definer_comment, definer_log, definer_search, definer_share, definer_thread, definer_ticket, staff, worker.
CREATE OR REPLACE FUNCTION app.search_vector(words text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN to_tsvector('app.every_word'::regconfig, app.apart(app.folded(words)));

-- Makes records Client Visible or Internal Only, with a reason for the log, and returns how many of them it reached.
-- The policies of definer_share say whose: those on projects and contracts that the person manages. Nobody changes a
-- flag by another way.
-- app.set_visibility(uuid[],app.visibility,text) runs as definer_share, its owner (SECURITY DEFINER). Others that may
-- execute it: staff.
CREATE OR REPLACE FUNCTION app.set_visibility(ids uuid[], wanted app.visibility, reason text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  changed integer;
begin
  perform app.give_reason(reason);
  update app.record r set visibility = wanted where r.id = any (ids);
  get diagnostics changed = row_count;
  return changed;
end $function$;

-- The contracts on whose tickets the signed-in staff member holds at least this role: tenant Managers and above reach
-- every contract of their tenant, Members only those they belong to. Empty for anybody else.
-- app.staff_contracts(app.project_role) runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute
-- it: definer_live, definer_search, definer_share, definer_thread, definer_time, definer_view, staff.
CREATE OR REPLACE FUNCTION app.staff_contracts(minimum app.project_role DEFAULT 'observer'::app.project_role)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  staff_member uuid;
  tenant uuid;
  tenant_role app.tenant_role;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return '{}';
  end if;
  select s.tenant_id, s.staff_member_id, s.role into tenant, staff_member, tenant_role
    from identity.staff_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.expires_at > statement_timestamp()
     and s.active;
  if tenant_role >= 'manager' then
    return array(select c.id from app.contract c where c.tenant_id = tenant);
  end if;
  return array(
    select m.contract_id from app.contract_member m
     where m.tenant_id = tenant and m.staff_member_id = staff_member and m.role >= minimum
  );
end $function$;

-- The signed-in staff member; null for anybody else.
-- app.staff_id() runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it: definer_live,
-- definer_log, definer_time, definer_view, staff.
CREATE OR REPLACE FUNCTION app.staff_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.staff_member_id into found_id
    from identity.staff_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.expires_at > statement_timestamp()
     and s.active;
  return found_id;
end $function$;

-- The channels of the signed-in staff member: the section's changes in a project, on a contract or, with neither, in
-- the tenant (null where they do not reach it); the end of their own session; and changes of their own time.
-- app.staff_live(app.section,uuid,uuid) runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- staff.
CREATE OR REPLACE FUNCTION app.staff_live(wanted app.section, project uuid DEFAULT NULL::uuid,
  contract uuid DEFAULT NULL::uuid)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  tenant uuid := app.staff_tenant();
begin
  return array[
    case
      when project is not null then
        case when project = any (app.staff_projects()) then app.live_channel('project of ' || tenant, project, wanted::text) end
      when contract is not null then
        case when contract = any (app.staff_contracts()) then app.live_channel('contract of ' || tenant, contract, wanted::text) end
      else app.live_channel('tenant', tenant, wanted::text)
    end,
    app.live_channel('person', app.staff_id(), 'session'),
    app.live_channel('person', app.staff_id(), 'time')
  ];
end $function$;

-- The signed-in staff member; all null for anybody else.
-- app.staff_me() runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it: staff.
CREATE OR REPLACE FUNCTION app.staff_me(OUT staff_member_id uuid, OUT tenant_id uuid, OUT name text, OUT email text,
  OUT role app.tenant_role)
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  select m.id, m.tenant_id, m.name, m.email, m.role
    into staff_member_id, tenant_id, name, email, role
    from app.staff_member m
   where m.tenant_id = app.staff_tenant() and m.id = app.staff_id();
end $function$;

-- The projects on which the signed-in staff member holds at least this project role: tenant Managers and above reach
-- every project of their tenant, Members only those they belong to. Empty for anybody else.
-- app.staff_projects(app.project_role) runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute
-- it: definer_live, definer_plan, definer_review, definer_share, definer_time, definer_view, staff.
CREATE OR REPLACE FUNCTION app.staff_projects(minimum app.project_role DEFAULT 'observer'::app.project_role)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  staff_member uuid;
  tenant uuid;
  tenant_role app.tenant_role;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return '{}';
  end if;
  select s.tenant_id, s.staff_member_id, s.role into tenant, staff_member, tenant_role
    from identity.staff_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.expires_at > statement_timestamp()
     and s.active;
  if tenant_role >= 'manager' then
    return array(select p.id from app.project p where p.tenant_id = tenant);
  end if;
  return array(
    select m.project_id from app.project_member m
     where m.tenant_id = tenant and m.staff_member_id = staff_member and m.role >= minimum
  );
end $function$;

-- The tenant of the signed-in staff member, if they hold at least this tenant role.
-- app.staff_tenant(app.tenant_role) runs as definer_identity, its owner (SECURITY DEFINER). Others that may execute it:
-- definer_live, definer_move, definer_plan, definer_retry, definer_review, definer_search, definer_share,
-- definer_thread, definer_time, definer_view, staff.
CREATE OR REPLACE FUNCTION app.staff_tenant(minimum app.tenant_role DEFAULT 'member'::app.tenant_role)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.tenant_id into found_id
    from identity.staff_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.expires_at > statement_timestamp()
     and s.active
     and s.role >= minimum;
  return found_id;
end $function$;

-- A Client Admin decides what a Client Employee of the same client may open. False where it is not theirs to decide.
-- That no other client's person and no admin is reached is the policy of definer_team.
-- app.switch_sections(uuid,app.section[]) runs as definer_team, its owner (SECURITY DEFINER). Others that may execute
-- it: client.
CREATE OR REPLACE FUNCTION app.switch_sections(person uuid, wanted app.section[])
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if not exists (select from app.client_user u where u.id = app.client_writer() and u.role = 'admin') then
    return false;
  end if;
  update app.client_user u
     set sections = array(select distinct w from unnest(wanted) as w where w is not null order by w)
   where u.id = person;
  return found;
end $function$;

-- It is this request's turn to write a client user's upload: its number, or null where there is no such upload of
-- theirs.
-- app.take_upload(uuid) runs as definer_file, its owner (SECURITY DEFINER). Others that may execute it: client.
CREATE OR REPLACE FUNCTION app.take_upload(upload uuid)
 RETURNS integer
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  taken integer;
begin
  update app.upload u set writer_epoch = u.writer_epoch + 1 where u.id = upload returning u.writer_epoch into taken;
  return taken;
end $function$;

-- A time-ordered id (RFC 9562) for logs. Records that can be shared take gen_random_uuid() instead: an id that tells
-- when a record was made would tell a client how long it was hidden.
-- app.uuid_v7() runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute it: definer_log,
-- definer_outbox, definer_view.
CREATE OR REPLACE FUNCTION app.uuid_v7()
 RETURNS uuid
 LANGUAGE sql
 PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (((lpad(to_hex(((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric))::bigint), 12,
  '0'::text) || '7'::text) || substr(replace((gen_random_uuid())::text, '-'::text, ''::text), 14)))::uuid;

-- The tenant for which this transaction of a background job works; null for nobody.
-- app.work_tenant() runs as its caller (SECURITY INVOKER); portal_owner owns it. Others that may execute it: worker.
CREATE OR REPLACE FUNCTION app.work_tenant()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return nullif(current_setting('app.tenant', true), '')::uuid;
end $function$;
