-- Table identity.client_attempt
--
-- Failed sign-ins by address and by origin, hashed, for throttling.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table identity.client_attempt (
  subject_hash bytea not null,
  failures integer not null default 0,
  first_at timestamp with time zone not null default now(),
  last_at timestamp with time zone not null default now(),
  constraint client_attempt_pkey PRIMARY KEY (subject_hash),
  constraint client_attempt_subject_hash_check CHECK (length(subject_hash) = 32)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX client_attempt_by_time ON identity.client_attempt USING btree (last_at);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table identity.client_attempt owner to portal_owner;
alter table identity.client_attempt enable row level security;
alter table identity.client_attempt force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on identity.client_attempt to client_sign_in;
grant insert on identity.client_attempt to client_sign_in;
grant update on identity.client_attempt to client_sign_in;
grant delete on identity.client_attempt to client_sign_in;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_sign_in_delete on identity.client_attempt for delete to client_sign_in
  using (true);
create policy client_sign_in_insert on identity.client_attempt for insert to client_sign_in
  with check (true);
create policy client_sign_in_select on identity.client_attempt for select to client_sign_in
  using (true);
create policy client_sign_in_update on identity.client_attempt for update to client_sign_in
  using (true)
  with check (true);
create policy floor on identity.client_attempt as restrictive for all to public
  using (CURRENT_USER = 'client_sign_in'::name)
  with check (CURRENT_USER = 'client_sign_in'::name);
