-- Table app.number_counter
--
-- How many numbers of each stream a client's records have taken. One row a stream; the number is in the key, for a row
-- that one transaction updates a thousand times would otherwise be found by way of all its versions.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.number_counter (
  tenant_id uuid not null,
  client_id uuid not null,
  record_kind text not null,
  for_shared boolean not null,
  last_number integer not null,
  constraint number_counter_pkey PRIMARY KEY (tenant_id, client_id, record_kind, for_shared, last_number),
  constraint number_counter_record_kind_check CHECK ((record_kind = ANY (ARRAY['task'::text, 'ticket'::text]))
    AND (record_kind IS NORMALIZED))
);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.number_counter owner to portal_owner;
alter table app.number_counter enable row level security;
alter table app.number_counter force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.number_counter to definer_number;
grant insert on app.number_counter to definer_number;
grant update (last_number) on app.number_counter to definer_number;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_number_insert on app.number_counter for insert to definer_number
  with check (true);
create policy definer_number_select on app.number_counter for select to definer_number
  using (true);
create policy definer_number_update on app.number_counter for update to definer_number
  using (true)
  with check (true);
create policy floor on app.number_counter as restrictive for all to public
  using (CURRENT_USER = 'definer_number'::name)
  with check (CURRENT_USER = 'definer_number'::name);
