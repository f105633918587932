-- A login of the app that is more than a door to its one role.
select 'error' as level, 'role ' || r.rolname as object, s.sin as problem, 'alter role, revoke, or reassign' as remedy
  from pg_roles r
 cross join lateral (values
   (case when r.rolsuper then 'is a superuser' end), (case when r.rolbypassrls then 'bypasses row security' end),
   (case when r.rolcreaterole or r.rolcreatedb or r.rolreplication then 'may create roles or databases, or replicate' end),
   (case when r.rolinherit then 'inherits the rights of its role' end),
   (case when exists (select from pg_class c where c.relowner = r.oid) or exists (select from pg_proc p where p.proowner = r.oid) then 'owns something' end),
   (case when (select coalesce(array_agg(m.roleid::regrole::text order by m.roleid::regrole::text), '{}') from pg_auth_members m where m.member = r.oid)
       <> case r.rolname
            when 'client_app' then '{client}' when 'client_auth' then '{client_sign_in}'
            -- staff_app looks as a client, by sessions made for that (identity.client_session, "viewer_…").
            when 'staff_app' then '{client,staff}' when 'staff_auth' then '{staff_sign_in}'
            when 'worker_app' then '{worker}' else '{}' end::text[] then 'can become other roles than its own' end)
 ) s (sin)
 where r.rolname in ('client_app', 'client_auth', 'staff_app', 'staff_auth', 'worker_app', 'auditor') and s.sin is not null
