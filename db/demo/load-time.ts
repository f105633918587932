/** The records that staff add to tasks and tickets: time, refinement notes and saved filters. */
import type pg from 'pg';
import { type Loader, since } from './loader.ts';
import type { ProjectPlan } from './plan.ts';
import { randomFrom, type Random } from './random.ts';
import { found, insertRows } from './rows.ts';
import { support } from './support.ts';

type Worked = {
  id: string;
  title: string;
  assignee: string;
  estimate: number;
  done: boolean;
  /** ISO days. */
  from: string;
  until: string;
};

const MS_PER_DAY = 86_400_000;
/** The lead of a project decides on time once it is so many days old; on the lead's own time the tenant's Owner does. */
const DECIDED_AFTER_days = 6;
/** Nobody works longer on one day. */
const DAY_minutes = 600;
const doings = [
  'First pass, with tests',
  'Review comments worked in',
  'Traced the difference with the old system',
  'Pairing on the awkward part',
  'Set up on staging and tried with real data',
  'Finished and written up',
];
const rejections = [
  'This was the retrospective; it belongs to the sprint, not to the task.',
  'Booked twice: the same hours are on the day before.',
];
const grooming = [
  'Too large for one sprint as it stands. Cut at the import: first read, then write.',
  'Nobody knows how the old system rounds here. Ask before it is estimated.',
  'Depends on a decision of the client that nobody has asked for yet.',
  'Estimate is for somebody who knows the code; double it for anybody else.',
];

export async function loadTime(loader: Loader, plan: ProjectPlan, projectId: string): Promise<void> {
  const { database, staff, tenantId } = loader;
  const keys = { tenant_id: tenantId, project_id: projectId };
  // Of its own seed, so that everything else comes out as without it.
  const random = randomFrom(Number.parseInt(projectId.slice(0, 8), 16));
  const lead = Object.keys(plan.members)[0] ?? '';
  const leadId = found(staff, lead);
  const boss = await bossOf(loader, leadId);
  const worked = await workedTasks(database, projectId);
  const begins = await beginningOf(database, projectId);
  await insertRows(
    database,
    'app.time_entry',
    worked.flatMap((task) => {
      const decider = { id: task.assignee === leadId ? boss : leadId, random };
      return withinDays(
        loader,
        begins,
        entriesOf(task, loader, decider).map((entry) => ({ ...keys, ...entry })),
      );
    }),
  );
  const { rows: waiting } = await database.query<{ id: string }>(
    `select id from app.task where project_id = $1 and status = 'to_do' order by position limit 12`,
    [projectId],
  );
  await insertRows(
    database,
    'app.text',
    waiting
      .filter((_, index) => index % 3 === 0)
      .map(({ id }, index) => ({
        ...keys,
        id: random.uuid(),
        record_id: id,
        kind: 'grooming',
        body: grooming[index % grooming.length],
        author_staff_id: leadId,
        author_name: lead,
        visibility: 'internal_only',
        ...since(loader.clock.at(-5 + index * 0.4)),
      })),
  );
  await insertRows(database, 'app.saved_filter', [
    {
      ...keys,
      id: random.uuid(),
      staff_member_id: leadId,
      name: 'Mine, not done',
      query: 'status=to_do&status=in_progress&status=in_review&status=blocked&assignee=me',
      created_at: loader.clock.at(-20),
    },
    {
      ...keys,
      id: random.uuid(),
      staff_member_id: leadId,
      name: 'Overdue',
      query: 'overdue=yes&sort=due',
      created_at: loader.clock.at(-9),
    },
  ]);
}

/** The first day of a project, and of its contract. */
async function beginningOf(database: pg.Client, projectId: string): Promise<string> {
  const { rows } = await database.query<{ begins: string | null }>(
    `select greatest(p.starts_on, c.starts_on)::text as begins
       from app.project p left join app.contract c on c.tenant_id = p.tenant_id and c.id = p.contract_id where p.id = $1`,
    [projectId],
  );
  return rows[0]?.begins ?? '';
}

/** The person who decides on the lead's time: someone else who may do so everywhere. */
async function bossOf({ database, tenantId }: Loader, leadId: string): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    `select id from app.staff_member
      where tenant_id = $1 and id <> $2 and active and role >= 'manager' order by role desc, name limit 1`,
    [tenantId, leadId],
  );
  return rows[0]?.id ?? leadId;
}

/** Those of the entries that do not lie before an ISO day, each cut to what the person's day has left. */
function withinDays<Entry extends { spent_on: string; staff_member_id: string; minutes: number }>(
  { spent }: Loader,
  begins: string,
  entries: readonly Entry[],
): Entry[] {
  return entries.flatMap((entry) => {
    const key = `${entry.staff_member_id} ${entry.spent_on}`;
    const before = spent.get(key) ?? 0;
    const minutes = Math.min(entry.minutes, DAY_minutes - before);
    if (minutes < 15 || entry.spent_on < begins) return [];
    spent.set(key, before + minutes);
    return [{ ...entry, minutes }];
  });
}

/** Tasks that somebody has begun, with the days between the first move and the last. */
async function workedTasks(database: pg.Client, projectId: string): Promise<Worked[]> {
  const { rows } = await database.query<Worked>(
    `select t.id, t.title, t.assignee_staff_id as assignee, t.estimate_minutes as estimate, t.status = 'done' as done,
            to_char(min(c.changed_at) at time zone 'UTC', 'YYYY-MM-DD') as "from",
            to_char(case when t.status = 'done' then max(c.changed_at) else now() end at time zone 'UTC', 'YYYY-MM-DD') as "until"
       from app.task t join app.task_status_change c on c.task_id = t.id and c.from_status is not null
      where t.project_id = $1 and t.assignee_staff_id is not null and t.estimate_minutes > 0
      group by t.tenant_id, t.id order by t.position`,
    [projectId],
  );
  return rows;
}

type Answered = {
  id: string;
  contract: string;
  begins: string;
  assignee: string;
  urgent: boolean;
  /** ISO days. */
  from: string;
  until: string;
};
const ticketDoings = [
  'Reproduced and traced through the logs',
  'Answered, and asked for examples',
  'Fix, deployed and watched',
  'Call with the client',
];

/** Time on the tickets that somebody has taken up: some the day it was answered, some the day it was solved. */
export async function loadTicketTime(loader: Loader): Promise<void> {
  const { database, staff, tenantId } = loader;
  const { rows } = await database.query<Answered>(
    `select t.id, c.number as contract, coalesce(c.starts_on::text, '') as begins, t.assignee_staff_id as assignee, t.priority in ('high', 'critical') as urgent,
            to_char(min(e.happened_at) at time zone 'UTC', 'YYYY-MM-DD') as "from",
            to_char(coalesce(t.resolved_at, max(e.happened_at)) at time zone 'UTC', 'YYYY-MM-DD') as "until"
       from app.ticket t join app.contract c on c.tenant_id = t.tenant_id and c.id = t.contract_id
       join app.ticket_event e on e.tenant_id = t.tenant_id and e.ticket_id = t.id and e.kind = 'status'
      where t.tenant_id = $1 and t.assignee_staff_id is not null
      group by t.tenant_id, t.id, c.number, c.starts_on order by t.created_at, t.id`,
    [tenantId],
  );
  const bosses = new Map<string, string>();
  for (const id of staff.values()) bosses.set(id, await bossOf(loader, id));
  // Of its own seed, so that everything else comes out as without it.
  const random = randomFrom(Number.parseInt(tenantId.slice(0, 8), 16));
  await insertRows(
    database,
    'app.time_entry',
    rows.flatMap(({ id, contract, begins, assignee, urgent, from, until }) => {
      const lead = found(
        staff,
        Object.values(found(new Map(Object.entries(support)), contract).escalates)[0] ?? '',
      );
      const decider = assignee === lead ? (bosses.get(lead) ?? lead) : lead;
      const entries = [...new Set([from, until])].map((day, index) => ({
        tenant_id: tenantId,
        id: random.uuid(),
        record_id: id,
        staff_member_id: assignee,
        minutes: 15 * Math.ceil(random.next() * (urgent ? 12 : 6)),
        after_hours: random.next() < (urgent ? 0.3 : 0.05),
        description: ticketDoings[(2 * index + Math.floor(random.next() * 2)) % ticketDoings.length],
        ...recordedOn(day, loader, decider, random.next() < 0.02),
      }));
      return withinDays(loader, begins, entries);
    }),
  );
}

/** When it was entered, and what became of it: whoever decides has done so once it is old enough. */
function recordedOn(day: string, { clock }: Loader, decider: string, rejectable: boolean) {
  const isOld = Date.parse(day) < Date.parse(clock.day(-DECIDED_AFTER_days));
  const isRejected = isOld && rejectable;
  const entered = new Date(`${day}T16:30:00Z`);
  const decided = new Date(Date.parse(`${day}T15:00:00Z`) + 3 * MS_PER_DAY);
  return {
    spent_on: day,
    status: isRejected ? 'rejected' : isOld ? 'approved' : 'recorded',
    decided_by: isOld ? decider : null,
    decided_at: isOld ? decided : null,
    decision_reason: isRejected ? rejections[1] : '',
    version: isOld ? 2 : 1,
    created_at: entered,
    updated_at: isOld ? decided : entered,
  };
}

/** A task's time: on working days from its start to its end, in all a little more or less than was estimated. */
function entriesOf(task: Worked, { clock }: Loader, { id: leadId, random }: { id: string; random: Random }) {
  const days = workingDays(task.from, task.until).slice(0, 5);
  const whole = task.estimate * (task.done ? 0.7 + random.next() * 0.6 : 0.2 + random.next() * 0.5);
  return days.map((day, index) => {
    const minutes = Math.min(480, Math.max(15, Math.round(whole / days.length / 15) * 15));
    const isOld = Date.parse(day) < Date.parse(clock.day(-DECIDED_AFTER_days));
    const isRejected = isOld && random.next() < 0.03;
    const decided = new Date(Date.parse(`${day}T15:00:00Z`) + 3 * MS_PER_DAY);
    return {
      id: random.uuid(),
      record_id: task.id,
      staff_member_id: task.assignee,
      spent_on: day,
      minutes,
      after_hours: random.next() < 0.07,
      description: doings[(index + Math.floor(random.next() * 2)) % doings.length],
      status: isRejected ? 'rejected' : isOld ? 'approved' : 'recorded',
      decided_by: isOld ? leadId : null,
      decided_at: isOld ? decided : null,
      decision_reason: isRejected ? rejections[index % rejections.length] : '',
      version: isOld ? 2 : 1,
      created_at: new Date(`${day}T16:30:00Z`),
      updated_at: isOld ? decided : new Date(`${day}T16:30:00Z`),
    };
  });
}

function workingDays(from: string, until: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(until); at += MS_PER_DAY) {
    const day = new Date(at);
    if (day.getUTCDay() % 6 !== 0) days.push(day.toISOString().slice(0, 10));
  }
  return days.length ? days : [from];
}
