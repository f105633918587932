-- Statistics on what clients may search and that mixes what is theirs with what is not: EXPLAIN tells values apart, and how many
-- there are. Keys, status and priority keep theirs, for the plans of lists and queues: db/audit/holes.ts says what that tells.
with readable as (
  select a.attrelid, a.attname, a.attnum, a.attstattarget
    from pg_attribute a join pg_class c on c.oid = a.attrelid
   where c.relkind in ('r', 'p') and c.relnamespace = 'app'::regnamespace and a.attnum > 0 and not a.attisdropped
     and has_column_privilege('client', a.attrelid, a.attnum, 'select')
), told as (
  select format('%s.%s', r.attrelid::regclass, r.attname) as object, 'the planner keeps statistics on it' as problem,
         'alter table … alter column … set statistics 0' as remedy
    from readable r join pg_attribute a using (attrelid, attnum)
   where coalesce(r.attstattarget, -1) <> 0 and a.atttypid <> 'uuid'::regtype and r.attname not in ('status', 'priority')
  union all
  select format('%s.%s', r.attrelid::regclass, r.attname), 'statistics from before are still there',
         'pg_clear_attribute_stats(…); before PostgreSQL 18 delete its row of pg_statistic, as a superuser'
    from readable r join pg_class c on c.oid = r.attrelid
    join pg_stats s on s.schemaname = 'app' and s.tablename = c.relname and s.attname = r.attname
   where r.attstattarget = 0
  union all
  select format('%s, column %s', a.attrelid::regclass, a.attnum), 'the planner keeps statistics on an expression of columns that clients read',
         'alter index … alter column … set statistics 0'
    from pg_index i join pg_attribute a on a.attrelid = i.indexrelid
   cross join lateral (select pg_get_indexdef(i.indexrelid, a.attnum, true) as text) expression
   where i.indkey[a.attnum - 1] = 0 and coalesce(a.attstattarget, -1) <> 0
     and exists (select from readable r where r.attrelid = i.indrelid and expression.text ~ format('\m%s\M', r.attname))
     and not exists (
       select from pg_attribute other where other.attrelid = i.indrelid and other.attnum > 0 and not other.attisdropped
          and not has_column_privilege('client', other.attrelid, other.attnum, 'select') and expression.text ~ format('\m%s\M', other.attname)
     )
  union all
  select s.stxrelid::regclass || ', statistics ' || s.stxname, 'the planner keeps statistics on several columns of a table that clients read',
         'drop statistics …'
    from pg_statistic_ext s where exists (select from readable r where r.attrelid = s.stxrelid)
)
select 'error' as level, object, problem, remedy from told order by 2
