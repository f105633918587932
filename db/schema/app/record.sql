-- Table app.record
--
-- Every thing that carries a visibility, whatever its kind, and the one home of that flag. A row is made by the trigger
-- of the kind's own table and goes with it. Internal: no client grant. Attachments, earlier wordings, receipts and time
-- refer to it.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.record (
  tenant_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind app.record_kind not null,
  project_id uuid,
  contract_id uuid,
  -- The project or the ticket under whose roof it stands; of these two, their own id.
  root_id uuid not null,
  -- The record that it hangs on, and is never more visible than: a comment's task, a file's message. Null where it
  -- stands in its project by itself.
  parent_id uuid,
  parent_visible boolean not null default true,
  visibility app.visibility not null,
  -- Whether its own flag and those of the records it hangs on show it. In a project, the project's own flag has the
  -- last word, in each table.
  visible boolean not null generated always as (visibility = 'client_visible'::app.visibility AND parent_visible) stored,
  constraint record_pkey PRIMARY KEY (tenant_id, id),
  constraint record_tenant_id_client_id_contract_id_id_key UNIQUE (tenant_id, client_id, contract_id, id),
  constraint record_tenant_id_client_id_project_id_id_key UNIQUE (tenant_id, client_id, project_id, id),
  constraint record_tenant_id_id_parent_id_key UNIQUE (tenant_id, id, parent_id),
  constraint record_tenant_id_id_root_id_visibility_visible_key UNIQUE (tenant_id, id, root_id, visibility, visible),
  constraint record_tenant_id_id_root_id_visible_key UNIQUE (tenant_id, id, root_id, visible),
  constraint record_tenant_id_id_visibility_key UNIQUE (tenant_id, id, visibility),
  constraint record_check CHECK (num_nonnulls(project_id, contract_id) = 1),
  constraint record_check1 CHECK (project_id IS NULL OR root_id = project_id),
  constraint record_check2 CHECK (parent_id IS NOT NULL OR parent_visible),
  constraint record_check3 CHECK (kind <> 'note'::app.record_kind OR contract_id IS NULL
    OR visibility = 'internal_only'::app.visibility),
  constraint record_tenant_id_client_id_project_id_fkey FOREIGN KEY (tenant_id, client_id, project_id)
    REFERENCES app.project(tenant_id, client_id, id) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint record_tenant_id_parent_id_root_id_parent_visible_fkey FOREIGN KEY (tenant_id, parent_id,
    root_id, parent_visible) REFERENCES app.record(tenant_id, id, root_id, visible) ON UPDATE CASCADE ON DELETE CASCADE
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.attachment: FOREIGN KEY (tenant_id, id, project_id, visibility, visible) REFERENCES app.record(tenant_id, id,
--   root_id, visibility, visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.attachment: FOREIGN KEY (tenant_id, id, record_id) REFERENCES app.record(tenant_id, id, parent_id) ON UPDATE
--   CASCADE ON DELETE CASCADE
-- app.attachment: FOREIGN KEY (tenant_id, id, ticket_id, visibility, visible) REFERENCES app.record(tenant_id, id,
--   root_id, visibility, visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.epic: FOREIGN KEY (tenant_id, id, project_id, visibility, visible) REFERENCES app.record(tenant_id, id, root_id,
--   visibility, visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.message: FOREIGN KEY (tenant_id, id, ticket_id, visibility, visible) REFERENCES app.record(tenant_id, id,
--   root_id, visibility, visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.milestone: FOREIGN KEY (tenant_id, id, project_id, visibility, visible) REFERENCES app.record(tenant_id, id,
--   root_id, visibility, visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.project: FOREIGN KEY (tenant_id, id, visibility) REFERENCES app.record(tenant_id, id, visibility) ON UPDATE
--   CASCADE ON DELETE CASCADE
-- app.read_receipt: FOREIGN KEY (tenant_id, record_id) REFERENCES app.record(tenant_id, id) ON DELETE CASCADE
-- app.record: FOREIGN KEY (tenant_id, parent_id, root_id, parent_visible) REFERENCES app.record(tenant_id, id, root_id,
--   visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.sprint: FOREIGN KEY (tenant_id, id, project_id, visibility, visible) REFERENCES app.record(tenant_id, id,
--   root_id, visibility, visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.story: FOREIGN KEY (tenant_id, id, project_id, visibility, visible) REFERENCES app.record(tenant_id, id, root_id,
--   visibility, visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.task: FOREIGN KEY (tenant_id, id, project_id, visibility, visible) REFERENCES app.record(tenant_id, id, root_id,
--   visibility, visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.text: FOREIGN KEY (tenant_id, id, project_id, visibility, visible) REFERENCES app.record(tenant_id, id, root_id,
--   visibility, visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.text: FOREIGN KEY (tenant_id, id, record_id) REFERENCES app.record(tenant_id, id, parent_id) ON DELETE CASCADE
-- app.text_revision: FOREIGN KEY (tenant_id, client_id, contract_id, record_id) REFERENCES app.record(tenant_id,
--   client_id, contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
-- app.text_revision: FOREIGN KEY (tenant_id, client_id, project_id, record_id) REFERENCES app.record(tenant_id,
--   client_id, project_id, id) ON UPDATE CASCADE ON DELETE CASCADE
-- app.ticket: FOREIGN KEY (tenant_id, client_id, contract_id, id) REFERENCES app.record(tenant_id, client_id,
--   contract_id, id) ON DELETE CASCADE
-- app.ticket: FOREIGN KEY (tenant_id, id, visibility) REFERENCES app.record(tenant_id, id, visibility) ON UPDATE
--   CASCADE ON DELETE CASCADE
-- app.ticket_note: FOREIGN KEY (tenant_id, id, ticket_id, visible) REFERENCES app.record(tenant_id, id, root_id,
--   visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.time_entry: FOREIGN KEY (tenant_id, client_id, contract_id, record_id) REFERENCES app.record(tenant_id,
--   client_id, contract_id, id) ON UPDATE CASCADE
-- app.time_entry: FOREIGN KEY (tenant_id, client_id, project_id, record_id) REFERENCES app.record(tenant_id, client_id,
--   project_id, id) ON UPDATE CASCADE

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX record_by_parent ON app.record USING btree (tenant_id, parent_id, root_id, parent_visible)
  WHERE (parent_id IS NOT NULL);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.record owner to portal_owner;
alter table app.record enable row level security;
alter table app.record force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.record to definer_comment;
grant select (tenant_id, id, client_id, project_id, visibility) on app.record to definer_move;
grant update (visibility) on app.record to definer_move;
grant select (id, kind, project_id, contract_id) on app.record to definer_receipt;
grant select on app.record to definer_record;
grant insert on app.record to definer_record;
grant delete on app.record to definer_record;
grant select (id) on app.record to definer_share;
grant update (visibility) on app.record to definer_share;
grant select (id, kind, parent_id) on app.record to definer_thread;
grant update (root_id, parent_id) on app.record to definer_thread;
grant select on app.record to definer_ticket;
grant select on app.record to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_comment_select on app.record for select to definer_comment
  using (visible AND client_id = (SELECT app.client_section('projects'::app.section)) AND project_id IS NOT NULL);
create policy definer_move_select on app.record for select to definer_move
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)) AND project_id IS NOT NULL);
create policy definer_move_update on app.record for update to definer_move
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)) AND project_id IS NOT NULL)
  with check (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)) AND project_id IS NOT NULL
    AND visibility = 'internal_only'::app.visibility);
create policy definer_receipt_select on app.record for select to definer_receipt
  using (visible AND (client_id = (SELECT app.client_section('tickets'::app.section)) AND contract_id IS NOT NULL
    OR client_id = (SELECT app.client_section('projects'::app.section)) AND project_id IS NOT NULL));
create policy definer_record_delete on app.record for delete to definer_record
  using (true);
create policy definer_record_insert on app.record for insert to definer_record
  with check (true);
create policy definer_record_select on app.record for select to definer_record
  using (true);
create policy definer_share_select on app.record for select to definer_share
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[]))));
create policy definer_share_update on app.record for update to definer_share
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[]))))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[]))));
create policy definer_thread_select on app.record for select to definer_thread
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])));
create policy definer_thread_update on app.record for update to definer_thread
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])));
create policy definer_ticket_select on app.record for select to definer_ticket
  using (visible AND client_id = (SELECT app.client_section('tickets'::app.section)) AND contract_id IS NOT NULL);
create policy floor on app.record as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_record'::name, 'definer_share'::name,
    'definer_thread'::name, 'definer_move'::name, 'definer_ticket'::name,
    'definer_comment'::name, 'definer_receipt'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_record'::name,
    'definer_share'::name, 'definer_thread'::name, 'definer_move'::name,
    'definer_ticket'::name, 'definer_comment'::name, 'definer_receipt'::name]));
create policy staff_select on app.record for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[]))));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_follow
CREATE TRIGGER step_1_follow BEFORE UPDATE ON app.record FOR EACH ROW WHEN (old.root_id <> new.root_id
  AND old.parent_id = new.parent_id) EXECUTE FUNCTION app.follow_root();

-- The files of a message that was moved belong to the contract of the ticket that it is on now.
-- app.follow_root() runs as definer_record, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.follow_root()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  select r.contract_id into new.contract_id from app.record r where r.tenant_id = new.tenant_id and r.id = new.root_id;
  return new;
end $function$;

-- 2. before each row: step_1_move
CREATE TRIGGER step_1_move BEFORE UPDATE ON app.record FOR EACH ROW
  WHEN (old.parent_id IS DISTINCT FROM new.parent_id) EXECUTE FUNCTION app.place_record();

-- Places a record on the one it hangs on, and on another one of the same client where it is moved: then the stricter
-- flag wins.
-- app.place_record() runs as definer_record, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.place_record()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  client uuid;
  contract uuid;
begin
  if new.parent_id is null then
    return new;
  end if;
  select r.client_id, r.contract_id, r.visible into client, contract, new.parent_visible
    from app.record r where r.tenant_id = new.tenant_id and r.root_id = new.root_id and r.id = new.parent_id;
  if not found or client <> new.client_id then
    raise foreign_key_violation using message = 'no such record';
  end if;
  if tg_op = 'UPDATE' then
    new.contract_id := contract;
    -- A merge shows nobody what was hidden: under a shared ticket, what was hidden by its old one hides itself.
    if new.parent_visible and not old.visible then
      new.visibility := 'internal_only';
    end if;
  end if;
  return new;
end $function$;

-- 3. before each row: step_1_place
CREATE TRIGGER step_1_place BEFORE INSERT ON app.record FOR EACH ROW EXECUTE FUNCTION app.place_record();

-- app.place_record() stands above.
