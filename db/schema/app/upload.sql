-- Table app.upload
--
-- A file on its way, or there and not yet attached to anything. Its uploader's alone; forgotten after a day.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.upload (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid,
  client_user_id uuid,
  staff_member_id uuid,
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  size_bytes bigint not null,
  -- Counted up by each request that sends bytes, whichever process it came to: what an earlier one still has under way
  -- yields to it.
  writer_epoch integer not null default 0,
  -- When its last byte was there; null while it is on its way.
  received_at timestamp with time zone,
  expires_at timestamp with time zone not null default now() + '24:00:00'::interval,
  constraint upload_pkey PRIMARY KEY (tenant_id, id),
  constraint upload_id_key UNIQUE (id),
  constraint upload_check CHECK (num_nonnulls(client_user_id, staff_member_id) = 1
    AND (client_id IS NULL) = (client_user_id IS NULL)),
  constraint upload_name_check CHECK (length(name::text) <= 255 AND (name IS NORMALIZED)),
  constraint upload_size_bytes_check CHECK (size_bytes >= 0),
  constraint upload_tenant_id_client_id_client_user_id_fkey FOREIGN KEY (tenant_id, client_id,
    client_user_id) REFERENCES app.client_user(tenant_id, client_id, id) ON DELETE CASCADE,
  constraint upload_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id),
  constraint upload_tenant_id_staff_member_id_fkey FOREIGN KEY (tenant_id, staff_member_id)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX upload_by_client_user ON app.upload USING btree (client_user_id) WHERE (client_user_id IS NOT NULL);
CREATE INDEX upload_by_staff ON app.upload USING btree (tenant_id, staff_member_id) WHERE (staff_member_id IS NOT NULL);
CREATE INDEX upload_of_client ON app.upload USING btree (tenant_id, client_id, client_user_id)
  WHERE (client_id IS NOT NULL);

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.upload alter column name set statistics 0, alter column size_bytes set statistics 0,
  alter column writer_epoch set statistics 0, alter column received_at set statistics 0,
  alter column expires_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.upload owner to portal_owner;
alter table app.upload enable row level security;
alter table app.upload force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (id, name, size_bytes, writer_epoch, received_at, expires_at) on app.upload to client;
grant select on app.upload to definer_comment;
grant delete on app.upload to definer_comment;
grant select on app.upload to definer_file;
grant insert (tenant_id, id, client_id, client_user_id, name, size_bytes) on app.upload to definer_file;
grant update (writer_epoch, received_at) on app.upload to definer_file;
grant delete on app.upload to definer_file;
grant select on app.upload to definer_ticket;
grant delete on app.upload to definer_ticket;
grant select (tenant_id, id) on app.upload to definer_work;
grant select on app.upload to staff;
grant insert (id, name, size_bytes) on app.upload to staff;
grant update (writer_epoch, received_at) on app.upload to staff;
grant delete on app.upload to staff;
grant select on app.upload to worker;
grant delete on app.upload to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.upload for select to client
  using (client_user_id = (SELECT app.client_writer()));
create policy definer_comment_delete on app.upload for delete to definer_comment
  using (client_user_id = (SELECT app.client_writer()));
create policy definer_comment_select on app.upload for select to definer_comment
  using (client_user_id = (SELECT app.client_writer()));
create policy definer_file_delete on app.upload for delete to definer_file
  using (client_user_id = (SELECT app.client_writer()));
create policy definer_file_insert on app.upload for insert to definer_file
  with check (client_user_id = (SELECT app.client_writer()));
create policy definer_file_select on app.upload for select to definer_file
  using (client_user_id = (SELECT app.client_writer()));
create policy definer_file_update on app.upload for update to definer_file
  using (client_user_id = (SELECT app.client_writer()))
  with check (client_user_id = (SELECT app.client_writer()));
create policy definer_ticket_delete on app.upload for delete to definer_ticket
  using (client_user_id = (SELECT app.client_writer()));
create policy definer_ticket_select on app.upload for select to definer_ticket
  using (client_user_id = (SELECT app.client_writer()));
create policy definer_work_select on app.upload for select to definer_work
  using (true);
create policy floor on app.upload as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'worker'::name,
    'definer_file'::name, 'definer_ticket'::name, 'definer_comment'::name, 'definer_work'::name]))
  with check (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'worker'::name,
    'definer_file'::name, 'definer_ticket'::name, 'definer_comment'::name, 'definer_work'::name]));
create policy staff_delete on app.upload for delete to staff
  using (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
create policy staff_insert on app.upload for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
create policy staff_select on app.upload for select to staff
  using (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
create policy staff_update on app.upload for update to staff
  using (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()))
  with check (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
create policy worker_delete on app.upload for delete to worker
  using (tenant_id = (SELECT app.work_tenant()));
create policy worker_select on app.upload for select to worker
  using (tenant_id = (SELECT app.work_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_keep
CREATE TRIGGER step_1_keep BEFORE INSERT ON app.upload FOR EACH ROW EXECUTE FUNCTION app.upload_before_write();

-- Signs an upload of the staff, and keeps it within the tenant's limit.
-- app.upload_before_write() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other
-- role may execute it.
CREATE OR REPLACE FUNCTION app.upload_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if current_user = 'staff' then
    new.tenant_id := app.staff_tenant();
    new.staff_member_id := app.staff_id();
  end if;
  if new.size_bytes > (select t.upload_limit_bytes from app.tenant t where t.tenant_id = new.tenant_id) then
    raise check_violation using message = 'the file is larger than the limit';
  end if;
  return new;
end $function$;

-- 2. after each row: write_outbox
CREATE TRIGGER write_outbox AFTER INSERT ON app.upload FOR EACH ROW EXECUTE FUNCTION app.write_outbox('expire_upload');

-- Tells the worker of a change of a record; the trigger's argument is the kind of job. An event tells of its ticket.
-- app.write_outbox() runs as definer_outbox, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.write_outbox()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  record uuid;
begin
  if tg_table_name = 'ticket_event' then
    record := new.ticket_id;
  else
    record := new.id;
  end if;
  insert into app.outbox (tenant_id, kind, record_id) values (new.tenant_id, tg_argv[0]::app.job_kind, record);
  return null;
end $function$;
