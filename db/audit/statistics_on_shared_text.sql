-- Statistics on text that clients may search and that mixes what is theirs with what is not: EXPLAIN tells values apart.
select 'error' as level, format('%s.%s', a.attrelid::regclass, a.attname) as object,
       'the planner keeps statistics on it' as problem, 'alter table … alter column … set statistics 0' as remedy
  from pg_attribute a join pg_class c on c.oid = a.attrelid
 where c.relkind in ('r', 'p') and c.relnamespace = 'app'::regnamespace and a.attnum > 0
   and a.atttypid in ('text'::regtype, 'app.seen_text'::regtype) and has_column_privilege('client', a.attrelid, a.attnum, 'select')
   and coalesce(a.attstattarget, -1) <> 0 and a.attname not in ('accent_color', 'time_zone')
