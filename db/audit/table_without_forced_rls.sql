-- A table whose row security is off, or that its owner is not bound by.
select 'error' as level, c.oid::regclass::text as object,
       case when c.relrowsecurity then 'row security is not forced' else 'row security is off' end as problem,
       'alter table … enable row level security; alter table … force row level security' as remedy
  from pg_class c
 where c.relkind in ('r', 'p') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and not (c.relrowsecurity and c.relforcerowsecurity)
