-- Anything of ours that everybody may use.
select 'error' as level, format('%s %s', x.kind, x.name) as object,
       format('%s is granted to PUBLIC', lower(x.privilege)) as problem, 'revoke it' as remedy
  from (
    select 'table' as kind, c.oid::regclass::text as name, (aclexplode(c.relacl)).* from pg_class c
     where c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
    union all
    select 'function', p.oid::regprocedure::text, (aclexplode(coalesce(p.proacl, acldefault('f', p.proowner)))).* from pg_proc p
     where p.pronamespace in ('app'::regnamespace, 'identity'::regnamespace)
    union all
    select 'schema', n.nspname, (aclexplode(n.nspacl)).* from pg_namespace n where n.nspname in ('app', 'identity', 'public')
    union all
    select 'database', d.datname, (aclexplode(coalesce(d.datacl, acldefault('d', d.datdba)))).* from pg_database d where d.datname = current_database()
    union all
    select 'column', format('%s.%s', a.attrelid::regclass, a.attname), (aclexplode(a.attacl)).* from pg_attribute a
      join pg_class c on c.oid = a.attrelid where c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
  ) x (kind, name, grantor, grantee, privilege, grantable)
 where x.grantee = 0
