-- LEAKPROOF is a promise that the planner acts on before a policy is asked.
select 'error' as level, p.oid::regprocedure::text as object, 'it is declared leakproof' as problem, 'alter function … not leakproof' as remedy
  from pg_proc p
 where p.proleakproof and p.pronamespace in ('app'::regnamespace, 'identity'::regnamespace, 'public'::regnamespace)
