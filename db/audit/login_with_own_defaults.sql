-- A role of ours that starts with settings of its own. A login can give itself some (ALTER ROLE … SET), which no event trigger sees;
-- the application asks for what it relies on as it connects, and takes the rest away as it starts.
select 'error' as level, 'role ' || r.rolname as object,
       'it starts with ' || array_to_string(s.setconfig, ', ') || coalesce(' in database ' || d.datname, '') as problem,
       'alter role … reset all; what all of the server should have belongs into its configuration' as remedy
  from pg_db_role_setting s join pg_roles r on r.oid = s.setrole left join pg_database d on d.oid = s.setdatabase
 where (s.setdatabase = 0 or d.datname = current_database())
   and (r.rolname in ('client_app', 'client_auth', 'staff_app', 'staff_auth', 'worker_app', 'auditor', 'portal_owner',
          'client', 'client_sign_in', 'staff', 'staff_sign_in', 'worker') or r.rolname ~ '^definer_')
