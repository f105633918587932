-- A privilege on a table (or its columns) for a role and command that no permissive policy of that role answers.
select 'error' as level, c.oid::regclass::text as object,
       format('%s is granted to %s, but no policy lets it see a row', lower(p.privilege), r.rolname) as problem,
       'add the policy to db/policies.ts, or take the grant away' as remedy
  from pg_class c
 cross join (values ('SELECT', 'r'), ('INSERT', 'a'), ('UPDATE', 'w'), ('DELETE', 'd')) p (privilege, command)
 cross join pg_roles r
 where c.relkind in ('r', 'p') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and not r.rolsuper and r.oid <> c.relowner and r.rolname !~ '^pg_'
   and (has_table_privilege(r.oid, c.oid, p.privilege)
        or (p.privilege <> 'DELETE' and has_any_column_privilege(r.oid, c.oid, p.privilege)))
   and not pg_has_role(r.oid, c.relowner, 'usage')
   and not exists (
     select from pg_policy o
      where o.polrelid = c.oid and o.polpermissive and o.polcmd in (p.command::"char", '*') and r.oid = any (o.polroles))
