-- A day that somebody enters has the bounds of app.day: one far off would be work for every day until then.
select 'error' as level, a.attrelid::regclass::text || '.' || a.attname as object, 'a day without bounds' as problem,
       'give it the type app.day' as remedy
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
 where c.relkind in ('r', 'p') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and a.attnum > 0 and not a.attisdropped and a.atttypid in ('date'::regtype, 'date[]'::regtype)
