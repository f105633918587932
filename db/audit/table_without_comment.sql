-- A table or function that does not say what it is for.
select 'warning' as level, o.name as object, 'it has no comment' as problem, 'comment on … is …' as remedy
  from (
    select c.oid::regclass::text as name, obj_description(c.oid, 'pg_class') as comment from pg_class c
     where c.relkind in ('r', 'p', 'v') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
    union all
    select p.oid::regprocedure::text, obj_description(p.oid, 'pg_proc') from pg_proc p
     where p.pronamespace in ('app'::regnamespace, 'identity'::regnamespace)
  ) o
 where o.comment is null
