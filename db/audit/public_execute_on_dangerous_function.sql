-- What PostgreSQL gives everybody and a login of ours must not have. A migrator that is no superuser cannot take it away.
select 'warning' as level, p.oid::regprocedure::text as object,
       'anybody may execute it' as problem, 'revoke execute … from public, as a superuser' as remedy
  from pg_proc p
 where p.pronamespace = 'pg_catalog'::regnamespace
   and (p.proname in ('set_config', 'query_to_xml', 'pg_notify', 'pg_stat_get_activity', 'pg_sleep', 'pg_cancel_backend', 'ts_stat',
          'pg_logical_emit_message', 'pg_export_snapshot')
        or p.proname like 'lo\_%' or p.proname like 'pg\_%advisory%' or p.proname like 'pg\_%\_size')
   and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0 and a.privilege_type = 'EXECUTE')
