-- A grant to role client on a whole table: columns added later would come with it.
select 'error' as level, c.oid::regclass::text as object,
       format('%s on the whole table is granted to client', lower(p.privilege)) as problem,
       'grant columns by name' as remedy
  from pg_class c
 cross join (values ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) p (privilege)
 where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and has_table_privilege('client', c.oid, p.privilege)
