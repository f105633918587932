-- A SECURITY DEFINER function that looks names up where its caller says.
select 'error' as level, p.oid::regprocedure::text as object, 'it runs as ' || p.proowner::regrole || ' without a fixed search_path' as problem,
       'set search_path = pg_catalog, pg_temp' as remedy
  from pg_proc p
 where p.pronamespace in ('app'::regnamespace, 'identity'::regnamespace) and p.prosecdef
   and not exists (select from unnest(p.proconfig) s where s in ('search_path=pg_catalog, pg_temp', 'search_path=""'))
