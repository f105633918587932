-- Table app.sla_policy
--
-- A version of a contract's SLA. It never changes: a new one comes into force for tickets raised from then on, and the
-- past stays as it was measured. No client grant.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.sla_policy (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  contract_id uuid not null,
  in_force_from timestamp with time zone not null default now(),
  time_zone text not null,
  -- By weekday, monday to sunday: [["09:00","17:30"], …] in the time zone; "24:00" ends a day.
  business_hours jsonb not null,
  -- [{day, name}]: whole days of the calendar in the time zone on which business is closed.
  holidays jsonb not null default '[]'::jsonb,
  -- [{priority, level, first_response_minutes, resolution_minutes, around_the_clock}]; a level of null is for every
  -- level without its own.
  targets jsonb not null,
  -- Per cent of a target at which a ticket counts as near its breach.
  thresholds smallint[] not null default '{50,75,90}'::smallint[],
  pauses_on_hold boolean not null default false,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint sla_policy_pkey PRIMARY KEY (tenant_id, id),
  constraint sla_policy_tenant_id_contract_id_id_key UNIQUE (tenant_id, contract_id, id),
  constraint sla_policy_tenant_id_contract_id_in_force_from_key UNIQUE (tenant_id, contract_id, in_force_from),
  constraint sla_policy_business_hours_check CHECK (jsonb_typeof(business_hours) = 'object'::text),
  constraint sla_policy_holidays_check CHECK (jsonb_typeof(holidays) = 'array'::text
    AND jsonb_array_length(holidays) <= 400
    AND jsonb_array_length(holidays) = jsonb_array_length(jsonb_path_query_array(holidays,
    '$[*]?(@."day" like_regex "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")'::jsonpath))),
  constraint sla_policy_targets_check CHECK (jsonb_typeof(targets) = 'array'::text),
  constraint sla_policy_thresholds_check CHECK ((1 <= ALL (thresholds)) AND (99 >= ALL (thresholds))),
  constraint sla_policy_time_zone_check CHECK (length(time_zone) >= 1 AND length(time_zone) <= 64),
  constraint sla_policy_tenant_id_contract_id_fkey FOREIGN KEY (tenant_id, contract_id)
    REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE,
  constraint sla_policy_tenant_id_created_by_fkey FOREIGN KEY (tenant_id, created_by)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.sla_breach: FOREIGN KEY (tenant_id, contract_id, sla_policy_id) REFERENCES app.sla_policy(tenant_id, contract_id,
--   id)
-- app.ticket: FOREIGN KEY (tenant_id, contract_id, sla_policy_id) REFERENCES app.sla_policy(tenant_id, contract_id, id)

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX sla_policy_by_author ON app.sla_policy USING btree (tenant_id, created_by) WHERE (created_by IS NOT NULL);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.sla_policy owner to portal_owner;
alter table app.sla_policy enable row level security;
alter table app.sla_policy force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (tenant_id, id, contract_id, in_force_from) on app.sla_policy to definer_ticket;
grant select on app.sla_policy to staff;
grant insert (tenant_id, id, contract_id, in_force_from, time_zone, business_hours, holidays, targets,
  thresholds, pauses_on_hold) on app.sla_policy to staff;
grant select on app.sla_policy to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_ticket_select on app.sla_policy for select to definer_ticket
  using (contract_id = ANY ((SELECT app.client_contracts())::uuid[]));
create policy floor on app.sla_policy as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_ticket'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_ticket'::name]));
create policy staff_insert on app.sla_policy for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[]))
    AND in_force_from >= (now() - '00:01:00'::interval));
create policy staff_select on app.sla_policy for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy worker_select on app.sla_policy for select to worker
  using (tenant_id = (SELECT app.work_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: check_time_zone
CREATE TRIGGER check_time_zone BEFORE INSERT ON app.sla_policy FOR EACH ROW WHEN (new.time_zone <> 'UTC'::text)
  EXECUTE FUNCTION app.check_time_zone();

-- Refuses a time zone that PostgreSQL does not know.
-- app.check_time_zone() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role
-- may execute it.
CREATE OR REPLACE FUNCTION app.check_time_zone()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if not exists (select from pg_catalog.pg_timezone_names z where z.name = new.time_zone) then
    raise check_violation using message = 'no such time zone', constraint = 'time_zone_unknown';
  end if;
  return new;
end $function$;

-- 2. before each row: immutable
CREATE TRIGGER immutable BEFORE UPDATE ON app.sla_policy FOR EACH ROW EXECUTE FUNCTION app.refuse_change();

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

-- 3. before each row: step_1_keep
CREATE TRIGGER step_1_keep BEFORE INSERT ON app.sla_policy FOR EACH ROW EXECUTE FUNCTION app.sla_policy_before_write();

-- Signs a new version.
-- app.sla_policy_before_write() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No
-- other role may execute it.
CREATE OR REPLACE FUNCTION app.sla_policy_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if current_user = 'staff' then
    new.tenant_id := app.staff_tenant();
    new.created_by := app.staff_id();
  end if;
  return new;
end $function$;
