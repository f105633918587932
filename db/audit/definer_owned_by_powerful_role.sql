-- A SECURITY DEFINER function whose owner can do more than it needs.
select 'error' as level, p.oid::regprocedure::text as object, 'it runs as ' || r.rolname as problem,
       'give it to a narrow definer_… role' as remedy
  from pg_proc p join pg_roles r on r.oid = p.proowner
 where p.pronamespace in ('app'::regnamespace, 'identity'::regnamespace) and p.prosecdef
   and (r.rolsuper or (r.rolbypassrls and r.rolname <> 'definer_search') or r.rolcanlogin or r.rolname !~ '^definer_')
union all
-- Search reads past row security, so that it can use an index: it may hand back ids, and hold columns to read.
select 'error', p.oid::regprocedure::text, 'it reads past row security and hands back more than ids', 'return uuid[]'
  from pg_proc p
 where p.proowner = 'definer_search'::regrole and p.prorettype <> 'uuid[]'::regtype
union all
select 'error', c.oid::regclass::text, format('definer_search, which reads past row security, may %s it', lower(a.privilege_type)),
       'revoke it; grant columns to read'
  from pg_class c, aclexplode(c.relacl) a
 where a.grantee = 'definer_search'::regrole
union all
select 'error', format('%s.%s', t.attrelid::regclass, t.attname),
       format('definer_search, which reads past row security, may %s it', lower(a.privilege_type)), 'revoke it'
  from pg_attribute t, aclexplode(t.attacl) a
 where a.grantee = 'definer_search'::regrole and a.privilege_type <> 'SELECT'
