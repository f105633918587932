-- Table app.time_entry
--
-- Time of a person on a task, or on a ticket: by a timer, which runs while minutes is null, or entered. A task or
-- ticket with time on it stays, and time stays on a ticket that is merged into another.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.time_entry (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid,
  -- The ticket's; a task's time is reached by its project.
  contract_id uuid,
  record_id uuid not null,
  -- Whose pages hear of it.
  section app.section not null generated always as (CASE
    WHEN project_id IS NOT NULL THEN 'projects'::app.section ELSE 'tickets'::app.section END) stored,
  staff_member_id uuid not null,
  -- app.day is a domain over date.
  spent_on app.day not null,
  minutes integer,
  started_at timestamp with time zone,
  -- Outside the hours that the contract calls regular: proposed as a ticket's timer stops, and for the person to say.
  after_hours boolean not null default false,
  description text not null default ''::text,
  -- Recorded until a manager of the project or contract approves or rejects it, by app.decide_time(). What is approved
  -- no longer changes; what is rejected changes as its author puts it forward again. A manager may take a decision
  -- back: whatever comes to build on approved time has to refer to it in a way that forbids that.
  status app.time_entry_status not null default 'recorded'::app.time_entry_status,
  decided_by uuid,
  decided_at timestamp with time zone,
  -- Why it was rejected. Stays with it when it is put forward again.
  decision_reason text not null default ''::text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint time_entry_pkey PRIMARY KEY (tenant_id, id),
  constraint time_entry_check CHECK (num_nonnulls(project_id, contract_id) = 1),
  constraint time_entry_check1 CHECK (minutes IS NOT NULL OR started_at IS NOT NULL
    AND status = 'recorded'::app.time_entry_status),
  constraint time_entry_check2 CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  constraint time_entry_check3 CHECK ((status = 'recorded'::app.time_entry_status) = (decided_by IS NULL)),
  constraint time_entry_decision_reason_check CHECK (length(decision_reason) <= 500 AND (decision_reason IS NORMALIZED)),
  constraint time_entry_description_check CHECK (length(description) <= 2000 AND (description IS NORMALIZED)),
  constraint time_entry_minutes_check CHECK (minutes >= 1 AND minutes <= 1440),
  constraint time_entry_tenant_id_client_id_contract_id_record_id_fkey FOREIGN KEY (tenant_id, client_id,
    contract_id, record_id) REFERENCES app.record(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE,
  constraint time_entry_tenant_id_client_id_project_id_record_id_fkey FOREIGN KEY (tenant_id, client_id,
    project_id, record_id) REFERENCES app.record(tenant_id, client_id, project_id, id) ON UPDATE CASCADE,
  constraint time_entry_tenant_id_decided_by_fkey FOREIGN KEY (tenant_id, decided_by)
    REFERENCES app.staff_member(tenant_id, id),
  constraint time_entry_tenant_id_staff_member_id_fkey FOREIGN KEY (tenant_id, staff_member_id)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX time_entry_by_contract ON app.time_entry USING btree (tenant_id, client_id, contract_id, record_id)
  WHERE (contract_id IS NOT NULL);
CREATE INDEX time_entry_by_decider ON app.time_entry USING btree (tenant_id, decided_by) WHERE (decided_by IS NOT NULL);
CREATE INDEX time_entry_by_person ON app.time_entry USING btree (tenant_id, staff_member_id, spent_on);
CREATE INDEX time_entry_by_project ON app.time_entry USING btree (tenant_id, client_id, project_id, record_id,
  spent_on) WHERE (project_id IS NOT NULL);
CREATE INDEX time_entry_by_record ON app.time_entry USING btree (tenant_id, record_id, spent_on);
CREATE INDEX time_entry_to_decide ON app.time_entry USING btree (tenant_id, project_id, spent_on)
  WHERE (status = 'recorded'::app.time_entry_status);
CREATE INDEX time_entry_to_decide_on_tickets ON app.time_entry USING btree (tenant_id, contract_id, spent_on)
  WHERE (status = 'recorded'::app.time_entry_status);
CREATE UNIQUE INDEX time_entry_one_running ON app.time_entry USING btree (tenant_id, staff_member_id)
  WHERE (minutes IS NULL);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.time_entry owner to portal_owner;
alter table app.time_entry enable row level security;
alter table app.time_entry force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.time_entry to definer_time;
grant update (status, decision_reason) on app.time_entry to definer_time;
grant select on app.time_entry to staff;
grant insert (id, record_id, spent_on, minutes, started_at, after_hours, description) on app.time_entry to staff;
grant update (spent_on, minutes, started_at, after_hours, description) on app.time_entry to staff;
grant delete on app.time_entry to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_time_select on app.time_entry for select to definer_time
  using (true);
create policy definer_time_update on app.time_entry for update to definer_time
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[])))
    AND (staff_member_id <> (SELECT app.staff_id()) OR (SELECT app.approves_own_time())))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[])))
    AND (staff_member_id <> (SELECT app.staff_id()) OR (SELECT app.approves_own_time())));
create policy floor on app.time_entry as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_time'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_time'::name]));
create policy staff_delete on app.time_entry for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[]))
    OR staff_member_id = (SELECT app.staff_id())
    AND ((project_id = ANY ((SELECT app.staff_projects('contributor'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[]))))
    AND status <> 'approved'::app.time_entry_status);
create policy staff_insert on app.time_entry for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('contributor'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])))
    AND staff_member_id = (SELECT app.staff_id()));
create policy staff_select on app.time_entry for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[]))));
create policy staff_update on app.time_entry for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[]))
    OR staff_member_id = (SELECT app.staff_id())
    AND ((project_id = ANY ((SELECT app.staff_projects('contributor'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])))))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[]))
    OR staff_member_id = (SELECT app.staff_id())
    AND ((project_id = ANY ((SELECT app.staff_projects('contributor'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])))));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_keep
CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.time_entry FOR EACH ROW
  EXECUTE FUNCTION app.time_entry_before_write();

-- Places a new entry and signs it with its author; signs a decision with who made it; puts forward again what was
-- rejected as its author saves it, and keeps what is approved as it is.
-- app.time_entry_before_write() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No
-- other role may execute it.
CREATE OR REPLACE FUNCTION app.time_entry_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    select r.tenant_id, r.client_id, r.project_id, r.contract_id
      into new.tenant_id, new.client_id, new.project_id, new.contract_id
      from app.record r
     where r.id = new.record_id and r.tenant_id = coalesce(new.tenant_id, r.tenant_id) and r.kind in ('task', 'ticket');
    if not found then
      raise foreign_key_violation using message = 'no such task or ticket';
    end if;
    if current_user = 'staff' then
      new.staff_member_id := app.staff_id();
    end if;
    return new;
  end if;

  if old.status = 'approved' and (new.spent_on, new.minutes, new.started_at, new.after_hours, new.description)
    is distinct from (old.spent_on, old.minutes, old.started_at, old.after_hours, old.description) then
    raise check_violation using message = 'approved time does not change';
  end if;
  if current_user not in ('staff', 'definer_time') then
    return new;
  end if;
  if current_user = 'staff' and old.status = 'rejected' then
    new.status := 'recorded';
  end if;
  if old.status <> new.status then
    new.decided_by := case when new.status <> 'recorded' then app.staff_id() end;
    new.decided_at := case when new.status <> 'recorded' then now() end;
  end if;
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $function$;

-- 2. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.time_entry REFERENCING OLD TABLE AS before FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_time_entry();

-- Tells the pages that show app.time_entry of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_time_entry() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.announce_time_entry()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_op = 'INSERT' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.project_id, r.contract_id, r.staff_member_id, r.section::text from written r) t (tenant, project, contract, person, topic);
  elsif tg_op = 'DELETE' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.project_id, r.contract_id, r.staff_member_id, r.section::text from before r) t (tenant, project, contract, person, topic);
  else
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select r.tenant_id, r.project_id, r.contract_id, r.staff_member_id, r.section::text from before r
      union select r.tenant_id, r.project_id, r.contract_id, r.staff_member_id, r.section::text from written r) t (tenant, project, contract, person, topic);
  end if;
  return null;
end $function$;

-- 3. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.time_entry REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_time_entry();

-- app.announce_time_entry() stands above.

-- 4. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.time_entry REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_time_entry();

-- app.announce_time_entry() stands above.

-- 5. after the statement: check_changed_days
CREATE TRIGGER check_changed_days AFTER UPDATE
  ON app.time_entry REFERENCING OLD TABLE AS before NEW TABLE AS written FOR EACH STATEMENT
  EXECUTE FUNCTION app.check_time_days();

-- Refuses a day after the tenant's tomorrow, one before the project's or contract's first, and more than 24 hours of a
-- person on one day, from two transactions at once as well. What was rejected does not count until it is put forward
-- again.
-- app.check_time_days() runs as definer_time, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.check_time_days()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  days refcursor;
  one record;
  today date;
  begins date;
  total bigint;
begin
  -- In one order, so that two statements over several days do not wait for each other.
  if tg_op = 'INSERT' then
    open days for
      select distinct w.tenant_id, w.staff_member_id, w.spent_on, w.project_id, w.contract_id from written w
       order by 1, 2, 3, 4, 5;
  else
    open days for
      select distinct w.tenant_id, w.staff_member_id, w.spent_on, w.project_id, w.contract_id
        from written w join before b on b.tenant_id = w.tenant_id and b.id = w.id
       where (w.spent_on, w.minutes, w.status = 'rejected') is distinct from (b.spent_on, b.minutes, b.status = 'rejected')
       order by 1, 2, 3, 4, 5;
  end if;
  loop
    fetch days into one;
    exit when not found;
    select (now() at time zone t.time_zone)::date into today from app.tenant t where t.tenant_id = one.tenant_id;
    if one.spent_on > today + 1 then
      raise check_violation using message = 'no time is spent after tomorrow', constraint = 'time_entry_ahead';
    end if;
    select greatest(p.starts_on, c.starts_on) into begins
      from (select one.project_id as id) w
      left join app.project p on p.tenant_id = one.tenant_id and p.id = w.id
      left join app.contract c on c.tenant_id = one.tenant_id and c.id = coalesce(one.contract_id, p.contract_id);
    if one.spent_on < begins then
      raise check_violation using
        message = 'time lies before its project or contract begins', constraint = 'time_entry_early', detail = begins::text;
    end if;
    -- What two transactions write at once is seen by the second: its sum is read after the lock.
    perform pg_advisory_xact_lock(hashtextextended(one.staff_member_id || ' ' || one.spent_on, 2));
    select sum(e.minutes) into total
      from app.time_entry e
     where e.tenant_id = one.tenant_id and e.staff_member_id = one.staff_member_id and e.spent_on = one.spent_on
       and e.status <> 'rejected';
    if total > 1440 then
      raise check_violation using
        message = 'a person''s day has 24 hours', constraint = 'time_entry_day_full', detail = total::text;
    end if;
  end loop;
  return null;
end $function$;

-- 6. after the statement: check_days
CREATE TRIGGER check_days AFTER INSERT ON app.time_entry REFERENCING NEW TABLE AS written FOR EACH STATEMENT
  EXECUTE FUNCTION app.check_time_days();

-- app.check_time_days() stands above.
