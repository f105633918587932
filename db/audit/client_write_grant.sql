-- A client writes through narrow functions, or columns of one command; never both INSERT and UPDATE, never DELETE.
select 'error' as level, c.oid::regclass::text as object,
       'role client may ' || concat_ws(' and ', case when w.i then 'insert' end, case when w.u then 'update' end, case when w.d then 'delete' end) as problem,
       'write through a SECURITY DEFINER function' as remedy
  from pg_class c
 cross join lateral (
   select has_any_column_privilege('client', c.oid, 'insert') as i, has_any_column_privilege('client', c.oid, 'update') as u,
          has_table_privilege('client', c.oid, 'delete') as d) w
 where c.relkind in ('r', 'p') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and (w.d or (w.i and w.u))
