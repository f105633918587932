-- A view that answers with its owner's rights, or one that keeps rows where no policy reaches.
select 'error' as level, c.oid::regclass::text as object,
       case c.relkind when 'm' then 'a materialized view knows no row security' else 'it answers with its owner''s rights' end as problem,
       'security_invoker = true, or a table with policies' as remedy
  from pg_class c
 where c.relkind in ('v', 'm', 'f') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and not coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1)', false)
