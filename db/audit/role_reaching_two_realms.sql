-- A role of one realm that reaches the credentials or sessions of the other.
select 'error' as level, c.oid::regclass::text as object, format('%s reaches it', r.rolname) as problem, 'revoke it' as remedy
  from pg_class c
 cross join pg_roles r
 where c.relkind = 'r' and c.relnamespace = 'identity'::regnamespace
   and has_any_column_privilege(r.oid, c.oid, 'select, insert, update')
   and ((c.relname ~ '^client_' and r.rolname in ('staff', 'staff_sign_in', 'staff_app', 'staff_auth'))
        or (c.relname ~ '^staff_' and r.rolname in ('client', 'client_sign_in', 'client_app', 'client_auth'))
        or r.rolname in ('client', 'staff', 'worker', 'client_app', 'staff_app', 'worker_app', 'auditor'))
