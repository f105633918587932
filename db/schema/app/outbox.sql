-- Table app.outbox
--
-- Something happened for which the worker has something to do: kind and ids alone. Written by triggers in the
-- transaction of the cause, gone as soon as the worker has made a job of it. Internal: no client grant, and none for
-- staff.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.outbox (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  kind app.job_kind not null,
  -- The ticket, attachment or upload. Without a foreign key: a job whose record is gone has nothing to do.
  record_id uuid not null,
  happened_at timestamp with time zone not null default now(),
  constraint outbox_pkey PRIMARY KEY (tenant_id, id)
);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.outbox owner to portal_owner;
alter table app.outbox enable row level security;
alter table app.outbox force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant insert (tenant_id, kind, record_id) on app.outbox to definer_outbox;
grant select on app.outbox to definer_work;
grant update (id) on app.outbox to definer_work;
grant delete on app.outbox to definer_work;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_outbox_insert on app.outbox for insert to definer_outbox
  with check (true);
create policy definer_work_delete on app.outbox for delete to definer_work
  using (true);
create policy definer_work_select on app.outbox for select to definer_work
  using (true);
create policy definer_work_update on app.outbox for update to definer_work
  using (true)
  with check (true);
create policy floor on app.outbox as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['definer_outbox'::name, 'definer_work'::name]))
  with check (CURRENT_USER = ANY (ARRAY['definer_outbox'::name, 'definer_work'::name]));
