-- Table identity.staff_attempt
--
-- As identity.client_attempt, for the staff realm.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table identity.staff_attempt (
  subject_hash bytea not null,
  failures integer not null default 0,
  first_at timestamp with time zone not null default now(),
  last_at timestamp with time zone not null default now(),
  constraint staff_attempt_pkey PRIMARY KEY (subject_hash),
  constraint staff_attempt_subject_hash_check CHECK (length(subject_hash) = 32)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX staff_attempt_by_time ON identity.staff_attempt USING btree (last_at);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table identity.staff_attempt owner to portal_owner;
alter table identity.staff_attempt enable row level security;
alter table identity.staff_attempt force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on identity.staff_attempt to staff_sign_in;
grant insert on identity.staff_attempt to staff_sign_in;
grant update on identity.staff_attempt to staff_sign_in;
grant delete on identity.staff_attempt to staff_sign_in;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy floor on identity.staff_attempt as restrictive for all to public
  using (CURRENT_USER = 'staff_sign_in'::name)
  with check (CURRENT_USER = 'staff_sign_in'::name);
create policy staff_sign_in_delete on identity.staff_attempt for delete to staff_sign_in
  using (true);
create policy staff_sign_in_insert on identity.staff_attempt for insert to staff_sign_in
  with check (true);
create policy staff_sign_in_select on identity.staff_attempt for select to staff_sign_in
  using (true);
create policy staff_sign_in_update on identity.staff_attempt for update to staff_sign_in
  using (true)
  with check (true);
