-- Table app.ticket_event
--
-- What happened to a ticket, in order: the SLA clock is computed from it alone, for any moment. Written by trigger,
-- never changed.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.ticket_event (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  ticket_shared boolean not null,
  -- What happened while the ticket was hidden stays hidden when it is shared later.
  was_shared boolean not null,
  kind app.ticket_event_kind not null,
  shared boolean not null generated always as (was_shared AND ticket_shared
    AND (kind = ANY (ARRAY['raised'::app.ticket_event_kind,
    'status'::app.ticket_event_kind, 'priority'::app.ticket_event_kind]))) stored,
  from_status app.ticket_status,
  to_status app.ticket_status,
  from_priority app.ticket_priority,
  to_priority app.ticket_priority,
  from_level app.support_level,
  to_level app.support_level,
  from_assignee_id uuid,
  to_assignee_id uuid,
  actor_staff_id uuid,
  actor_client_user_id uuid,
  by_client boolean not null generated always as (actor_client_user_id IS NOT NULL) stored,
  happened_at timestamp with time zone not null default now(),
  constraint ticket_event_pkey PRIMARY KEY (tenant_id, id),
  constraint ticket_event_from_status_to_status_fkey FOREIGN KEY (from_status, to_status)
    REFERENCES app.ticket_status_transition(from_status, to_status),
  constraint ticket_event_tenant_id_client_id_contract_id_ticket_id_tic_fkey FOREIGN KEY (tenant_id,
    client_id, contract_id, ticket_id, ticket_shared)
    REFERENCES app.ticket(tenant_id, client_id, contract_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX ticket_event_by_move ON app.ticket_event USING btree (from_status, to_status)
  WHERE (from_status IS NOT NULL);
CREATE INDEX ticket_event_by_ticket
  ON app.ticket_event USING btree (tenant_id, client_id, contract_id, ticket_id, ticket_shared);
CREATE INDEX ticket_event_for_client ON app.ticket_event USING btree (client_id, ticket_id, happened_at) WHERE shared;
CREATE INDEX ticket_event_of_ticket ON app.ticket_event USING btree (tenant_id, ticket_id, happened_at);

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.ticket_event alter column kind set statistics 0, alter column from_status set statistics 0,
  alter column to_status set statistics 0, alter column from_priority set statistics 0,
  alter column to_priority set statistics 0, alter column by_client set statistics 0,
  alter column happened_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.ticket_event owner to portal_owner;
alter table app.ticket_event enable row level security;
alter table app.ticket_event force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (ticket_id, kind, from_status, to_status, from_priority, to_priority, by_client,
  happened_at) on app.ticket_event to client;
grant select (tenant_id, ticket_id, shared, happened_at) on app.ticket_event to definer_log;
grant insert on app.ticket_event to definer_log;
grant select on app.ticket_event to staff;
grant select on app.ticket_event to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.ticket_event for select to client
  using (client_id = (SELECT app.client_section('tickets'::app.section)) AND shared);
create policy definer_log_insert on app.ticket_event for insert to definer_log
  with check (true);
create policy definer_log_select on app.ticket_event for select to definer_log
  using (true);
create policy floor on app.ticket_event as restrictive for all to public
  using (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_log'::name])))
  with check (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_log'::name])));
create policy staff_select on app.ticket_event for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy worker_select on app.ticket_event for select to worker
  using (tenant_id = (SELECT app.work_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: immutable
CREATE TRIGGER immutable BEFORE UPDATE OF kind, happened_at, from_status, to_status, from_priority,
  to_priority, from_level, to_level, from_assignee_id, to_assignee_id, was_shared ON app.ticket_event
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();

-- Keeps a log append-only for every role, owner and superuser included.
-- app.refuse_change() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role may
-- execute it.
CREATE OR REPLACE FUNCTION app.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise insufficient_privilege using message = format('%s is append-only', tg_table_name);
end $function$;

-- 2. after each row: write_outbox
CREATE TRIGGER write_outbox AFTER INSERT ON app.ticket_event FOR EACH ROW
  WHEN (new.kind <> 'assigned'::app.ticket_event_kind) EXECUTE FUNCTION app.write_outbox('evaluate_sla');

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
