-- Table identity.staff_credential
--
-- How a staff member signs in. The address and can_sign_in follow app.staff_member by foreign key.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table identity.staff_credential (
  tenant_id uuid not null,
  staff_member_id uuid not null,
  email text not null,
  can_sign_in boolean not null,
  password_hash text not null,
  changed_at timestamp with time zone not null default now(),
  constraint staff_credential_pkey PRIMARY KEY (tenant_id, staff_member_id),
  constraint staff_credential_email_key UNIQUE (email),
  constraint staff_credential_password_hash_check CHECK (password_hash ~~ '$argon2id$%'::text),
  constraint staff_credential_tenant_id_staff_member_id_email_can_sign__fkey FOREIGN KEY (tenant_id,
    staff_member_id, email, can_sign_in) REFERENCES app.staff_member(tenant_id, id, email, active) ON UPDATE CASCADE
    ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX staff_credential_by_member
  ON identity.staff_credential USING btree (tenant_id, staff_member_id, email, can_sign_in);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table identity.staff_credential owner to portal_owner;
alter table identity.staff_credential enable row level security;
alter table identity.staff_credential force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on identity.staff_credential to staff_sign_in;
grant update (password_hash, changed_at) on identity.staff_credential to staff_sign_in;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy floor on identity.staff_credential as restrictive for all to public
  using (CURRENT_USER = 'staff_sign_in'::name)
  with check (CURRENT_USER = 'staff_sign_in'::name);
create policy staff_sign_in_select on identity.staff_credential for select to staff_sign_in
  using (true);
create policy staff_sign_in_update on identity.staff_credential for update to staff_sign_in
  using (true)
  with check (true);
