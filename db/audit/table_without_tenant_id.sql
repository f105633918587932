-- Every row belongs to a tenant, so that the schema can be distributed and no policy has to join.
select 'error' as level, c.oid::regclass::text as object, 'it has no tenant_id' as problem, 'add tenant_id, first in its keys' as remedy
  from pg_class c
 where c.relkind in ('r', 'p') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
   -- The key of the channels and the moves of a status are the installation's; a failed sign-in has no tenant yet.
   and c.oid::regclass::text not in ('identity.live_key', 'identity.client_attempt', 'identity.staff_attempt', 'app.ticket_status_transition')
