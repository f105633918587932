-- Table app.ticket_sla
--
-- Where a ticket's two clocks stood when the worker last looked at them; app.job says when it looks next. No client
-- grant.
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
  evaluated_at timestamp with time zone not null default now(),
  constraint ticket_sla_pkey PRIMARY KEY (tenant_id, ticket_id),
  constraint ticket_sla_tenant_id_client_id_contract_id_ticket_id_fkey FOREIGN KEY (tenant_id, client_id,
    contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE
    ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX ticket_sla_by_ticket ON app.ticket_sla USING btree (tenant_id, client_id, contract_id, ticket_id);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.ticket_sla owner to portal_owner;
alter table app.ticket_sla enable row level security;
alter table app.ticket_sla force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.ticket_sla to staff;
grant select on app.ticket_sla to worker;
grant insert (tenant_id, client_id, contract_id, ticket_id, first_response, resolution) on app.ticket_sla to worker;
grant update (first_response, resolution, evaluated_at) on app.ticket_sla to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy floor on app.ticket_sla as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name]));
create policy staff_select on app.ticket_sla for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy worker_insert on app.ticket_sla for insert to worker
  with check (tenant_id = (SELECT app.work_tenant()));
create policy worker_select on app.ticket_sla for select to worker
  using (tenant_id = (SELECT app.work_tenant()));
create policy worker_update on app.ticket_sla for update to worker
  using (tenant_id = (SELECT app.work_tenant()))
  with check (tenant_id = (SELECT app.work_tenant()));
