-- A table without a restrictive policy for everybody: the one that is left when a role is taken out of the others.
select 'error' as level, c.oid::regclass::text as object,
       'there is no restrictive policy TO PUBLIC for all commands' as problem,
       'add the table to db/policies.ts' as remedy
  from pg_class c
 where c.relkind in ('r', 'p') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and not exists (select from pg_policy o where o.polrelid = c.oid and not o.polpermissive and o.polcmd = '*' and o.polroles = '{0}')
