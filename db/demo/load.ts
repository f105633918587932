/** Writes a planned project into the database, through the same triggers as everything else. */
import { type Loader, share, since, visibility } from './loader.ts';
import { loadTasks } from './load-tasks.ts';
import type { Clock } from './clock.ts';
import { loadTime } from './load-time.ts';
import type { EpicPlan, MilestonePlan, ProjectPlan, SprintPlan } from './plan.ts';
import { found, insertRows } from './rows.ts';
import { spanOf } from './schedule.ts';

type Row = Record<string, unknown>;

export async function loadProject(loader: Loader, plan: ProjectPlan): Promise<void> {
  const { database, clock, random, tenantId, staff } = loader;
  const projectId = random.uuid();
  await insertRows(database, 'app.project', [
    {
      tenant_id: tenantId,
      id: projectId,
      client_id: found(loader.clients, plan.client).id,
      contract_id: found(loader.contracts, plan.contract),
      name: plan.name,
      summary: plan.summary,
      status: plan.status,
      starts_on: clock.day(plan.starts),
      due_on: clock.day(plan.due),
      visibility: visibility(plan.flag),
      ...since(clock.at(plan.starts - 6)),
    },
  ]);
  const inProject = { tenant_id: tenantId, project_id: projectId };
  const members = Object.entries(plan.members).map(([person, role]): Row => {
    return { ...inProject, staff_member_id: found(staff, person), role };
  });
  await insertRows(database, 'app.project_member', members);
  const defaults = Object.entries(plan.defaults).map(([kind, flag]): Row => {
    return { ...inProject, record_kind: kind, visibility: visibility(flag) };
  });
  await insertRows(database, 'app.project_default', defaults);

  const sprints = await loadSprints(loader, plan, inProject);
  await loadTasks(loader, plan, {
    projectId,
    stories: await loadEpics(loader, plan, inProject),
    sprints,
    milestones: await loadMilestones(loader, plan, inProject),
  });
  await completeSprints(loader, plan, sprints);
  await loadTime(loader, plan, projectId);
}

async function loadEpics({ database, clock, random }: Loader, plan: ProjectPlan, inProject: Row) {
  const stories = new Map<string, string>();
  const epicRows: Row[] = [];
  const storyRows: Row[] = [];
  for (const [position, epic] of plan.epics.entries()) {
    const epicId = random.uuid();
    epicRows.push({
      ...inProject,
      id: epicId,
      title: epic.title,
      summary: epic.summary,
      position,
      ...datesOf(epic, plan, clock),
      visibility: visibility(epic.flag),
      ...since(clock.at(plan.starts + 1)),
    });
    for (const [index, { title, summary = '', flag }] of epic.stories.entries()) {
      const id = random.uuid();
      stories.set(title, id);
      storyRows.push({
        ...inProject,
        id,
        epic_id: epicId,
        title,
        summary,
        position: index,
        visibility: visibility(flag),
        ...since(clock.at(plan.starts + 2)),
      });
    }
  }
  await insertRows(database, 'app.epic', epicRows);
  await insertRows(database, 'app.story', storyRows);
  return stories;
}

/** An epic is worked on from its first sprint to its last. */
function datesOf({ stories }: EpicPlan, { tasks, sprints }: ProjectPlan, clock: Clock) {
  const titles = new Set(stories.map(({ title }) => title));
  const names = new Set(tasks.flatMap(({ story, sprint }) => (story && titles.has(story) ? [sprint] : [])));
  const spans = sprints.filter(({ name }) => names.has(name)).map((sprint) => spanOf(sprint, clock));
  if (spans.length === 0) return { starts_on: null, due_on: null };
  return {
    starts_on: clock.day(Math.min(...spans.map(({ starts }) => starts))),
    due_on: clock.day(Math.max(...spans.map(({ ends }) => ends))),
  };
}

/** The hours of a sprint, shared out among those who work in it; the next one but one is not planned yet. */
async function loadCapacities(
  { database, staff }: Loader,
  plan: ProjectPlan,
  inProject: Row,
  sprints: Map<string, string>,
) {
  const hands = Object.entries(plan.members).filter(
    ([, role]) => role === 'contributor' || role === 'manager',
  );
  const firstPlanned = plan.sprints.findIndex(({ status }) => status === 'planned');
  const planned = plan.sprints.slice(0, firstPlanned < 0 ? undefined : firstPlanned + 1);
  const rows = planned.flatMap(({ name, capacityHours }, nth) =>
    hands.map(([person], index): Row => ({
      ...inProject,
      sprint_id: found(sprints, name),
      staff_member_id: found(staff, person),
      hours: Math.max(8, Math.round((0.7 * capacityHours) / hands.length) - 4 * ((nth + index) % 3)),
    })),
  );
  await insertRows(database, 'app.sprint_capacity', rows);
}

async function loadSprints(loader: Loader, plan: ProjectPlan, inProject: Row) {
  const { database, clock, random } = loader;
  const sprints = new Map(plan.sprints.map(({ name }) => [name, random.uuid()]));
  const plannedAt = (sprint: SprintPlan) =>
    clock.at(Math.max(plan.starts, Math.min(spanOf(sprint, clock).starts, 0) - 5));
  const rows = plan.sprints.map((sprint) => {
    const { starts, ends } = spanOf(sprint, clock);
    return {
      ...inProject,
      id: sprints.get(sprint.name),
      name: sprint.name,
      goal: sprint.goal,
      // A completed sprint takes no tasks: it is completed when they are there.
      status: sprint.status === 'completed' ? 'planned' : sprint.status,
      starts_on: clock.day(starts),
      ends_on: clock.day(ends),
      capacity_hours: sprint.capacityHours,
      visibility: visibility('internal'),
      ...since(plannedAt(sprint)),
    };
  });
  await insertRows(database, 'app.sprint', rows);
  await loadCapacities(loader, plan, inProject, sprints);
  const shared = plan.sprints
    .filter(({ flag }) => flag === 'visible')
    .map((sprint) => ({ id: found(sprints, sprint.name), at: plannedAt(sprint) }));
  await share(loader, 'app.sprint', shared, 'Planning is done');
  return sprints;
}

async function loadMilestones(loader: Loader, plan: ProjectPlan, inProject: Row) {
  const { database, clock, random } = loader;
  const milestones = new Map(plan.milestones.map(({ title }) => [title, random.uuid()]));
  const rows = plan.milestones.map(({ title, description, flag, agreed, forecast }) => ({
    ...inProject,
    id: milestones.get(title),
    title,
    description,
    agreed_on: clock.day(agreed),
    forecast_on: forecast === undefined ? null : clock.day(forecast),
    visibility: visibility(flag),
    ...since(clock.at(plan.starts + 2)),
  }));
  await insertRows(database, 'app.milestone', rows);
  const lead = found(loader.staff, Object.keys(plan.members)[0] ?? '');
  for (const { title, moves = [] } of plan.milestones) {
    for (const move of moves) await moveMilestone(loader, found(milestones, title), lead, move);
  }
  return milestones;
}

async function moveMilestone(
  { database, clock }: Loader,
  id: string,
  lead: string,
  { on, agreed, forecast, met, reason = '' }: NonNullable<MilestonePlan['moves']>[number],
) {
  const dayOf = (offset: number | undefined) => (offset === undefined ? null : clock.day(offset));
  await database.query('select app.give_reason($1)', [reason]);
  await database.query(
    `update app.milestone
        set agreed_on = coalesce($2, agreed_on), forecast_on = coalesce($3, forecast_on), met_on = coalesce($4, met_on),
            updated_at = $5
      where id = $1`,
    [id, dayOf(agreed), dayOf(forecast), met ? clock.day(on) : null, clock.at(on)],
  );
  // The trigger's row has this transaction's time; rows of the past must not.
  await database.query(
    'update app.milestone_change set changed_at = $2, actor_staff_id = $3 where milestone_id = $1 and changed_at = now()',
    [id, clock.at(on), lead],
  );
  await database.query(`select app.give_reason('')`);
}

async function completeSprints(
  { database, clock }: Loader,
  plan: ProjectPlan,
  sprints: ReadonlyMap<string, string>,
): Promise<void> {
  for (const sprint of plan.sprints.filter(({ status }) => status === 'completed'))
    await database.query(`update app.sprint set status = 'completed', completed_at = $2 where id = $1`, [
      sprints.get(sprint.name),
      clock.at(Math.min(spanOf(sprint, clock).ends + 1.5, -0.05)),
    ]);
}
