-- Table app.ticket_status_transition
--
-- The moves that a ticket's status may make, for every tenant. Each status event refers to its row here, so that no
-- other move happens.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.ticket_status_transition (
  from_status app.ticket_status not null,
  to_status app.ticket_status not null,
  -- Whether a client may make it: by answering, resolving or reopening.
  by_client boolean not null,
  constraint ticket_status_transition_pkey PRIMARY KEY (from_status, to_status),
  constraint ticket_status_transition_check CHECK (to_status <> from_status)
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.ticket_event: FOREIGN KEY (from_status, to_status) REFERENCES app.ticket_status_transition(from_status,
--   to_status)

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.ticket_status_transition owner to portal_owner;
alter table app.ticket_status_transition enable row level security;
alter table app.ticket_status_transition force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.ticket_status_transition to definer_ticket;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_ticket_select on app.ticket_status_transition for select to definer_ticket
  using (true);
create policy floor on app.ticket_status_transition as restrictive for all to public
  using (CURRENT_USER = 'definer_ticket'::name)
  with check (CURRENT_USER = 'definer_ticket'::name);

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: immutable
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON app.ticket_status_transition FOR EACH ROW
  EXECUTE FUNCTION app.refuse_change();

-- Keeps a log append-only for every role, owner and superuser included.
-- app.refuse_change() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role may
-- execute it.
CREATE OR REPLACE FUNCTION app.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise insufficient_privilege using message = format('%s is append-only', tg_table_name);
end $function$;
