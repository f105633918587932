-- A column that no client may ever read, granted to role client. The list is of names, with why.
with internal (pattern, reason) as (
  values
    ('visibility|visible|shared|was_shared|\w+_(shared|visible)', 'the flag itself; what is not shared has no row'),
    ('position|version|updated_at', 'moves with work that the client does not see'),
    ('estimate\w*|capacity\w*|assignee\w*|actor\w*|author_staff_id|internal_number', 'planning, workload and people of the team'),
    ('labels|depends_on_id|hours|(from_|to_)?minutes|started_at|spent_on|after_hours|decided_\w+|decision_reason|query', 'how the team plans and records its work'),
    ('reason|seen|viewer_\w+|view_id', 'what the team says and knows among itself, and who looks'),
    ('(from_|to_)?level|breach_at|at_risk_at|missed_at|sla_policy_id|moved_from_id|request_id|scan_result|raised_by_staff_id|search', 'how the team works on tickets, and what its clock is made of'),
    ('resolved_at|closed_at', 'when the work on a ticket ended, which may be before the client saw it'),
    ('story_id|sprint_id|milestone_id|epic_id', 'may name a hidden record; its visible_… twin does not'),
    ('tenant_id|client_id|token_hash|password_hash|subject_hash|secret|login_role|can_sign_in|granted_sections', 'identity')
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
   -- In a ticket's thread the client tells its own people's words and files from the team's.
   and not (c.relname in ('message', 'attachment') and a.attname = 'author_client_user_id')
union all
select 'error', format('%s.%s', a.attrelid::regclass, a.attname),
       'role client may read it: when the team plans to work on a task or an epic is internal',
       'take the column out of the client''s list in db/policies.ts'
  from pg_attribute a
 where a.attname = 'starts_on' and has_column_privilege('client', a.attrelid, a.attnum, 'select')
   and a.attrelid in ('app.task'::regclass, 'app.epic'::regclass)
union all
select 'error', format('%s.%s', a.attrelid::regclass, a.attname),
       'role client may read when a record that can be hidden was made',
       'grant shared_at instead'
  from pg_attribute a
 where a.attname = 'created_at' and has_column_privilege('client', a.attrelid, a.attnum, 'select')
   and a.attrelid in (select attrelid from pg_attribute where attname = 'shared')
union all
select 'error', c.oid::regclass::text, 'role client may read a table of identities, logs, staff or their planning', 'revoke it'
  from pg_class c
 where (c.relnamespace = 'identity'::regnamespace or c.oid::regclass::text in
         ('app.visibility_log', 'app.staff_member', 'app.project_member', 'app.project_default', 'app.number_counter', 'app.contract',
          'app.task_sprint_change', 'app.task_estimate_change', 'app.task_dependency', 'app.sprint_capacity', 'app.time_entry', 'app.saved_filter', 'app.read_receipt',
          'app.client_view', 'app.contract_support', 'app.contract_member', 'app.sla_policy', 'app.escalation_step', 'app.macro',
          'app.saved_view', 'app.ticket_status_transition', 'app.ticket_note', 'app.text_revision', 'app.ticket_sla', 'app.outbox', 'app.job', 'app.sla_breach',
          'app.escalation', 'app.record'))
   and c.relkind in ('r', 'p') and has_any_column_privilege('client', c.oid, 'select')
