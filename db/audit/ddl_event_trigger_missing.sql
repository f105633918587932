-- Without it a login could DROP OWNED, which edits policies on servers that have CVE-2026-116311.
select 'warning' as level, 'event trigger refuse_ddl_by_logins' as object, 'it is missing or disabled' as problem,
       'create it as a superuser: see the first migration' as remedy
 where not exists (select from pg_event_trigger where evtname = 'refuse_ddl_by_logins' and evtenabled in ('O', 'A'))
