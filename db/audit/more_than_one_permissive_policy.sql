-- Two permissive policies for one role and command: they are OR-ed, and neither tells the truth alone.
select 'error' as level, o.polrelid::regclass::text as object,
       format('%s permissive policies for %s and command %s', count(*), r.rolname, o.polcmd) as problem,
       'put the whole condition into one policy' as remedy
  from pg_policy o join pg_roles r on r.oid = any (o.polroles)
 where o.polpermissive
 group by o.polrelid, r.rolname, o.polcmd
having count(*) > 1
