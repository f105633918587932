-- A policy that lets role client or staff touch every row.
select 'error' as level, o.polrelid::regclass::text as object,
       format('policy %s says true for %s', o.polname, r.rolname) as problem,
       'write the condition on the row itself' as remedy
  from pg_policy o join pg_roles r on r.oid = any (o.polroles)
 where o.polpermissive and r.rolname in ('client', 'staff', 'worker')
   and ('true' in (pg_get_expr(o.polqual, o.polrelid), pg_get_expr(o.polwithcheck, o.polrelid)))
