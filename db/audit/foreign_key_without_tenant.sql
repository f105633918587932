-- A foreign key that does not carry tenant_id: it would answer for other tenants' ids.
select 'error' as level, k.conrelid::regclass::text as object, format('foreign key %s does not carry tenant_id', k.conname) as problem,
       'make it composite, starting with tenant_id' as remedy
  from pg_constraint k
 where k.contype = 'f' and k.confrelid <> 'app.ticket_status_transition'::regclass and k.connamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and not exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attname = 'tenant_id')
