-- A text that the app's roles write and that may be stored in several forms of the same letters: equal words would not be equal, and not be found.
select 'error' as level, format('%s.%s', a.attrelid::regclass, a.attname) as object,
       'text is stored in whatever form it comes' as problem, 'check (… is normalized)' as remedy
  from pg_attribute a join pg_class c on c.oid = a.attrelid
 where c.relkind in ('r', 'p') and c.relnamespace = 'app'::regnamespace and a.attnum > 0 and a.attgenerated = ''
   and a.atttypid in ('text'::regtype, 'text[]'::regtype)
   and exists (
     select from pg_roles r where (r.rolname in ('client', 'staff') or r.rolname ~ '^definer_')
        and (has_column_privilege(r.oid, a.attrelid, a.attnum, 'insert') or has_column_privilege(r.oid, a.attrelid, a.attnum, 'update')))
   and not exists (
     select from pg_constraint k where k.conrelid = a.attrelid and k.contype = 'c' and a.attnum = any (k.conkey)
        and pg_get_constraintdef(k.oid) ~ 'NORMALIZED')
   -- Names of time zones and colours, and the worker's own words.
   and a.attname not in ('time_zone', 'accent_color', 'failure')
