-- Table app.contract_client
--
-- Which clients a contract covers. Carries number and name by foreign key, so that a client reads its own row and
-- learns nothing of the other clients under the same contract.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.contract_client (
  tenant_id uuid not null,
  contract_id uuid not null,
  client_id uuid not null,
  contract_number text not null,
  contract_name text not null,
  constraint contract_client_pkey PRIMARY KEY (tenant_id, contract_id, client_id),
  constraint contract_client_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id)
    REFERENCES app.client(tenant_id, id),
  constraint contract_client_tenant_id_contract_id_contract_number_cont_fkey FOREIGN KEY (tenant_id,
    contract_id, contract_number, contract_name) REFERENCES app.contract(tenant_id, id, number, name)
    ON UPDATE CASCADE ON DELETE CASCADE
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.project: FOREIGN KEY (tenant_id, contract_id, client_id) REFERENCES app.contract_client(tenant_id, contract_id,
--   client_id)
-- app.ticket: FOREIGN KEY (tenant_id, contract_id, client_id) REFERENCES app.contract_client(tenant_id, contract_id,
--   client_id)

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX contract_client_by_client ON app.contract_client USING btree (client_id, contract_id);
CREATE INDEX contract_client_by_contract
  ON app.contract_client USING btree (tenant_id, contract_id, contract_number, contract_name);
CREATE INDEX contract_client_of_client ON app.contract_client USING btree (tenant_id, client_id);

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.contract_client alter column contract_number set statistics 0,
  alter column contract_name set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.contract_client owner to portal_owner;
alter table app.contract_client enable row level security;
alter table app.contract_client force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (contract_id, contract_number, contract_name) on app.contract_client to client;
grant select (contract_id, client_id) on app.contract_client to definer_identity;
grant select on app.contract_client to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.contract_client for select to client
  using (client_id = (SELECT app.client_section('projects'::app.section))
    OR client_id = (SELECT app.client_section('tickets'::app.section)));
create policy definer_identity_select on app.contract_client for select to definer_identity
  using (true);
create policy floor on app.contract_client as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_identity'::name]))
  with check (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_identity'::name]));
create policy staff_select on app.contract_client for select to staff
  using (tenant_id = (SELECT app.staff_tenant()));
