-- Table app.ticket
--
-- A request of a client. Clients read theirs while shared; how the team works on it never.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.ticket (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid not null,
  project_id uuid,
  project_client_id uuid,
  project_shared boolean,
  visible_project_id uuid generated always as (CASE WHEN project_shared
    AND project_client_id = client_id THEN project_id ELSE NULL::uuid END) stored,
  -- TKT-0041: what people quote. From the internal stream until the ticket is first shared.
  number integer not null,
  internal_number integer,
  -- app.seen_text is a domain over text.
  title app.seen_text not null,
  description text not null default ''::text,
  job_type_id uuid not null,
  -- Internal: never granted to clients.
  level app.support_level not null,
  priority app.ticket_priority not null default 'medium'::app.ticket_priority,
  status app.ticket_status not null default 'new'::app.ticket_status,
  resolution text not null default ''::text,
  resolved_at timestamp with time zone,
  closed_at timestamp with time zone,
  -- Until when the client may reopen it.
  reopen_until timestamp with time zone,
  rating smallint,
  rating_comment text not null default ''::text,
  rated_at timestamp with time zone,
  raised_by_client_user_id uuid,
  raised_by_staff_id uuid,
  raised_by_name text not null,
  -- Internal: never granted to clients.
  assignee_staff_id uuid,
  sla_policy_id uuid,
  -- When the next of its targets is missed if nothing happens; null while the clock stands. Internal. Kept by the
  -- worker.
  breach_at timestamp with time zone,
  -- Since when a clock that runs is past the last threshold before a breach, or a target is missed and not met; null
  -- where neither is. Internal. Kept by the worker.
  at_risk_at timestamp with time zone,
  -- Since when a target is missed and still not met; null where none is. Internal. Kept by the worker.
  missed_at timestamp with time zone,
  -- What the contract lets the client see of the clock; null where it is nothing. Kept by the worker.
  sla_status app.sla_standing,
  -- The countdown's end, where the contract discloses it. Kept by the worker.
  sla_due_at timestamp with time zone,
  merged_into_id uuid,
  merged_into_shared boolean,
  -- Whether the ticket it had been merged into was merged in turn while the client did not see it: they are not told
  -- which one it is in now.
  merge_is_internal boolean not null default false,
  visible_merged_into_id uuid generated always as (CASE WHEN merged_into_shared
    AND NOT merge_is_internal THEN merged_into_id ELSE NULL::uuid END) stored,
  -- False for good once it was merged into another one, which the client can tell also where that other one is hidden
  -- from them.
  accepts_replies boolean not null generated always as (merged_into_id IS NULL) stored,
  -- The client's "last activity": from what is shared alone. Null while hidden.
  activity_at timestamp with time zone,
  -- Chosen by whoever raised it, so that a request sent twice raises one ticket.
  request_id uuid,
  search tsvector not null generated always as (setweight(app.search_vector(title::text),
    'A'::"char") || setweight(app.search_vector(description), 'B'::"char")) stored,
  visibility app.visibility not null default 'internal_only'::app.visibility,
  shared boolean not null generated always as (visibility = 'client_visible'::app.visibility) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint ticket_pkey PRIMARY KEY (tenant_id, id),
  constraint ticket_tenant_id_client_id_contract_id_id_key UNIQUE (tenant_id, client_id, contract_id, id),
  constraint ticket_tenant_id_client_id_contract_id_id_shared_key UNIQUE (tenant_id, client_id, contract_id, id, shared),
  constraint ticket_tenant_id_client_id_id_shared_key UNIQUE (tenant_id, client_id, id, shared),
  constraint ticket_tenant_id_client_id_number_key UNIQUE (tenant_id, client_id, number),
  constraint ticket_tenant_id_raised_by_client_user_id_request_id_key UNIQUE (tenant_id,
    raised_by_client_user_id, request_id),
  constraint ticket_tenant_id_raised_by_staff_id_request_id_key UNIQUE (tenant_id, raised_by_staff_id, request_id),
  constraint ticket_check CHECK ((project_id IS NULL) = (project_shared IS NULL)
    AND (project_id IS NULL) = (project_client_id IS NULL)),
  constraint ticket_check1 CHECK ((merged_into_id IS NULL) = (merged_into_shared IS NULL) AND merged_into_id <> id),
  constraint ticket_check2 CHECK (num_nonnulls(rating, rated_at) <> 1),
  constraint ticket_check3 CHECK ((status = ANY (ARRAY['resolved'::app.ticket_status,
    'closed'::app.ticket_status])) = (reopen_until IS NOT NULL)),
  constraint ticket_description_check CHECK (length(description) <= 20000 AND (description IS NORMALIZED)),
  constraint ticket_raised_by_name_check CHECK ((raised_by_name IS NORMALIZED)),
  constraint ticket_rating_check CHECK (rating >= 1 AND rating <= 5),
  constraint ticket_rating_comment_check CHECK (length(rating_comment) <= 2000 AND (rating_comment IS NORMALIZED)),
  constraint ticket_resolution_check CHECK (length(resolution) <= 20000 AND (resolution IS NORMALIZED)),
  constraint ticket_title_check CHECK (length(title::text) <= 200 AND (title IS NORMALIZED)),
  constraint ticket_tenant_id_assignee_staff_id_fkey FOREIGN KEY (tenant_id, assignee_staff_id)
    REFERENCES app.staff_member(tenant_id, id),
  constraint ticket_tenant_id_client_id_contract_id_id_fkey FOREIGN KEY (tenant_id, client_id, contract_id,
    id) REFERENCES app.record(tenant_id, client_id, contract_id, id) ON DELETE CASCADE,
  constraint ticket_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES app.client(tenant_id, id),
  constraint ticket_tenant_id_client_id_merged_into_id_merged_into_shar_fkey FOREIGN KEY (tenant_id,
    client_id, merged_into_id, merged_into_shared) REFERENCES app.ticket(tenant_id, client_id, id, shared)
    ON UPDATE CASCADE,
  constraint ticket_tenant_id_client_id_raised_by_client_user_id_fkey FOREIGN KEY (tenant_id,
    client_id, raised_by_client_user_id) REFERENCES app.client_user(tenant_id, client_id, id),
  constraint ticket_tenant_id_contract_id_client_id_fkey FOREIGN KEY (tenant_id, contract_id, client_id)
    REFERENCES app.contract_client(tenant_id, contract_id, client_id),
  constraint ticket_tenant_id_contract_id_job_type_id_fkey FOREIGN KEY (tenant_id, contract_id, job_type_id)
    REFERENCES app.job_type(tenant_id, contract_id, id),
  constraint ticket_tenant_id_contract_id_sla_policy_id_fkey FOREIGN KEY (tenant_id, contract_id,
    sla_policy_id) REFERENCES app.sla_policy(tenant_id, contract_id, id),
  constraint ticket_tenant_id_id_visibility_fkey FOREIGN KEY (tenant_id, id, visibility)
    REFERENCES app.record(tenant_id, id, visibility) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint ticket_tenant_id_project_client_id_project_id_project_shar_fkey FOREIGN KEY (tenant_id,
    project_client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared)
    ON UPDATE CASCADE ON DELETE SET NULL (project_client_id, project_id, project_shared),
  constraint ticket_tenant_id_raised_by_staff_id_fkey FOREIGN KEY (tenant_id, raised_by_staff_id)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.attachment: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id) REFERENCES app.ticket(tenant_id,
--   client_id, contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
-- app.escalation: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id) REFERENCES app.ticket(tenant_id,
--   client_id, contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
-- app.message: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id,
--   contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
-- app.sla_breach: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id) REFERENCES app.ticket(tenant_id,
--   client_id, contract_id, id) ON UPDATE CASCADE
-- app.ticket: FOREIGN KEY (tenant_id, client_id, merged_into_id, merged_into_shared) REFERENCES app.ticket(tenant_id,
--   client_id, id, shared) ON UPDATE CASCADE
-- app.ticket_event: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id, ticket_shared) REFERENCES
--   app.ticket(tenant_id, client_id, contract_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
-- app.ticket_note: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id) REFERENCES app.ticket(tenant_id,
--   client_id, contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
-- app.ticket_sla: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id) REFERENCES app.ticket(tenant_id,
--   client_id, contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
-- app.ticket_task: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id, ticket_shared) REFERENCES
--   app.ticket(tenant_id, client_id, contract_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX ticket_by_age_for_client ON app.ticket USING btree (client_id, shared_at DESC, id) WHERE shared;
CREATE INDEX ticket_by_assignee ON app.ticket USING btree (tenant_id, assignee_staff_id, status)
  WHERE (assignee_staff_id IS NOT NULL);
CREATE INDEX ticket_by_contract ON app.ticket USING btree (tenant_id, contract_id, client_id);
CREATE INDEX ticket_by_internal_number ON app.ticket USING btree (tenant_id, internal_number)
  WHERE (internal_number IS NOT NULL);
CREATE INDEX ticket_by_job_type ON app.ticket USING btree (tenant_id, contract_id, job_type_id);
CREATE INDEX ticket_by_merge ON app.ticket USING btree (tenant_id, client_id, merged_into_id, merged_into_shared)
  WHERE (merged_into_id IS NOT NULL);
CREATE INDEX ticket_by_number ON app.ticket USING btree (tenant_id, number);
CREATE INDEX ticket_by_project ON app.ticket USING btree (tenant_id, project_client_id, project_id,
  project_shared) WHERE (project_id IS NOT NULL);
CREATE INDEX ticket_by_raiser ON app.ticket USING btree (tenant_id, client_id, raised_by_client_user_id)
  WHERE (raised_by_client_user_id IS NOT NULL);
CREATE INDEX ticket_by_sla_policy ON app.ticket USING btree (tenant_id, contract_id, sla_policy_id)
  WHERE (sla_policy_id IS NOT NULL);
CREATE INDEX ticket_by_staff_raiser ON app.ticket USING btree (tenant_id, raised_by_staff_id)
  WHERE (raised_by_staff_id IS NOT NULL);
CREATE INDEX ticket_by_status_for_client ON app.ticket USING btree (client_id, status, activity_at DESC, id)
  INCLUDE (shared, priority, job_type_id, contract_id, visible_project_id) WHERE shared;
CREATE INDEX ticket_by_visible_merge ON app.ticket USING btree (tenant_id, client_id, visible_merged_into_id)
  WHERE (visible_merged_into_id IS NOT NULL);
CREATE INDEX ticket_disclosed_to_client ON app.ticket USING btree (client_id) WHERE (shared
  AND (sla_status IS NOT NULL));
CREATE INDEX ticket_done_for_staff ON app.ticket USING btree (tenant_id, contract_id)
  INCLUDE (status, priority, level, client_id, job_type_id, assignee_staff_id, visibility, shared)
  WHERE (status = ANY (ARRAY['resolved'::app.ticket_status, 'closed'::app.ticket_status]));
CREATE INDEX ticket_for_client ON app.ticket USING btree (client_id, activity_at DESC, id)
  INCLUDE (status, shared) WHERE shared;
CREATE INDEX ticket_history ON app.ticket USING btree (tenant_id, created_at DESC, id);
CREATE INDEX ticket_one_for_client ON app.ticket USING btree (client_id, id) WHERE shared;
CREATE INDEX ticket_open_for_staff ON app.ticket USING btree (tenant_id, contract_id)
  INCLUDE (status, priority, level, client_id, job_type_id, assignee_staff_id, visibility, shared,
  breach_at, at_risk_at) WHERE (status = ANY (ARRAY['new'::app.ticket_status,
  'open'::app.ticket_status, 'waiting_on_client'::app.ticket_status, 'on_hold'::app.ticket_status]));
CREATE INDEX ticket_queue ON app.ticket USING btree (tenant_id, ( CASE
  WHEN (breach_at IS NULL) THEN 'infinity'::timestamp with time zone ELSE breach_at END), created_at, id)
  WHERE (status = ANY (ARRAY['new'::app.ticket_status,
  'open'::app.ticket_status, 'waiting_on_client'::app.ticket_status, 'on_hold'::app.ticket_status]));
CREATE INDEX ticket_search_for_client ON app.ticket USING gin (client_id, search) WHERE shared;
CREATE INDEX ticket_search_for_staff ON app.ticket USING gin (tenant_id, search);
CREATE INDEX ticket_title_for_client ON app.ticket USING gin (client_id, title extensions.gin_trgm_ops) WHERE shared;
CREATE INDEX ticket_title_for_staff ON app.ticket USING gin (tenant_id, title extensions.gin_trgm_ops);
CREATE INDEX ticket_unresolved_for_client ON app.ticket USING btree (client_id, activity_at DESC, id)
  INCLUDE (shared, status, priority, job_type_id, contract_id, visible_project_id) WHERE (shared
  AND (status = ANY (ARRAY['new'::app.ticket_status, 'open'::app.ticket_status,
  'waiting_on_client'::app.ticket_status, 'on_hold'::app.ticket_status])));

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.ticket alter column number set statistics 0, alter column title set statistics 0,
  alter column description set statistics 0, alter column resolution set statistics 0,
  alter column reopen_until set statistics 0, alter column rating set statistics 0,
  alter column rating_comment set statistics 0, alter column rated_at set statistics 0,
  alter column raised_by_name set statistics 0, alter column sla_status set statistics 0,
  alter column sla_due_at set statistics 0, alter column accepts_replies set statistics 0,
  alter column activity_at set statistics 0, alter column shared_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.ticket owner to portal_owner;
alter table app.ticket enable row level security;
alter table app.ticket force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (id, contract_id, visible_project_id, number, title, description, job_type_id, priority,
  status, resolution, reopen_until, rating, rating_comment, rated_at, raised_by_client_user_id,
  raised_by_name, sla_status, sla_due_at, visible_merged_into_id, accepts_replies, activity_at,
  shared_at) on app.ticket to client;
grant select (tenant_id, id, contract_id, status, rated_at, sla_status, sla_due_at, activity_at, shared,
  shared_at) on app.ticket to definer_log;
grant update (sla_status, sla_due_at, activity_at) on app.ticket to definer_log;
grant select (tenant_id, id, contract_id, status) on app.ticket to definer_outbox;
grant select (tenant_id, id, client_id, contract_id, title, activity_at, search, shared,
  created_at) on app.ticket to definer_search;
grant select (tenant_id, id, client_id, contract_id, shared) on app.ticket to definer_thread;
grant select (tenant_id, id, client_id, contract_id, status, resolution, reopen_until,
  raised_by_client_user_id, merged_into_id, request_id, visibility, shared) on app.ticket to definer_ticket;
grant insert (tenant_id, id, client_id, contract_id, project_id, title, description, job_type_id,
  priority, raised_by_client_user_id, raised_by_name, request_id, visibility) on app.ticket to definer_ticket;
grant update (status, resolution, rating, rating_comment, rated_at) on app.ticket to definer_ticket;
grant select (tenant_id, id, client_id) on app.ticket to definer_view;
grant select on app.ticket to staff;
grant insert (id, client_id, contract_id, project_id, title, description, job_type_id, level,
  priority, raised_by_client_user_id, assignee_staff_id, request_id, visibility) on app.ticket to staff;
grant update (project_id, title, description, job_type_id, level, priority, status, resolution,
  assignee_staff_id, merged_into_id) on app.ticket to staff;
grant select on app.ticket to worker;
grant update (status, breach_at, at_risk_at, missed_at, sla_status, sla_due_at) on app.ticket to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.ticket for select to client
  using (client_id = (SELECT app.client_section('tickets'::app.section)) AND shared);
create policy definer_log_select on app.ticket for select to definer_log
  using (true);
create policy definer_log_update on app.ticket for update to definer_log
  using (true)
  with check (true);
create policy definer_outbox_select on app.ticket for select to definer_outbox
  using (true);
create policy definer_search_select on app.ticket for select to definer_search
  using (true);
create policy definer_thread_select on app.ticket for select to definer_thread
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])));
create policy definer_ticket_insert on app.ticket for insert to definer_ticket
  with check (client_id = (SELECT app.client_section('tickets'::app.section)) AND shared
    AND raised_by_client_user_id = (SELECT app.client_writer()));
create policy definer_ticket_select on app.ticket for select to definer_ticket
  using (client_id = (SELECT app.client_section('tickets'::app.section)) AND shared);
create policy definer_ticket_update on app.ticket for update to definer_ticket
  using (client_id = (SELECT app.client_section('tickets'::app.section)) AND shared)
  with check (client_id = (SELECT app.client_section('tickets'::app.section)) AND shared);
create policy definer_view_select on app.ticket for select to definer_view
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[])));
create policy floor on app.ticket as restrictive for all to public
  using (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name,
    'definer_log'::name, 'definer_ticket'::name, 'definer_view'::name, 'definer_thread'::name,
    'definer_outbox'::name, 'definer_search'::name])))
  with check (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name,
    'definer_log'::name, 'definer_ticket'::name, 'definer_view'::name, 'definer_thread'::name,
    'definer_outbox'::name, 'definer_search'::name])));
create policy staff_insert on app.ticket for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])));
create policy staff_select on app.ticket for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy staff_update on app.ticket for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])));
create policy worker_select on app.ticket for select to worker
  using (tenant_id = (SELECT app.work_tenant()));
create policy worker_update on app.ticket for update to worker
  using (tenant_id = (SELECT app.work_tenant()))
  with check (tenant_id = (SELECT app.work_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_keep
CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.ticket FOR EACH ROW
  EXECUTE FUNCTION app.ticket_before_write();

-- Places a new ticket (level, SLA policy in force, the project it names), keeps it within the levels of its contract,
-- and keeps shared_at, version and the times of its end.
-- app.ticket_before_write() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other
-- role may execute it.
CREATE OR REPLACE FUNCTION app.ticket_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  included app.support_level[];
  days smallint;
begin
  if tg_op = 'INSERT' then
    if current_user = 'staff' then
      new.tenant_id := app.staff_tenant();
      new.raised_by_staff_id := app.staff_id();
      select m.display_name into new.raised_by_name from app.staff_member m
       where m.tenant_id = new.tenant_id and m.id = new.raised_by_staff_id;
    end if;
    if new.level is null then
      select j.level into new.level from app.job_type j
       where j.tenant_id = new.tenant_id and j.contract_id = new.contract_id and j.id = new.job_type_id;
    end if;
    select s.id into new.sla_policy_id from app.sla_policy s
     where s.tenant_id = new.tenant_id and s.contract_id = new.contract_id and s.in_force_from <= new.created_at
     order by s.in_force_from desc limit 1;
  end if;

  if tg_op = 'INSERT' or new.level <> old.level or new.status <> old.status or new.visibility <> old.visibility then
    select s.levels, s.reopen_days into included, days from app.contract_support s
     where s.tenant_id = new.tenant_id and s.contract_id = new.contract_id;
    if not found then
      raise check_violation using message = 'the contract includes no support';
    end if;
    if (tg_op = 'INSERT' or new.level <> old.level) and not coalesce(new.level = any (included), false) then
      raise check_violation using message = 'the contract does not include this support level';
    end if;
  end if;

  if new.project_id is null then
    new.project_client_id := null;
    new.project_shared := null;
  elsif tg_op = 'INSERT' or new.project_id is distinct from old.project_id then
    select p.client_id, p.shared into new.project_client_id, new.project_shared from app.project p
     where p.tenant_id = new.tenant_id and p.id = new.project_id and p.client_id = new.client_id;
    if not found then
      raise foreign_key_violation using message = 'no such project';
    end if;
  end if;
  if new.merged_into_id is null then
    new.merged_into_shared := null;
    new.merge_is_internal := false;
  elsif tg_op = 'INSERT' or new.merged_into_id is distinct from old.merged_into_id then
    select t.shared into new.merged_into_shared from app.ticket t
     where t.tenant_id = new.tenant_id and t.client_id = new.client_id and t.id = new.merged_into_id and t.merged_into_id is null;
    if not found then
      raise foreign_key_violation using message = 'no such ticket to merge into';
    end if;
    if tg_op = 'UPDATE' and not coalesce(old.merged_into_shared, true) then
      -- The ticket that it is in is merged in turn, and the client saw neither: the stricter flag wins.
      new.merge_is_internal := true;
    elsif new.visibility = 'client_visible' and not new.merged_into_shared then
      -- It would be closed before the client's eyes for a reason that they cannot see.
      raise check_violation using message = 'a ticket that the client sees merges into one that they see';
    end if;
  end if;

  if tg_op = 'UPDATE' and (current_user = 'staff' or new.visibility <> old.visibility) then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  if new.visibility = 'internal_only' then
    new.shared_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
  end if;

  if tg_op = 'INSERT' or new.status <> old.status then
    new.closed_at := case when new.status = 'closed' then coalesce(new.closed_at, now()) end;
    if new.status not in ('resolved', 'closed') then
      new.resolved_at := null;
      new.reopen_until := null;
    elsif new.reopen_until is null then
      new.resolved_at := coalesce(new.resolved_at, now());
      new.reopen_until := new.resolved_at + make_interval(days => days);
    end if;
  end if;
  if tg_op = 'UPDATE' and new.visibility <> old.visibility then
    -- What the clock said before is of another past: the SLA job looks at it at once, and knows of each what they saw.
    new.sla_status := null;
    new.sla_due_at := null;
    -- When the work ended is the team's, if the client did not see it: their time to reopen runs from when they do.
    if new.visibility = 'client_visible' and new.reopen_until is not null then
      new.reopen_until := new.shared_at + make_interval(days => days);
    end if;
  end if;
  return new;
end $function$;

-- 2. before each row: step_2_number
CREATE TRIGGER step_2_number BEFORE INSERT OR UPDATE ON app.ticket FOR EACH ROW
  EXECUTE FUNCTION app.number_record('ticket');

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

-- 3. after each row: "0_make_record"
CREATE TRIGGER "0_make_record" AFTER INSERT ON app.ticket FOR EACH ROW EXECUTE FUNCTION app.make_record('ticket', 'id');

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

-- 4. after each row: drop_record
CREATE TRIGGER drop_record AFTER DELETE ON app.ticket FOR EACH ROW EXECUTE FUNCTION app.drop_record();

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

-- 5. after each row: log_visibility
CREATE TRIGGER log_visibility AFTER INSERT ON app.ticket FOR EACH ROW EXECUTE FUNCTION app.log_visibility('ticket');

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

-- 6. after each row: log_visibility_change
CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.ticket FOR EACH ROW
  WHEN (old.visibility IS DISTINCT FROM new.visibility) EXECUTE FUNCTION app.log_visibility('ticket');

-- app.log_visibility() stands above.

-- 7. after each row: step_3_lock_assignee
CREATE TRIGGER step_3_lock_assignee AFTER INSERT OR UPDATE OF assignee_staff_id ON app.ticket FOR EACH ROW
  WHEN (new.assignee_staff_id IS NOT NULL) EXECUTE FUNCTION app.lock_assignee();

-- Lets whoever gives a person a ticket and whoever takes them off a contract wait for each other: the later one then
-- sees what the earlier one did. The key of the person does the same for a person who is deactivated.
-- app.lock_assignee() runs as definer_work, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.lock_assignee()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_table_name = 'ticket' then
    perform pg_advisory_xact_lock_shared(hashtextextended(new.assignee_staff_id::text, 1));
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(old.staff_member_id::text, 1));
  return old;
end $function$;

-- 8. after each row: step_4_require_contract_access
CREATE TRIGGER step_4_require_contract_access AFTER INSERT OR UPDATE OF assignee_staff_id ON app.ticket
  FOR EACH ROW EXECUTE FUNCTION app.require_contract_access('assignee_staff_id');

-- Keeps staff from giving a contract's tickets to somebody whose queue would not show them; the trigger's argument
-- names the column.
-- app.require_contract_access() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No
-- other role may execute it.
CREATE OR REPLACE FUNCTION app.require_contract_access()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  person text := to_jsonb(new) ->> tg_argv[0];
begin
  if person is not null and (tg_op = 'INSERT' or person is distinct from to_jsonb(old) ->> tg_argv[0]) then
    -- A condition of its own: whoever may not ask it is not asked for the right to.
    if not app.reaches_contract(new.tenant_id, new.contract_id, person::uuid) then
      raise check_violation using message = 'the person does not reach the contract';
    end if;
  end if;
  return null;
end $function$;

-- 9. after each row: step_5_log_event
CREATE TRIGGER step_5_log_event AFTER INSERT OR UPDATE OF status, priority, level, assignee_staff_id ON app.ticket
  FOR EACH ROW EXECUTE FUNCTION app.log_ticket_event();

-- Writes app.ticket_event.
-- app.log_ticket_event() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.log_ticket_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  visible boolean := case when tg_op = 'UPDATE' then old.shared and new.shared else new.shared end;
  staff uuid := app.staff_id();
  person uuid := app.client_writer();
begin
  if tg_op = 'INSERT' then
    insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind,
      to_status, to_priority, to_level, actor_staff_id, actor_client_user_id, happened_at)
    values (new.tenant_id, new.client_id, new.contract_id, new.id, new.shared, visible, 'raised',
      new.status, new.priority, new.level, staff, coalesce(person, new.raised_by_client_user_id), new.created_at);
  end if;
  if tg_op = 'UPDATE' and new.status <> old.status then
    insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind,
      from_status, to_status, actor_staff_id, actor_client_user_id)
    values (new.tenant_id, new.client_id, new.contract_id, new.id, new.shared, visible, 'status',
      old.status, new.status, staff, person);
  end if;
  if tg_op = 'UPDATE' and new.priority <> old.priority then
    insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind,
      from_priority, to_priority, actor_staff_id, actor_client_user_id)
    values (new.tenant_id, new.client_id, new.contract_id, new.id, new.shared, visible, 'priority',
      old.priority, new.priority, staff, person);
  end if;
  if tg_op = 'UPDATE' and new.level <> old.level then
    insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind,
      from_level, to_level, actor_staff_id, actor_client_user_id)
    values (new.tenant_id, new.client_id, new.contract_id, new.id, new.shared, visible, 'level',
      old.level, new.level, staff, person);
  end if;
  if tg_op = 'INSERT' and new.assignee_staff_id is not null
     or tg_op = 'UPDATE' and new.assignee_staff_id is distinct from old.assignee_staff_id then
    insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind,
      from_assignee_id, to_assignee_id, actor_staff_id, actor_client_user_id, happened_at)
    values (new.tenant_id, new.client_id, new.contract_id, new.id, new.shared, visible, 'assigned',
      case when tg_op = 'UPDATE' then old.assignee_staff_id end, new.assignee_staff_id, staff, person,
      case when tg_op = 'INSERT' then new.created_at else now() end);
  end if;
  return null;
end $function$;

-- 10. after each row: step_6_refresh_activity
CREATE TRIGGER step_6_refresh_activity AFTER INSERT OR UPDATE OF visibility, status, priority, rated_at
  ON app.ticket FOR EACH ROW EXECUTE FUNCTION app.follow_activity();

-- Calls app.refresh_activity() where something changed that the client can read.
-- app.follow_activity() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.follow_activity()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_table_name = 'ticket' then
    perform app.refresh_activity(new.tenant_id, new.id);
  else
    if tg_op <> 'INSERT' then
      perform app.refresh_activity(old.tenant_id, old.ticket_id);
    end if;
    if tg_op <> 'DELETE' then
      perform app.refresh_activity(new.tenant_id, new.ticket_id);
    end if;
  end if;
  return null;
end $function$;

-- 11. after each row: write_outbox_of_clock
CREATE TRIGGER write_outbox_of_clock AFTER UPDATE OF visibility ON app.ticket FOR EACH ROW
  WHEN (old.visibility <> new.visibility) EXECUTE FUNCTION app.write_outbox('evaluate_sla');

-- Tells the worker of a change of a record; the trigger's argument is the kind of job. An event tells of its ticket.
-- app.write_outbox() runs as definer_outbox, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.write_outbox()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  record uuid;
begin
  if tg_table_name = 'ticket_event' then
    record := new.ticket_id;
  else
    record := new.id;
  end if;
  insert into app.outbox (tenant_id, kind, record_id) values (new.tenant_id, tg_argv[0]::app.job_kind, record);
  return null;
end $function$;

-- 12. after each row: write_outbox_of_end
CREATE TRIGGER write_outbox_of_end AFTER UPDATE ON app.ticket FOR EACH ROW
  WHEN (new.status = 'resolved'::app.ticket_status AND (old.status <> 'resolved'::app.ticket_status
  OR old.reopen_until <> new.reopen_until)) EXECUTE FUNCTION app.write_outbox('close_ticket');

-- app.write_outbox() stands above.

-- 13. after each row: write_outbox_of_resolved
CREATE TRIGGER write_outbox_of_resolved AFTER INSERT ON app.ticket FOR EACH ROW
  WHEN (new.status = 'resolved'::app.ticket_status) EXECUTE FUNCTION app.write_outbox('close_ticket');

-- app.write_outbox() stands above.

-- 14. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.ticket REFERENCING OLD TABLE AS before FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_ticket();

-- Tells the pages that show app.ticket of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_ticket() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.announce_ticket()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
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
            or (w.shared and (b.id, b.contract_id, b.visible_project_id, b.number, b.title, b.description, b.job_type_id, b.priority,
            b.status, b.resolution, b.reopen_until, b.rating, b.rating_comment, b.rated_at,
            b.raised_by_client_user_id, b.raised_by_name, b.sla_status, b.sla_due_at, b.visible_merged_into_id,
            b.accepts_replies, b.activity_at, b.shared_at)
          is distinct from (w.id, w.contract_id, w.visible_project_id, w.number, w.title, w.description, w.job_type_id, w.priority,
            w.status, w.resolution, w.reopen_until, w.rating, w.rating_comment, w.rated_at,
            w.raised_by_client_user_id, w.raised_by_name, w.sla_status, w.sla_due_at, w.visible_merged_into_id,
            w.accepts_replies, w.activity_at, w.shared_at))
      ) t (client, topic);
  end if;
  return null;
end $function$;

-- 15. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.ticket REFERENCING NEW TABLE AS written FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_ticket();

-- app.announce_ticket() stands above.

-- 16. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.ticket REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_ticket();

-- app.announce_ticket() stands above.
