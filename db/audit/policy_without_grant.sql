-- A permissive policy for a role that holds no such privilege: dead text that misleads its reader.
select 'warning' as level, o.polrelid::regclass::text as object,
       format('policy %s is for %s, which holds no such grant', o.polname, r.rolname) as problem,
       'take the policy out of db/policies.ts, or grant what it is for' as remedy
  from pg_policy o join pg_roles r on r.oid = any (o.polroles)
 cross join lateral (select case o.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' else 'DELETE' end as privilege) p
 where o.polpermissive and o.polcmd <> '*'
   and not has_table_privilege(r.oid, o.polrelid, p.privilege)
   and not (p.privilege <> 'DELETE' and has_any_column_privilege(r.oid, o.polrelid, p.privilege))
