-- A deferred trigger runs at COMMIT, after the function that caused it and its settings have ended, so that the server prints what it
-- asks to whoever called the function.
select 'error' as level, t.tgrelid::regclass::text as object,
       format('trigger %s of %s may run at COMMIT', t.tgname, coalesce((select k.conname from pg_constraint k where k.oid = t.tgconstraint), 'nothing')) as problem,
       'alter table … alter constraint … not deferrable' as remedy
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
 where c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace) and t.tgdeferrable
