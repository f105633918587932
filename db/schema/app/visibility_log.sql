-- Table app.visibility_log
--
-- Append-only: every flag set at creation and every change of it. Internal: no client grant. A record that is deleted
-- keeps its history, so the record is named by kind, id and label, without a foreign key.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.visibility_log (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  project_id uuid,
  -- Where the record belongs to a ticket; a record of a project has project_id instead.
  contract_id uuid,
  -- Whose record it was then: a contract may cover several clients.
  client_id uuid,
  record_kind app.record_kind not null,
  record_id uuid not null,
  record_label text not null,
  -- Null where the record was created with this flag.
  from_visibility app.visibility,
  to_visibility app.visibility not null,
  reason text,
  -- Where a record was withdrawn: who of the client had opened it until then (app.opened_by), as [{name, times,
  -- last_at}]. Null otherwise.
  seen jsonb,
  -- Who of the team, by their session; null where another was at work: a client user, or nobody with a session (sample
  -- data, a DBA), as actor_login tells.
  actor_staff_id uuid,
  -- Who of the client, by their session, not by what the record says of its author: what they wrote is shared by being
  -- written.
  actor_client_user_id uuid,
  actor_login name not null default SESSION_USER,
  changed_at timestamp with time zone not null default clock_timestamp(),
  constraint visibility_log_pkey PRIMARY KEY (tenant_id, id),
  constraint visibility_log_check CHECK (num_nonnulls(project_id, contract_id) = 1),
  constraint visibility_log_check1 CHECK (num_nonnulls(actor_staff_id, actor_client_user_id) <= 1),
  constraint visibility_log_reason_check CHECK ((reason IS NORMALIZED)),
  constraint visibility_log_record_label_check CHECK ((record_label IS NORMALIZED))
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX visibility_log_by_client_user
  ON app.visibility_log USING btree (tenant_id, actor_client_user_id, changed_at DESC)
  WHERE (actor_client_user_id IS NOT NULL);
CREATE INDEX visibility_log_by_contract
  ON app.visibility_log USING btree (tenant_id, contract_id, changed_at DESC) WHERE (contract_id IS NOT NULL);
CREATE INDEX visibility_log_by_project ON app.visibility_log USING btree (tenant_id, project_id, changed_at DESC);
CREATE INDEX visibility_log_by_record ON app.visibility_log USING btree (tenant_id, record_id, changed_at DESC);
CREATE INDEX visibility_log_by_time ON app.visibility_log USING btree (tenant_id, changed_at DESC);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.visibility_log owner to portal_owner;
alter table app.visibility_log enable row level security;
alter table app.visibility_log force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.visibility_log to auditor;
grant insert on app.visibility_log to definer_log;
grant select on app.visibility_log to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy auditor_select on app.visibility_log for select to auditor
  using (true);
create policy definer_log_insert on app.visibility_log for insert to definer_log
  with check (true);
create policy floor on app.visibility_log as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'auditor'::name, 'definer_log'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'auditor'::name, 'definer_log'::name]));
create policy staff_select on app.visibility_log for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[]))));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------

-- 1. before the statement: append_only_truncate
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON app.visibility_log FOR EACH STATEMENT
  EXECUTE FUNCTION app.refuse_change();

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

-- 2. before each row: append_only
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON app.visibility_log FOR EACH ROW
  EXECUTE FUNCTION app.refuse_change();

-- app.refuse_change() stands above.
