-- A column that no client may ever read, granted to role client. The list is of names, with why.
with internal (pattern, reason) as (
  values
    ('visibility|shared|was_shared|\w+_shared', 'the flag itself; what is not shared has no row'),
    ('position|version|updated_at', 'moves with work that the client does not see'),
    ('estimate\w*|capacity\w*|assignee\w*|actor\w*|author_staff_id|internal_number', 'planning, workload and people of the team'),
    ('story_id|sprint_id|milestone_id|epic_id', 'may name a hidden record; its visible_… twin does not'),
    ('tenant_id|client_id|token_hash|password_hash|subject_hash|secret|login_role|can_sign_in|open_sections', 'identity')
)
select 'error' as level, format('%s.%s', a.attrelid::regclass, a.attname) as object,
       'role client may read it: ' || i.reason as problem,
       'take the column out of the client''s list in db/policies.ts' as remedy
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join internal i on a.attname ~ ('^(' || i.pattern || ')$')
 where c.relkind in ('r', 'p') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
   and a.attnum > 0 and not a.attisdropped
   and has_column_privilege('client', a.attrelid, a.attnum, 'select')
   -- A milestone's change names its milestone by the key that hides both together.
   and not (c.relname = 'milestone_change' and a.attname = 'milestone_id')
union all
select 'error', format('%s.%s', a.attrelid::regclass, a.attname),
       'role client may read when a record that can be hidden was made',
       'grant shared_at instead'
  from pg_attribute a
 where a.attname = 'created_at' and has_column_privilege('client', a.attrelid, a.attnum, 'select')
   and a.attrelid in (select attrelid from pg_attribute where attname = 'shared')
   and a.attrelid not in ('app.comment'::regclass, 'app.note'::regclass)
union all
select 'error', c.oid::regclass::text, 'role client may read a table of identities, logs or staff', 'revoke it'
  from pg_class c
 where (c.relnamespace = 'identity'::regnamespace or c.oid::regclass::text in
         ('app.visibility_log', 'app.staff_member', 'app.project_member', 'app.project_default', 'app.number_counter', 'app.contract'))
   and c.relkind in ('r', 'p') and has_any_column_privilege('client', c.oid, 'select')
