-- Table app.contract
--
-- The agreement. No client grant: clients read app.contract_client, where their part of it stands. Its id is unique
-- over all tenants, so that app.client_contracts() alone decides in a policy.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.contract (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- app.seen_text is a domain over text.
  number app.seen_text not null,
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  -- app.day is a domain over date.
  starts_on app.day,
  -- app.day is a domain over date.
  ends_on app.day,
  created_at timestamp with time zone not null default now(),
  constraint contract_pkey PRIMARY KEY (tenant_id, id),
  constraint contract_id_key UNIQUE (id),
  constraint contract_tenant_id_id_number_name_key UNIQUE (tenant_id, id, number, name),
  constraint contract_tenant_id_number_key UNIQUE (tenant_id, number),
  constraint contract_check CHECK (ends_on::date >= starts_on::date),
  constraint contract_name_check CHECK (length(name::text) <= 200 AND (name IS NORMALIZED)),
  constraint contract_number_check CHECK (length(number::text) <= 40 AND (number IS NORMALIZED)),
  constraint contract_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.contract_client: FOREIGN KEY (tenant_id, contract_id, contract_number, contract_name) REFERENCES
--   app.contract(tenant_id, id, number, name) ON UPDATE CASCADE ON DELETE CASCADE
-- app.contract_member: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
-- app.contract_support: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
-- app.escalation_step: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
-- app.job_type: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
-- app.read_receipt: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
-- app.sla_policy: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.contract owner to portal_owner;
alter table app.contract enable row level security;
alter table app.contract force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (tenant_id, id) on app.contract to definer_identity;
grant select (tenant_id, id, starts_on) on app.contract to definer_time;
grant select on app.contract to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_identity_select on app.contract for select to definer_identity
  using (true);
create policy definer_time_select on app.contract for select to definer_time
  using (true);
create policy floor on app.contract as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name, 'definer_time'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name, 'definer_time'::name]));
create policy staff_select on app.contract for select to staff
  using (tenant_id = (SELECT app.staff_tenant()));
