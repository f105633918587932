-- A foreign key whose columns no index begins with: a cascade would read the whole table.
select 'warning' as level, k.conrelid::regclass::text as object, format('foreign key %s has no index', k.conname) as problem,
       'create an index on its columns' as remedy
  from pg_constraint k
 where k.contype = 'f' and k.connamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and not exists (
     select from pg_index i
      where i.indrelid = k.conrelid
        -- The first two columns narrow it to one record of one tenant, or the whole key does.
        and (i.indkey::int2[])[0] = any (k.conkey)
        and (array_length(k.conkey, 1) = 1 or (i.indkey::int2[])[1] = any (k.conkey)))
