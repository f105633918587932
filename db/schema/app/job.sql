-- Table app.job
--
-- What the worker has to do, once for each kind and record. It is gone when it is done, or has the next time at which
-- there is something to do. Internal: no client grant; Managers of the tenant read it.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.job (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  kind app.job_kind not null,
  record_id uuid not null,
  next_run_at timestamp with time zone not null,
  -- Counted up at each lease, so that a worker which ended in the middle counts; 0 again after a success, and with
  -- news.
  attempts integer not null default 0,
  -- While a worker holds it. One that has not written the outcome by then is taken for dead.
  leased_until timestamp with time zone,
  -- Counted up at each lease: only the last that took the job writes its outcome.
  fencing_token integer not null default 0,
  -- Why the last attempt failed, without any text of a record.
  last_error text,
  -- When it failed for the last time that its kind allows. Nobody takes it until news arrives or somebody has it tried
  -- again.
  died_at timestamp with time zone,
  constraint job_pkey PRIMARY KEY (tenant_id, id),
  constraint job_tenant_id_kind_record_id_key UNIQUE (tenant_id, kind, record_id),
  constraint job_check CHECK (died_at IS NULL OR leased_until IS NULL),
  constraint job_last_error_check CHECK (length(last_error) <= 500 AND (last_error IS NORMALIZED))
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX job_dead ON app.job USING btree (tenant_id, died_at DESC) WHERE (died_at IS NOT NULL);
CREATE INDEX job_due ON app.job USING btree (kind, next_run_at) WHERE (died_at IS NULL);
CREATE INDEX job_due_of_tenant ON app.job USING btree (tenant_id, kind, next_run_at) WHERE (died_at IS NULL);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.job owner to portal_owner;
alter table app.job enable row level security;
alter table app.job force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (tenant_id, id, died_at) on app.job to definer_retry;
grant update (next_run_at, attempts, died_at) on app.job to definer_retry;
grant select on app.job to definer_work;
grant insert (tenant_id, kind, record_id, next_run_at) on app.job to definer_work;
grant update (next_run_at, attempts, leased_until, fencing_token, last_error, died_at) on app.job to definer_work;
grant select on app.job to staff;
grant select on app.job to worker;
grant update (next_run_at, attempts, leased_until, last_error, died_at) on app.job to worker;
grant delete on app.job to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_retry_select on app.job for select to definer_retry
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
create policy definer_retry_update on app.job for update to definer_retry
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)) AND died_at IS NOT NULL)
  with check (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)) AND died_at IS NULL);
create policy definer_work_insert on app.job for insert to definer_work
  with check (true);
create policy definer_work_select on app.job for select to definer_work
  using (true);
create policy definer_work_update on app.job for update to definer_work
  using (true)
  with check (true);
create policy floor on app.job as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_work'::name, 'definer_retry'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_work'::name, 'definer_retry'::name]));
create policy staff_select on app.job for select to staff
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
create policy worker_delete on app.job for delete to worker
  using (tenant_id = (SELECT app.work_tenant()));
create policy worker_select on app.job for select to worker
  using (tenant_id = (SELECT app.work_tenant()));
create policy worker_update on app.job for update to worker
  using (tenant_id = (SELECT app.work_tenant()))
  with check (tenant_id = (SELECT app.work_tenant()));
