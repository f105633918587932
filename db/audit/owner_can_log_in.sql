-- Owners and definers are not for logging in, and bypass nothing.
select 'error' as level, 'role ' || r.rolname as object, 'it can log in, bypasses row security, or is a superuser' as problem,
       'alter role … nologin nosuperuser nobypassrls' as remedy
  from pg_roles r
 where (r.rolname ~ '^definer_' or r.rolname in ('portal_owner', 'client', 'staff', 'worker', 'client_sign_in', 'staff_sign_in'))
   and (r.rolcanlogin or r.rolsuper or (r.rolbypassrls and r.rolname <> 'definer_search'))
