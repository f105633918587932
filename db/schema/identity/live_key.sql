-- Table identity.live_key
--
-- The key that makes channel names unguessable. One row; new in every database.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table identity.live_key (
  only_row boolean not null default true,
  secret text not null default gen_random_uuid()::text || gen_random_uuid()::text,
  constraint live_key_pkey PRIMARY KEY (only_row),
  constraint live_key_only_row_check CHECK (only_row)
);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table identity.live_key owner to portal_owner;
alter table identity.live_key enable row level security;
alter table identity.live_key force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on identity.live_key to definer_live;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_live_select on identity.live_key for select to definer_live
  using (true);
create policy floor on identity.live_key as restrictive for all to public
  using (CURRENT_USER = 'definer_live'::name)
  with check (CURRENT_USER = 'definer_live'::name);
