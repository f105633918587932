-- Table app.client_view
--
-- Each time a staff member looked at the portal as a client user: who, as whom, from when to when.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.client_view (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  client_user_id uuid not null,
  staff_member_id uuid not null,
  began_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  -- When they said they were done; null where it ended by itself at expires_at, or with their session.
  ended_at timestamp with time zone,
  constraint client_view_pkey PRIMARY KEY (tenant_id, id),
  constraint client_view_tenant_id_client_id_client_user_id_fkey FOREIGN KEY (tenant_id, client_id,
    client_user_id) REFERENCES app.client_user(tenant_id, client_id, id) ON DELETE CASCADE,
  constraint client_view_tenant_id_staff_member_id_fkey FOREIGN KEY (tenant_id, staff_member_id)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX client_view_by_person ON app.client_view USING btree (tenant_id, client_id, client_user_id);
CREATE INDEX client_view_by_staff ON app.client_view USING btree (tenant_id, staff_member_id);
CREATE INDEX client_view_by_time ON app.client_view USING btree (tenant_id, began_at DESC);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.client_view owner to portal_owner;
alter table app.client_view enable row level security;
alter table app.client_view force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.client_view to auditor;
grant select on app.client_view to definer_view;
grant insert on app.client_view to definer_view;
grant update (ended_at) on app.client_view to definer_view;
grant select on app.client_view to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy auditor_select on app.client_view for select to auditor
  using (true);
create policy definer_view_insert on app.client_view for insert to definer_view
  with check (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
create policy definer_view_select on app.client_view for select to definer_view
  using (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
create policy definer_view_update on app.client_view for update to definer_view
  using (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()))
  with check (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
create policy floor on app.client_view as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'auditor'::name, 'definer_view'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'auditor'::name, 'definer_view'::name]));
create policy staff_select on app.client_view for select to staff
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
