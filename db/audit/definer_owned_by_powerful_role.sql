-- A SECURITY DEFINER function whose owner can do more than it needs.
select 'error' as level, p.oid::regprocedure::text as object, 'it runs as ' || r.rolname as problem,
       'give it to a narrow definer_… role' as remedy
  from pg_proc p join pg_roles r on r.oid = p.proowner
 where p.pronamespace in ('app'::regnamespace, 'identity'::regnamespace) and p.prosecdef
   and (r.rolsuper or r.rolbypassrls or r.rolcanlogin or r.rolname !~ '^definer_')
