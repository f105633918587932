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
  comment_id uuid,
  note_id uuid,
  message_id uuid,
  ticket_note_id uuid,
  body text not null,
  editor_staff_id uuid,
  edited_at timestamp with time zone not null default now(),
  constraint text_revision_pkey PRIMARY KEY (tenant_id, id),
  constraint text_revision_body_check CHECK ((body IS NORMALIZED)),
  constraint text_revision_check CHECK (num_nonnulls(comment_id, note_id, message_id, ticket_note_id) = 1),
  constraint text_revision_check1 CHECK (num_nonnulls(comment_id, note_id) = num_nonnulls(project_id)),
  constraint text_revision_check2 CHECK (num_nonnulls(message_id, ticket_note_id) = num_nonnulls(contract_id)),
  constraint text_revision_tenant_id_client_id_contract_id_message_id_fkey FOREIGN KEY (tenant_id,
    client_id, contract_id, message_id) REFERENCES app.message(tenant_id, client_id, contract_id, id)
    ON UPDATE CASCADE ON DELETE CASCADE,
  constraint text_revision_tenant_id_client_id_contract_id_ticket_note__fkey FOREIGN KEY (tenant_id,
    client_id, contract_id, ticket_note_id) REFERENCES app.ticket_note(tenant_id, client_id, contract_id, id)
    ON UPDATE CASCADE ON DELETE CASCADE,
  constraint text_revision_tenant_id_client_id_project_id_comment_id_fkey FOREIGN KEY (tenant_id, client_id,
    project_id, comment_id) REFERENCES app.comment(tenant_id, client_id, project_id, id) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint text_revision_tenant_id_client_id_project_id_note_id_fkey FOREIGN KEY (tenant_id, client_id,
    project_id, note_id) REFERENCES app.note(tenant_id, client_id, project_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX text_revision_of_comment ON app.text_revision USING btree (tenant_id, comment_id)
  WHERE (comment_id IS NOT NULL);
CREATE INDEX text_revision_of_message ON app.text_revision USING btree (tenant_id, message_id)
  WHERE (message_id IS NOT NULL);
CREATE INDEX text_revision_of_note ON app.text_revision USING btree (tenant_id, note_id) WHERE (note_id IS NOT NULL);
CREATE INDEX text_revision_of_ticket_note ON app.text_revision USING btree (tenant_id, ticket_note_id)
  WHERE (ticket_note_id IS NOT NULL);

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
