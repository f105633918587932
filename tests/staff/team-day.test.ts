/** The team's day is that of its company's time zone, wherever the staff side asks for today or for the day of a moment. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/lib/domain/days.ts';
import { mondayOf } from '../../src/lib/domain/weeks.ts';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let jonas: Visitor;
let tom: Visitor;
let projectId: string;
let taskId: string;
let ticketId: string;

const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);
const live = (zone: string) => sql(`update app.tenant set time_zone = $1 where name like 'Halden%'`, [zone]);
const ask = async <T>(name: string, input?: object, visitor = marta) =>
  dataOf(await visitor.query('staff', name, input)) as T;

beforeAll(async () => {
  company = await startSampleCompany();
  [marta, jonas, tom] = await Promise.all([
    company.asPerson('marta@'),
    company.asPerson('jonas@'),
    company.asPerson('tom@'),
  ]);
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  // Time is entered from that day on.
  await sql(`update app.project set starts_on = '2025-11-01' where id = $1`, [projectId]);
  taskId = await company.idOf(
    `select id from app.task where project_id = $1 and status = 'to_do' order by id limit 1`,
    [projectId],
  );
  ticketId = await company.idOf(
    `select t.id from app.ticket t join app.tenant n using (tenant_id) where n.name like 'Halden%' and t.merged_into_id is null order by t.id limit 1`,
  );
});
beforeEach(() => sql('delete from app.time_entry'));
afterEach(() => live('Europe/Berlin'));
afterAll(() => company.stop());

const errorOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { message: string; data: { fields?: Record<string, string> } } }).error;

/** At every moment it is another day in one of the first two than in UTC, and another in one than in the other. */
describe.each(['Pacific/Kiritimati', 'Etc/GMT+12', 'America/Denver', 'Pacific/Auckland', 'Asia/Kathmandu'])(
  'today in %s',
  (zone) => {
    let today: string;
    beforeEach(async () => {
      await live(zone);
      today = await company.idOf(`select (now() at time zone $1)::date::text as id`, [zone]);
    });

    test('is the day of projects, tickets, the roadmap, sprints and the week', async () => {
      const sprintId = await company.idOf(
        `insert into app.sprint (tenant_id, client_id, project_id, name, starts_on, ends_on)
         select tenant_id, client_id, id, 'Burning ' || $2, $3::date - 1, $3::date + 1 from app.project where id = $1 returning id`,
        [projectId, zone, today],
      );
      await marta.mutate('staff', 'tasks.create', { projectId, title: 'Burns', sprintId });
      const sprint = await ask<{ today: string; burnDown: { day: string; remaining: object | null }[] }>(
        'sprints.open',
        { projectId, sprintId },
      );
      expect(sprint.today).toBe(today);
      expect(sprint.burnDown.map(({ day, remaining }) => [day, remaining !== null])).toEqual([
        [addDays(today, -1), true],
        [today, true],
        [addDays(today, 1), false],
      ]);
      expect(sprint.burnDown[1]?.remaining).toMatchObject({ tasks: 1 });
      for (const [name, input] of [
        ['projects.open', { projectId }],
        ['projects.roadmap', { projectId }],
        ['tickets.open', { ticketId }],
      ] as const)
        expect((await ask<{ today: string }>(name, input)).today, name).toBe(today);
      expect(await ask('time.mine', {})).toMatchObject({ today, from: mondayOf(today) });
      expect(await ask('time.mine', { week: addDays(today, 7) })).toMatchObject({
        ...{ today, from: addDays(mondayOf(today), 7) },
      });
      for (const path of [`/staff/projects/${projectId}/tasks/${taskId}`, `/staff/tickets/${ticketId}`])
        expect((await marta.fetch(path)).body).toMatch(
          new RegExp(`name="spentOn"[^>]*value="${today}"|value="${today}"[^>]*name="spentOn"`),
        );
    });

    test('is the day of a timer that is started, and of the sums of its week', async () => {
      const started = await jonas.mutate('staff', 'time.start', { projectId, taskId });
      const { id } = dataOf(started) as { id: string };
      await jonas.mutate('staff', 'time.stop', { entryId: id, minutes: 30 });
      const { entries } = await ask<{ entries: object[] }>('time.mine', {}, jonas);
      expect(entries).toMatchObject([{ id, spentOn: today, minutes: 30 }]);
      const enter = (spentOn: string) =>
        jonas.mutate('staff', 'time.record', { projectId, taskId, spentOn, minutes: '1h' });
      expect((await enter(addDays(today, 1))).status).toBe(200);
      expect(errorOf(await enter(addDays(today, 2))).data.fields).toEqual({
        spentOn: 'You can log time up to tomorrow.',
      });
    });

    test('makes tasks and milestones late', async () => {
      const due = (day: string) => sql('update app.task set due_on = $1 where id = $2', [day, taskId]);
      const late = async () =>
        (await ask<{ tasks: { id: string }[] }>('tasks.list', { projectId, overdue: true })).tasks.some(
          ({ id }) => id === taskId,
        );
      await due(addDays(today, -1));
      expect(await late()).toBe(true);
      await due(today);
      expect(await late()).toBe(false);
      const other = await company.idOf(
        `insert into app.project (tenant_id, client_id, name) select tenant_id, client_id, 'Worries ' || $2 from app.project where id = $1 returning id`,
        [projectId, zone],
      );
      const worries = async (agreedOn: string) => {
        await sql('delete from app.milestone where project_id = $1', [other]);
        await sql(
          `insert into app.milestone (tenant_id, project_id, title, agreed_on) select tenant_id, id, 'Go-live', $2 from app.project where id = $1`,
          [other, agreedOn],
        );
        const { worried, projects } = await ask<{
          worried: number;
          projects: { worries: { standing: string }[] }[];
        }>('projects.list', { search: `Worries ${zone}` });
        return { worried, standing: projects[0]?.worries[0]?.standing };
      };
      expect(await worries(addDays(today, -1))).toEqual({ worried: 1, standing: 'late' });
      expect(await worries(today)).toEqual({ worried: 0, standing: undefined });
    });

    test('is what a far day is far from', async () => {
      const clientId = await company.idOf('select client_id as id from app.project where id = $1', [
        projectId,
      ]);
      const create = (days: number) =>
        marta.mutate('staff', 'projects.create', {
          ...{ clientId, name: `Far ${zone} ${days}`, startsOn: addDays(today, days) },
        });
      expect((await create(1830)).status).toBe(200);
      expect(errorOf(await create(1831)).data.fields).toHaveProperty('confirmedDays');
    });
  },
);

/** The last moment of 30 November 2025 and the first of December, which is a Monday. 17:00 in Denver is midnight of UTC. */
describe.each([
  ['America/Denver', '2025-12-01T00:00:00Z', '2025-11-30'],
  ['America/Denver', '2025-12-01T06:59:59Z', '2025-11-30'],
  ['America/Denver', '2025-12-01T07:00:00Z', '2025-12-01'],
  ['Pacific/Auckland', '2025-11-30T10:59:59Z', '2025-11-30'],
  ['Pacific/Auckland', '2025-11-30T11:00:00Z', '2025-12-01'],
  ['Asia/Kathmandu', '2025-11-30T18:14:59Z', '2025-11-30'],
  ['Asia/Kathmandu', '2025-11-30T18:15:00Z', '2025-12-01'],
])('in %s the moment %s', (zone, at, day) => {
  beforeEach(() => live(zone));

  test(`lies on ${day} for the report, the visibility log, and time that was entered then`, async () => {
    await sql('update app.ticket set created_at = $1 where id = $2', [at, ticketId]);
    const raised = async (from: string, until: string) =>
      (await ask<{ weeks: { week: string; raised: number }[] }>('reports.tickets', { from, until })).weeks;
    const others = addDays(day, day === '2025-11-30' ? 1 : -1);
    const counted = (weeks: { raised: number }[]) => weeks.reduce((sum, one) => sum + one.raised, 0);
    const elsewhere = counted(await raised(others, others));
    const there = await raised(day, day);
    expect(there.map(({ week }) => week)).toEqual([mondayOf(day)]);
    await sql(`update app.ticket set created_at = '2024-11-11' where id = $1`, [ticketId]);
    expect(counted(there) - counted(await raised(day, day))).toBe(1);
    expect(elsewhere).toBe(counted(await raised(others, others)));

    await sql(
      `insert into app.time_entry (tenant_id, record_id, staff_member_id, spent_on, minutes, created_at)
       select t.tenant_id, t.id, s.id, $2::date, 30, $3 from app.task t join app.staff_member s using (tenant_id)
        where t.id = $1 and s.email like 'jonas@%'`,
      [taskId, day, at],
    );
    const { entries } = await ask<{ entries: object[] }>('time.waiting');
    expect(entries).toMatchObject([{ spentOn: day, enteredOn: day }]);

    const moved = await company.idOf(
      `insert into app.visibility_log
       select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'changed_at', $2::text))).*
         from app.visibility_log l where project_id = $1 limit 1 returning id`,
      [projectId, at],
    );
    const logged = async (on: string) =>
      (
        await ask<{ entries: { id: string }[] }>('visibility.log', { projectId, from: on, until: on })
      ).entries.some(({ id }) => id === moved);
    expect([await logged(day), await logged(others)]).toEqual([true, false]);
  });

  test('is shown with the team’s hour and day on its pages', async () => {
    await sql('update app.ticket set created_at = $1 where id = $2', [at, ticketId]);
    const shown = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
    const words = day === '2025-11-30' ? 'Sun 30 Nov 2025' : 'Mon 1 Dec 2025';
    expect((await marta.fetch(`/staff/tickets/${ticketId}`)).body).toContain(
      `>${words}, ${shown.format(new Date(at))}</time>`,
    );
  });
});

describe('the time zone', () => {
  const unknown = 'Choose a time zone from the list.';
  const kept = () => company.idOf(`select time_zone as id from app.tenant where name like 'Halden%'`);
  const save = (visitor: Visitor, timeZone: string) =>
    visitor.submit('/staff/settings', { approveOwnTime: 'false', timeZone });

  test('is chosen from a list on the company’s settings, without JavaScript, and says what time it is there', async () => {
    const { body } = await tom.fetch('/staff/settings');
    expect(body).toMatch(/<option value="Europe\/Berlin" selected[^>]*>Europe\/Berlin<\/option>/);
    expect(body).toContain('<option value="UTC"');
    expect(body).toMatch(/Local time there: \w{3} \d{1,2} \w{3}, \d\d:\d\d\./);
    const saved = await save(tom, 'America/Denver');
    expect(saved.body).toContain('Saved.');
    expect(await kept()).toBe('America/Denver');
    expect(saved.body).toMatch(/<option value="America\/Denver" selected/);
    expect(await ask('account.me')).toMatchObject({ tenant: { timeZone: 'America/Denver' } });
  });

  test('that is none is refused in words, and stays as it was typed', async () => {
    for (const zone of ['Mars/Olympus', 'asia/kathmandu', 'posix/Asia/Kathmandu', '+05:45']) {
      const refused = await save(tom, zone);
      expect(refused.status, zone).toBe(400);
      expect(refused.body).toContain(unknown);
      expect(refused.body).toContain(`<option value="${zone}" selected`);
    }
    expect((await save(tom, '')).body).toContain('Choose a time zone.');
    expect(await kept()).toBe('Europe/Berlin');
    const answer = await tom.mutate('staff', 'settings.update', {
      approveOwnTime: false,
      timeZone: 'Mars/Olympus',
    });
    expect(errorOf(answer).data.fields).toEqual({ timeZone: unknown });
  });

  test('is an Admin’s to change, and no client learns of it', async () => {
    for (const visitor of [marta, jonas]) {
      const { body } = await visitor.fetch('/staff/settings');
      expect(body).toContain('Only Admins and above can change this');
      expect(body).toMatch(/<fieldset[^>]* disabled/);
      expect((await save(visitor, 'UTC')).status).toBe(403);
    }
    expect(await kept()).toBe('Europe/Berlin');
    const dana = await company.asPerson('dana.');
    const before = await dana.query('portal', 'projects.open', { projectId });
    await live('Pacific/Kiritimati');
    expect((await dana.query('portal', 'projects.open', { projectId })).body).toBe(before.body);
  });
});
