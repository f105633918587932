-- Table app.text_revision
--
-- What a comment, a message or a note of a task or ticket said before it was edited. For the team: a client reads what
-- stands now, and that it was edited.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.text_revision (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  project_id uuid,
  contract_id uuid,
  record_id uuid not null,
  body text not null,
  editor_staff_id uuid,
  edited_at timestamp with time zone not null default now(),
  constraint text_revision_pkey PRIMARY KEY (tenant_id, id),
  constraint text_revision_body_check CHECK ((body IS NORMALIZED)),
  constraint text_revision_check CHECK (num_nonnulls(project_id, contract_id) = 1),
  constraint text_revision_tenant_id_client_id_contract_id_record_id_fkey FOREIGN KEY (tenant_id,
    client_id, contract_id, record_id) REFERENCES app.record(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint text_revision_tenant_id_client_id_project_id_record_id_fkey FOREIGN KEY (tenant_id, client_id,
    project_id, record_id) REFERENCES app.record(tenant_id, client_id, project_id, id) ON UPDATE CASCADE
    ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX text_revision_of_record ON app.text_revision USING btree (tenant_id, record_id);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.text_revision owner to portal_owner;
alter table app.text_revision enable row level security;
alter table app.text_revision force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant insert on app.text_revision to definer_log;
grant select on app.text_revision to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_log_insert on app.text_revision for insert to definer_log
  with check (true);
create policy floor on app.text_revision as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name]));
create policy staff_select on app.text_revision for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[]))));
