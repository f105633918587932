-- Table app.ticket_sla
--
-- Where a ticket's two clocks stood when they were last looked at, and when to look next: the schedule of the SLA job
-- is this column, so that it survives restarts. Each event sets it to now. No client grant.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.ticket_sla (
  tenant_id uuid not null,
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  -- {state, target_ms, elapsed_ms, due_at, breached_at, met_at} of the last evaluation.
  first_response jsonb,
  resolution jsonb,
  -- The next threshold or breach, or within the hour while a breach goes on; infinity where nothing is to come.
  next_run_at timestamp with time zone not null default now(),
  attempts smallint not null default 0,
  -- Why the last evaluation failed; it is tried again, later each time.
  failure text,
  evaluated_at timestamp with time zone,
  constraint ticket_sla_pkey PRIMARY KEY (tenant_id, ticket_id),
  constraint ticket_sla_tenant_id_client_id_contract_id_ticket_id_fkey FOREIGN KEY (tenant_id, client_id,
    contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE
    ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX ticket_sla_by_ticket ON app.ticket_sla USING btree (tenant_id, client_id, contract_id, ticket_id);
CREATE INDEX ticket_sla_due ON app.ticket_sla USING btree (next_run_at)
  WHERE (next_run_at < 'infinity'::timestamp with time zone);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.ticket_sla owner to portal_owner;
alter table app.ticket_sla enable row level security;
alter table app.ticket_sla force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (tenant_id, contract_id, ticket_id, next_run_at) on app.ticket_sla to definer_log;
grant insert (tenant_id, client_id, contract_id, ticket_id, next_run_at) on app.ticket_sla to definer_log;
grant update (next_run_at, attempts, failure) on app.ticket_sla to definer_log;
grant select (tenant_id, ticket_id, next_run_at) on app.ticket_sla to definer_work;
grant select on app.ticket_sla to staff;
grant select on app.ticket_sla to worker;
grant update (first_response, resolution, next_run_at, attempts, failure, evaluated_at) on app.ticket_sla to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_log_insert on app.ticket_sla for insert to definer_log
  with check (true);
create policy definer_log_select on app.ticket_sla for select to definer_log
  using (true);
create policy definer_log_update on app.ticket_sla for update to definer_log
  using (true)
  with check (true);
create policy definer_work_select on app.ticket_sla for select to definer_work
  using (true);
create policy floor on app.ticket_sla as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_log'::name, 'definer_work'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_log'::name, 'definer_work'::name]));
create policy staff_select on app.ticket_sla for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy worker_select on app.ticket_sla for select to worker
  using (tenant_id = (SELECT app.work_tenant()));
create policy worker_update on app.ticket_sla for update to worker
  using (tenant_id = (SELECT app.work_tenant()))
  with check (tenant_id = (SELECT app.work_tenant()));
