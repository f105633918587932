-- A policy that calls one of our functions bare: it would be asked for each row instead of once a statement.
select 'error' as level, o.polrelid::regclass::text as object,
       format('policy %s calls a function outside (select …)', o.polname) as problem,
       'wrap the call in (select …)' as remedy
  from pg_policy o
 cross join lateral (select coalesce(pg_get_expr(o.polqual, o.polrelid), '') || ' ' || coalesce(pg_get_expr(o.polwithcheck, o.polrelid), '') as text) e
 where regexp_replace(e.text, '\( ?SELECT app\.\w+\([^()]*(\([^()]*\))?[^()]*\) AS \w+\)', '', 'gi') ~ '\mapp\.\w+\('
