-- Table identity.client_credential
--
-- How a client user signs in. The address and can_sign_in follow app.client_user by foreign key.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table identity.client_credential (
  tenant_id uuid not null,
  client_id uuid not null,
  client_user_id uuid not null,
  email text not null,
  can_sign_in boolean not null,
  password_hash text not null,
  changed_at timestamp with time zone not null default now(),
  constraint client_credential_pkey PRIMARY KEY (tenant_id, client_user_id),
  constraint client_credential_email_key UNIQUE (email),
  constraint client_credential_password_hash_check CHECK (password_hash ~~ '$argon2id$%'::text),
  constraint client_credential_tenant_id_client_id_client_user_id_email_fkey FOREIGN KEY (tenant_id,
    client_id, client_user_id, email, can_sign_in)
    REFERENCES app.client_user(tenant_id, client_id, id, email, can_sign_in) ON UPDATE CASCADE ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX client_credential_by_user
  ON identity.client_credential USING btree (tenant_id, client_id, client_user_id, email, can_sign_in);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table identity.client_credential owner to portal_owner;
alter table identity.client_credential enable row level security;
alter table identity.client_credential force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on identity.client_credential to client_sign_in;
grant update (password_hash, changed_at) on identity.client_credential to client_sign_in;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_sign_in_select on identity.client_credential for select to client_sign_in
  using (true);
create policy client_sign_in_update on identity.client_credential for update to client_sign_in
  using (true)
  with check (true);
create policy floor on identity.client_credential as restrictive for all to public
  using (CURRENT_USER = 'client_sign_in'::name)
  with check (CURRENT_USER = 'client_sign_in'::name);
