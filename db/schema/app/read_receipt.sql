-- Table app.read_receipt
--
-- Who of the client opened a shared record, and when. For the team; no client grant. It outlives the record's sharing,
-- since it says what had been seen.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.read_receipt (
  tenant_id uuid not null,
  client_id uuid not null,
  client_user_id uuid not null,
  project_id uuid,
  contract_id uuid,
  record_kind app.record_kind not null,
  record_id uuid not null,
  first_at timestamp with time zone not null default now(),
  last_at timestamp with time zone not null default now(),
  times integer not null default 1,
  constraint read_receipt_pkey PRIMARY KEY (tenant_id, client_user_id, record_kind, record_id),
  constraint read_receipt_check CHECK (num_nonnulls(project_id, contract_id) = 1),
  constraint read_receipt_tenant_id_client_id_client_user_id_fkey FOREIGN KEY (tenant_id, client_id,
    client_user_id) REFERENCES app.client_user(tenant_id, client_id, id) ON DELETE CASCADE,
  constraint read_receipt_tenant_id_contract_id_fkey FOREIGN KEY (tenant_id, contract_id)
    REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE,
  constraint read_receipt_tenant_id_project_id_fkey FOREIGN KEY (tenant_id, project_id)
    REFERENCES app.project(tenant_id, id) ON DELETE CASCADE,
  constraint read_receipt_tenant_id_record_id_fkey FOREIGN KEY (tenant_id, record_id)
    REFERENCES app.record(tenant_id, id) ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX read_receipt_by_person ON app.read_receipt USING btree (tenant_id, client_id, client_user_id);
CREATE INDEX read_receipt_by_project ON app.read_receipt USING btree (tenant_id, project_id, record_kind, record_id);
CREATE INDEX read_receipt_by_record ON app.read_receipt USING btree (tenant_id, record_id);
CREATE INDEX read_receipt_by_ticket
  ON app.read_receipt USING btree (tenant_id, contract_id, record_kind, record_id) WHERE (contract_id IS NOT NULL);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.read_receipt owner to portal_owner;
alter table app.read_receipt enable row level security;
alter table app.read_receipt force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.read_receipt to definer_log;
grant select on app.read_receipt to definer_receipt;
grant insert on app.read_receipt to definer_receipt;
grant update (last_at, times) on app.read_receipt to definer_receipt;
grant select on app.read_receipt to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_log_select on app.read_receipt for select to definer_log
  using (true);
create policy definer_receipt_insert on app.read_receipt for insert to definer_receipt
  with check (client_user_id = (SELECT app.client_writer()));
create policy definer_receipt_select on app.read_receipt for select to definer_receipt
  using (client_user_id = (SELECT app.client_writer()));
create policy definer_receipt_update on app.read_receipt for update to definer_receipt
  using (client_user_id = (SELECT app.client_writer()))
  with check (client_user_id = (SELECT app.client_writer()));
create policy floor on app.read_receipt as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name, 'definer_receipt'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name, 'definer_receipt'::name]));
create policy staff_select on app.read_receipt for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[]))));
