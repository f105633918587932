-- With debug_print_plan = on and client_min_messages = log, which anybody may set, the server prints what a function asks, the rows of
-- others folded into it as constants. A function that runs as somebody else, or as a trigger of a table that the client realm
-- writes, is silent by its own setting.
select 'error' as level, p.oid::regprocedure::text as object, 'its caller decides what the server prints of it' as problem,
       'set client_min_messages = error' as remedy
  from pg_proc p
 where p.pronamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and not coalesce('client_min_messages=error' = any (p.proconfig), false)
   and (p.prosecdef or exists (
     select from pg_trigger t
      cross join unnest(array['client', 'client_sign_in', 'staff_sign_in']) writer
      where t.tgfoid = p.oid
        and (has_any_column_privilege(writer, t.tgrelid, 'insert, update') or has_table_privilege(writer, t.tgrelid, 'delete'))
   ))
