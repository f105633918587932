/** Tasks with their history, comments and notes. */
import { estimateAnew, estimatesOf } from './estimates.ts';
import { labelsFor } from './labels.ts';
import { type Loader, type ProjectIds, share, since, visibility } from './loader.ts';
import type { ProjectPlan, TaskPlan } from './plan.ts';
import { found, insertRows } from './rows.ts';
import { postedAt, type Schedule, scheduleTasks } from './schedule.ts';

type Loaded = { id: string; task: TaskPlan; schedule: Schedule; assignee: string };
type Moment = { id: string; at: Date; actor: string | null };

const priorities = ['medium', 'high', 'medium', 'low'] as const;

export async function loadTasks(loader: Loader, plan: ProjectPlan, ids: ProjectIds): Promise<void> {
  const schedules = scheduleTasks(plan, loader.clock, loader.random);
  const hands = Object.entries(plan.members)
    .filter(([, role]) => role === 'contributor' || role === 'manager')
    .map(([person]) => found(loader.staff, person));
  const tasks = plan.tasks.flatMap((task, index): Loaded[] => {
    const schedule = schedules[index];
    const assignee = hands[index % hands.length];
    return schedule && assignee ? [{ id: loader.random.uuid(), task, schedule, assignee }] : [];
  });
  await insertTasks(loader, ids, tasks);
  await checkNumbers(loader, tasks);
  await loadDependencies(loader, ids, tasks);
  await estimateAnew(loader, tasks);
  await moveTasks(loader, tasks);
  await loadTexts(loader, plan, ids, tasks);
}

async function insertTasks(loader: Loader, ids: ProjectIds, tasks: Loaded[]) {
  const rows = tasks.map(({ id, task, schedule, assignee }, index) => ({
    tenant_id: loader.tenantId,
    project_id: ids.projectId,
    id,
    title: task.title,
    description: task.description ?? '',
    priority: task.priority ?? priorities[index % priorities.length],
    status: 'to_do',
    story_id: task.story ? found(ids.stories, task.story) : null,
    sprint_id: task.sprint ? found(ids.sprints, task.sprint) : null,
    milestone_id: task.milestone ? found(ids.milestones, task.milestone) : null,
    due_on: schedule.due,
    estimate_minutes: estimatesOf(index, schedule).first,
    labels: labelsFor(task.title),
    assignee_staff_id: assignee,
    position: index,
    visibility: visibility(task.sharedLater ? 'internal' : task.flag),
    ...since(schedule.written),
  }));
  await insertRows(loader.database, 'app.task', rows);
  await dateHistory(
    loader,
    tasks.map(({ id, schedule }) => ({ id, at: schedule.written, actor: null })),
  );
  await loader.database.query(
    `update app.task_sprint_change c set changed_at = m.at
       from jsonb_to_recordset($1) as m (id uuid, at timestamptz)
      where c.task_id = m.id`,
    [JSON.stringify(tasks.map(({ id, task, schedule }) => ({ id, at: plannedAt(task, schedule) })))],
  );
}

/** When a task came into its sprint: with the plan, but urgent ones in its middle. */
const plannedAt = ({ priority }: TaskPlan, { written, moves }: Schedule) =>
  (priority === 'urgent' && moves[0]?.at) || written;

async function loadDependencies({ database, tenantId }: Loader, { projectId }: ProjectIds, tasks: Loaded[]) {
  const ids = new Map(tasks.map(({ id, task }) => [task.title, id]));
  const rows = tasks.flatMap(({ id, task }) =>
    (task.after ?? []).map((title) => ({
      tenant_id: tenantId,
      project_id: projectId,
      task_id: id,
      depends_on_id: found(ids, title),
    })),
  );
  await insertRows(database, 'app.task_dependency', rows);
}

async function checkNumbers({ database }: Loader, tasks: Loaded[]) {
  for (const { id, task } of tasks) {
    if (task.number === undefined) continue;
    const { rows } = await database.query<{ number: number }>('select number from app.task where id = $1', [
      id,
    ]);
    if (rows[0]?.number !== task.number) {
      throw new Error(`${task.title} came out as number ${rows[0]?.number ?? '?'}, not ${task.number}`);
    }
  }
}

/** First every task's first move, then every task's second, and so on: history gets one row of a task at a time. */
async function moveTasks(loader: Loader, tasks: Loaded[]) {
  const longest = Math.max(0, ...tasks.map(({ schedule }) => schedule.moves.length));
  for (let nth = 0; nth < longest; nth++) {
    const moves = tasks.flatMap(({ id, schedule, assignee }) => {
      const move = schedule.moves[nth];
      return move ? [{ id, assignee, ...move }] : [];
    });
    const statuses = moves.flatMap(({ id, assignee, at, to }) =>
      'status' in to ? [{ id, status: to.status, at, actor: assignee }] : [],
    );
    await loader.database.query(
      `update app.task t
          set status = m.status, completed_at = case when m.status = 'done' then m.at end, updated_at = m.at
         from jsonb_to_recordset($1) as m (id uuid, status app.task_status, at timestamptz)
        where m.id = t.id`,
      [JSON.stringify(statuses)],
    );
    await dateHistory(loader, statuses);
    for (const { id, at, to } of moves)
      if ('sharedFor' in to) await share(loader, 'app.task', [{ id, at }], to.sharedFor);
  }
}

/** Dates back what the trigger has just written: it bears this transaction's time, and nothing of the past does. */
async function dateHistory({ database }: Loader, moments: Moment[]) {
  await database.query(
    `update app.task_status_change c set changed_at = m.at, actor_staff_id = m.actor
       from jsonb_to_recordset($1) as m (id uuid, at timestamptz, actor uuid)
      where c.task_id = m.id and c.changed_at = now()`,
    [JSON.stringify(moments)],
  );
}

async function loadTexts(loader: Loader, plan: ProjectPlan, { projectId }: ProjectIds, tasks: Loaded[]) {
  const { users } = found(loader.clients, plan.client);
  const keys = { tenant_id: loader.tenantId, project_id: projectId };
  const comments = tasks.flatMap(({ id, task, schedule }) =>
    (task.comments ?? []).map(({ by, flag, body }, nth) => ({
      ...keys,
      id: loader.random.uuid(),
      record_id: id,
      kind: 'comment',
      body,
      author_staff_id: users.has(by) ? null : found(loader.staff, by),
      author_client_user_id: users.get(by) ?? null,
      author_name: by,
      visibility: visibility(flag),
      ...since(postedAt(schedule, nth, loader.clock)),
    })),
  );
  const notes = tasks.flatMap(({ id, task, schedule }) =>
    (task.notes ?? []).map(({ by, flag, body }, nth) => ({
      ...keys,
      id: loader.random.uuid(),
      record_id: id,
      kind: 'note',
      body,
      author_staff_id: found(loader.staff, by),
      author_name: by,
      visibility: visibility(flag),
      ...since(postedAt(schedule, nth + (task.comments?.length ?? 0), loader.clock)),
    })),
  );
  await insertRows(loader.database, 'app.text', comments);
  await insertRows(loader.database, 'app.text', notes);
}
