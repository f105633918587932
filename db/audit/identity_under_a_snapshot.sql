-- A transaction with a snapshot of its own goes on seeing its session after the session was deleted.
select 'error' as level, p.oid::regprocedure::text as object, 'it looks a session up under any isolation' as problem,
       'answer nobody unless current_setting(''transaction_isolation'') = ''read committed''' as remedy
  from pg_proc p
 where p.pronamespace = 'app'::regnamespace and p.prosecdef and p.provolatile = 's'
   and p.prosrc ~ 'identity\.(client|staff)_session' and p.prosrc !~ 'transaction_isolation'
