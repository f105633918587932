-- A policy for writing that does not say which rows may come out of it.
select 'error' as level, o.polrelid::regclass::text as object,
       format('policy %s has no WITH CHECK', o.polname) as problem,
       'add WITH CHECK, with the whole condition' as remedy
  from pg_policy o
 where o.polcmd in ('a', 'w', '*') and o.polwithcheck is null
