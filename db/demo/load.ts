/** Writes a plan into the database through the same triggers as everything else, then dates it back. */
import type pg from 'pg';
import type { Flag, ProjectPlan, TaskPlan } from './plan.ts';

const visibility = (flag: Flag) => (flag === 'visible' ? 'client_visible' : 'internal_only');

/** An ISO day so many days from today. */
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

export type Loader = {
  database: pg.Client;
  tenantId: string;
  clients: Map<string, string>;
  contracts: Map<string, string>;
  /** Staff members by first name. */
  staff: Map<string, { id: string; displayName: string }>;
};

async function insert(database: pg.Client, table: string, values: Record<string, unknown>): Promise<string> {
  const columns = Object.keys(values);
  const { rows } = await database.query<{ id: string }>(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
    Object.values(values),
  );
  return rows[0]?.id ?? '';
}

function found<Value>(map: Map<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the sample plan names ${key}, which it does not define`);
  return value;
}

/** Loads one project. The whole history happens now; `dateBack` spreads it over the weeks before. */
export async function loadProject(
  { database, tenantId, clients, contracts, staff }: Loader,
  plan: ProjectPlan,
): Promise<void> {
  const projectId = await insert(database, 'app.project', {
    tenant_id: tenantId,
    client_id: found(clients, plan.client),
    contract_id: found(contracts, plan.contract),
    name: plan.name,
    summary: plan.summary,
    status: plan.status,
    starts_on: day(plan.starts),
    due_on: day(plan.due),
    visibility: visibility(plan.flag),
  });
  for (const [person, role] of Object.entries(plan.members)) {
    await database.query('insert into app.project_member values ($1, $2, $3, $4)', [
      tenantId,
      projectId,
      found(staff, person).id,
      role,
    ]);
  }
  for (const [kind, flag] of Object.entries(plan.defaults)) {
    await database.query('insert into app.project_default values ($1, $2, $3, $4)', [
      tenantId,
      projectId,
      kind,
      visibility(flag),
    ]);
  }

  const place = { tenant_id: tenantId, project_id: projectId };
  const stories = new Map<string, string>();
  for (const [position, epic] of plan.epics.entries()) {
    const epicId = await insert(database, 'app.epic', {
      ...place,
      title: epic.title,
      summary: epic.summary,
      position,
      visibility: visibility(epic.flag),
    });
    for (const [index, story] of epic.stories.entries()) {
      stories.set(
        story.title,
        await insert(database, 'app.story', {
          ...place,
          epic_id: epicId,
          title: story.title,
          position: index,
          visibility: visibility(story.flag),
        }),
      );
    }
  }
  const sprints = new Map<string, string>();
  for (const { name, goal, status, starts, ends, flag } of plan.sprints) {
    sprints.set(
      name,
      await insert(database, 'app.sprint', {
        ...place,
        name,
        goal,
        status,
        starts_on: day(starts),
        ends_on: day(ends),
        capacity_hours: 180,
        visibility: visibility(flag),
      }),
    );
  }
  const milestones = new Map<string, string>();
  for (const { title, description, flag, agreed, forecast, met } of plan.milestones) {
    const milestoneId = await insert(database, 'app.milestone', {
      ...place,
      title,
      description,
      agreed_on: day(agreed),
      visibility: visibility(flag),
    });
    milestones.set(title, milestoneId);
    // Moved afterwards, so that the move is part of its history.
    if (forecast !== undefined || met !== undefined) {
      await database.query('update app.milestone set forecast_on = $2, met_on = $3 where id = $1', [
        milestoneId,
        forecast === undefined ? null : day(forecast),
        met === undefined ? null : day(met),
      ]);
    }
  }
  for (const [position, task] of plan.tasks.entries()) await loadTask(task, position);
  for (const note of plan.notes)
    await write('app.note', note.by, { ...place, body: note.body, visibility: visibility(note.flag) });
  await dateBack(database, projectId, plan.starts);

  async function write(table: string, by: string, values: Record<string, unknown>) {
    const author = found(staff, by);
    await insert(database, table, { ...values, author_staff_id: author.id, author_name: author.displayName });
  }

  async function loadTask(task: TaskPlan, position: number) {
    const people = Object.keys(plan.members);
    const id = await insert(database, 'app.task', {
      ...place,
      title: task.title,
      description: task.description ?? '',
      priority: task.priority ?? (['medium', 'high', 'medium', 'low'] as const)[position % 4],
      status: 'to_do',
      story_id: task.story ? found(stories, task.story) : null,
      sprint_id: task.sprint ? found(sprints, task.sprint) : null,
      milestone_id: task.milestone ? found(milestones, task.milestone) : null,
      estimate_minutes: 60 * (1 + (position % 8)),
      assignee_staff_id: found(staff, people[position % people.length] ?? '').id,
      position,
      visibility: visibility(task.flag),
    });
    if (task.status !== 'to_do') {
      await database.query(`update app.task set status = 'in_progress' where id = $1`, [id]);
      if (task.status !== 'in_progress')
        await database.query('update app.task set status = $2 where id = $1', [id, task.status]);
    }
    for (const comment of task.comments ?? []) {
      await write('app.comment', comment.by, {
        tenant_id: tenantId,
        task_id: id,
        body: comment.body,
        visibility: visibility(comment.flag),
      });
    }
    for (const note of task.notes ?? []) {
      await write('app.note', note.by, {
        ...place,
        task_id: id,
        body: note.body,
        visibility: 'internal_only',
      });
    }
    if (task.number === undefined) return;
    const { rows } = await database.query<{ number: number }>('select number from app.task where id = $1', [
      id,
    ]);
    if (rows[0]?.number !== task.number)
      throw new Error(`${task.title} came out as number ${rows[0]?.number}, not ${task.number}`);
  }
}

/**
 * Spreads what just happened over the project's life: tasks appear one after the other from its first day on, and their
 * work follows, up to a few hours ago. The visibility log is append-only and keeps the moment of loading.
 */
async function dateBack(database: pg.Client, projectId: string, starts: number): Promise<void> {
  await database.query(
    `update app.task t
        set created_at = o.at, shared_at = case when t.shared then o.at end
       from (select id, now() - make_interval(days => $2) * (1 - (row_number() over (order by position))::float8 / (1 + count(*) over ())) as at
               from app.task where project_id = $1) o
      where o.id = t.id`,
    [projectId, -starts],
  );
  // A task's nth status follows its creation by n times 40 hours; what would lie ahead happened this morning.
  await database.query(
    `update app.task_status_change c
        set changed_at = least(t.created_at + interval '40 hours' * o.nth, now() - interval '9 hours' + interval '1 hour' * o.nth)
       from (select id, row_number() over (partition by task_id order by id) - 1 as nth from app.task_status_change where project_id = $1) o, app.task t
      where o.id = c.id and t.id = c.task_id`,
    [projectId],
  );
  await database.query(
    `update app.task t set completed_at = c.changed_at
       from app.task_status_change c where t.project_id = $1 and t.status = 'done' and c.task_id = t.id and c.to_status = 'done'`,
    [projectId],
  );
  await database.query(
    `update app.milestone_change set changed_at = now() - make_interval(days => 1 + abs(hashtext(id::text)) % 12) where project_id = $1`,
    [projectId],
  );
  await database.query(
    `update app.comment c set created_at = least(t.created_at + interval '2 days', now() - interval '1 hour')
       from app.task t where c.project_id = $1 and t.id = c.task_id`,
    [projectId],
  );
  await database.query(
    'update app.project set shared_at = case when shared then now() - make_interval(days => $2) end where id = $1',
    [projectId, -starts],
  );
}
