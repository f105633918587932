-- Table app.job_type
--
-- A kind of request that a contract knows: "Incident", "Change". Clients choose one when they raise a ticket.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.job_type (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  contract_id uuid not null,
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  -- The support level that a new ticket of the kind starts on. Internal: never granted to clients.
  level app.support_level not null,
  active boolean not null default true,
  constraint job_type_pkey PRIMARY KEY (tenant_id, id),
  constraint job_type_tenant_id_contract_id_id_key UNIQUE (tenant_id, contract_id, id),
  constraint job_type_tenant_id_contract_id_name_key UNIQUE (tenant_id, contract_id, name),
  constraint job_type_name_check CHECK (length(name::text) <= 100 AND (name IS NORMALIZED)),
  constraint job_type_tenant_id_contract_id_fkey FOREIGN KEY (tenant_id, contract_id)
    REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.ticket: FOREIGN KEY (tenant_id, contract_id, job_type_id) REFERENCES app.job_type(tenant_id, contract_id, id)

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX job_type_by_contract ON app.job_type USING btree (contract_id);

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.job_type alter column name set statistics 0, alter column active set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.job_type owner to portal_owner;
alter table app.job_type enable row level security;
alter table app.job_type force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (id, contract_id, name, active) on app.job_type to client;
grant select (tenant_id, id, contract_id, level, active) on app.job_type to definer_ticket;
grant select on app.job_type to staff;
grant insert (tenant_id, id, contract_id, name, level) on app.job_type to staff;
grant update (name, level, active) on app.job_type to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.job_type for select to client
  using (contract_id = ANY ((SELECT app.client_contracts())::uuid[]));
create policy definer_ticket_select on app.job_type for select to definer_ticket
  using (contract_id = ANY ((SELECT app.client_contracts())::uuid[]));
create policy floor on app.job_type as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_ticket'::name]))
  with check (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_ticket'::name]));
create policy staff_insert on app.job_type for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])));
create policy staff_select on app.job_type for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy staff_update on app.job_type for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_keep
CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.job_type FOR EACH ROW
  EXECUTE FUNCTION app.require_included_level();

-- What clients are offered starts on a level that their contract includes.
-- app.require_included_level() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other
-- role may execute it.
CREATE OR REPLACE FUNCTION app.require_included_level()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_table_name = 'job_type' then
    if new.active and not exists (
      select from app.contract_support s
       where s.tenant_id = new.tenant_id and s.contract_id = new.contract_id and new.level = any (s.levels)
    ) then
      raise check_violation using message = 'the contract does not include this support level';
    end if;
  elsif exists (
    select from app.job_type j
     where j.tenant_id = new.tenant_id and j.contract_id = new.contract_id and j.active and not j.level = any (new.levels)
  ) then
    raise check_violation using message = 'a kind of job starts on a level that would not be included';
  end if;
  return new;
end $function$;
