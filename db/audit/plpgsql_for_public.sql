-- DO blocks run any statement, RESET ROLE included.
select 'warning' as level, 'language ' || l.lanname as object, 'anybody may use it' as problem,
       'revoke usage on language plpgsql from public, as a superuser' as remedy
  from pg_language l
 where l.lanname = 'plpgsql'
   and exists (select from aclexplode(coalesce(l.lanacl, acldefault('l', l.lanowner))) a where a.grantee = 0)
