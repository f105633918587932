/** Time: timers, entries by hand, and who decides on it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

let company: SampleCompany;
let people: Record<'marta' | 'priya' | 'jonas' | 'luis', Visitor>;
let projectId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  // The days of these tests are counted in UTC.
  await company.database.admin.query(`update app.tenant set time_zone = 'UTC'`);
  people = {
    marta: await company.asPerson('marta@'),
    priya: await company.asPerson('priya@'),
    jonas: await company.asPerson('jonas@'),
    luis: await company.asPerson('luis@'),
  };
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
});
afterAll(() => company.stop());

const idIn = (answer: Answer) => (dataOf(answer) as { id: string }).id;
const errorOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { message: string; data: { fields?: Record<string, string> } } }).error;
const task = async (title: string) =>
  idIn(await people.marta.mutate('staff', 'tasks.create', { projectId, title }));
const record = async (visitor: Visitor, taskId: string, fields: object = {}) =>
  visitor.mutate('staff', 'time.record', {
    ...{ projectId, taskId, spentOn: '2026-11-02', minutes: '1h 30m', ...fields },
  });
const decide = (visitor: Visitor, entryIds: string[], decision: string, reason = '') =>
  visitor.mutate('staff', 'time.decide', { entryIds, decision, reason });
const entry = async (id: string) => {
  const { rows } = await company.database.admin.query<Record<string, unknown>>(
    `select minutes, status, after_hours, description, decision_reason, version, decided_by is not null as decided
       from app.time_entry where id = $1`,
    [id],
  );
  return rows[0];
};
const change = (visitor: Visitor, entryId: string, version: number, fields: object = {}) =>
  visitor.mutate('staff', 'time.update', {
    ...{ entryId, version, spentOn: '2026-11-03', minutes: '2h', ...fields },
  });

describe('a timer', () => {
  const start = (visitor: Visitor, taskId: string, stop?: string) =>
    visitor.mutate('staff', 'time.start', { projectId, taskId, ...(stop && { stop }) });
  const running = async (visitor: Visitor) =>
    dataOf(await visitor.query('staff', 'time.running')) as { id: string; taskId: string } | null;

  test('runs once a person: another is named, and stopped where that is asked for', async () => {
    const [one, other] = [await task('Timed first'), await task('Timed second')];
    const first = idIn(await start(people.jonas, one));
    const refused = await start(people.jonas, other);
    expect(refused.status).toBe(409);
    expect(errorOf(refused).message).toMatch(/Your timer is running on TSK-\d+ Timed first/);
    expect((await running(people.jonas))?.taskId).toBe(one);
    // Another person's does not stand in the way, nor can it be stopped as if it were one's own.
    expect((await start(people.priya, other, first)).status).toBe(200);
    expect((await running(people.jonas))?.id).toBe(first);

    expect((await start(people.jonas, other, first)).status).toBe(200);
    expect((await running(people.jonas))?.taskId).toBe(other);
    expect(await entry(first)).toMatchObject({ minutes: 1, status: 'recorded' });
  });

  test('that two windows start at once runs once', async () => {
    const taskId = await task('Started twice');
    const answers = await Promise.all([start(people.marta, taskId), start(people.marta, taskId)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    // It runs where they see it, and the one that came second is told where.
    expect(errorOf(answers.find(({ status }) => status === 409)!).message).toMatch(
      /^Your timer is running on TSK-\d+ Started twice\. Stop it first: you can run one timer at a time\.$/,
    );
  });

  test('stops with what it counted, and stopping it again changes nothing', async () => {
    const timer = await running(people.jonas);
    const entryId = timer?.id ?? '';
    // Over midnight it would be asked how long it was.
    const { rows } = await company.database.admin.query<{ minutes: number }>(
      `update app.time_entry set started_at = greatest(now() - interval '95 minutes', date_trunc('day', now(), 'UTC')) where id = $1
       returning greatest(1, round(extract(epoch from now() - started_at) / 60))::int as minutes`,
      [entryId],
    );
    const minutes = rows[0]!.minutes;
    const stop = (visitor: Visitor) => visitor.mutate('staff', 'time.stop', { entryId });
    expect((await stop(people.luis)).status).toBe(403);
    expect((await stop(people.jonas)).status).toBe(200);
    expect(await running(people.jonas)).toBeNull();
    expect(await entry(entryId)).toMatchObject({ minutes });
    expect((await stop(people.jonas)).status).toBe(200);
    expect(await entry(entryId)).toMatchObject({ minutes });
  });

  test('is on every page while it runs', async () => {
    const taskId = await task('Watched while it runs');
    await people.jonas.mutate('staff', 'time.start', { projectId, taskId });
    expect((await people.jonas.fetch('/staff/clients')).body).toContain('Watched while it runs');
    const timer = await running(people.jonas);
    const stopped = await people.jonas.submit('/staff/time?/stop', { entryId: timer?.id ?? '' });
    expect(stopped.status).toBe(200);
    expect((await people.jonas.fetch('/staff/clients')).body).not.toContain('Watched while it runs');
  });
});

describe('an entry by hand', () => {
  test('says at the field what is wrong with it', async () => {
    const taskId = await task('Wrongly timed');
    const answer = await record(people.jonas, taskId, { spentOn: 'yesterday', minutes: 'a while' });
    expect(errorOf(answer).data.fields).toEqual({
      spentOn: 'Enter a date like 2026-03-31.',
      minutes: 'Enter a duration like 4h 30m.',
    });
    for (const minutes of ['', 0, '25h'])
      expect(Object.keys(errorOf(await record(people.jonas, taskId, { minutes })).data.fields ?? {})).toEqual(
        ['minutes'],
      );
  });

  test('is corrected and deleted by its author alone, over the version that was read', async () => {
    const id = idIn(await record(people.jonas, await task('Corrected'), { afterHours: true }));
    expect(await entry(id)).toMatchObject({ minutes: 90, after_hours: true });
    expect((await change(people.marta, id, 1)).status).toBe(403);
    expect((await change(people.jonas, id, 1, { description: 'Better' })).status).toBe(200);
    expect(await entry(id)).toMatchObject({ minutes: 120, after_hours: false, description: 'Better' });
    expect((await change(people.jonas, id, 1)).status).toBe(409);
    expect((await people.marta.mutate('staff', 'time.remove', { entryId: id })).status).toBe(403);
    expect((await people.jonas.mutate('staff', 'time.remove', { entryId: id })).status).toBe(200);
    expect(await entry(id)).toBeUndefined();
  });

  test('stands in its week, and in no other person’s', async () => {
    const id = idIn(await record(people.jonas, await task('In its week')));
    const week = async (visitor: Visitor, day: string) => {
      const { from, entries } = dataOf(await visitor.query('staff', 'time.mine', { week: day })) as {
        from: string;
        entries: { id: string }[];
      };
      return { from, has: entries.some((one) => one.id === id) };
    };
    expect(await week(people.jonas, '2026-11-08')).toEqual({ from: '2026-11-02', has: true });
    expect(await week(people.jonas, '2026-11-09')).toEqual({ from: '2026-11-09', has: false });
    expect(await week(people.priya, '2026-11-02')).toEqual({ from: '2026-11-02', has: false });
  });
});

describe('on a ticket', () => {
  let ticketId: string;
  let reference: string;
  beforeAll(async () => {
    const { rows } = await company.database.admin.query<{ id: string; reference: string }>(
      `select t.id, 'TKT-' || lpad(t.number::text, 4, '0') as reference
         from app.ticket t join app.contract c using (tenant_id)
        where c.id = t.contract_id and c.number = 'CON-2024-018' and t.status = 'open' and t.merged_into_id is null
        order by t.created_at limit 1`,
    );
    ticketId = rows[0]?.id ?? '';
    reference = rows[0]?.reference ?? '';
  });
  const enter = (visitor: Visitor, id = ticketId, fields: object = {}) =>
    visitor.mutate('staff', 'time.record', {
      ...{ ticketId: id, spentOn: '2026-11-02', minutes: '45m', ...fields },
    });
  const begin = (visitor: Visitor, id = ticketId) => visitor.mutate('staff', 'time.start', { ticketId: id });
  const foreignTicket = () =>
    company.idOf(
      `select t.id from app.ticket t join app.contract c using (tenant_id) where c.id = t.contract_id and c.number = 'MSA-0112' limit 1`,
    );

  test('time is entered, corrected, decided on and listed on its page and in the week', async () => {
    const id = idIn(
      await enter(people.jonas, ticketId, { afterHours: true, description: 'Traced the retry' }),
    );
    expect(await entry(id)).toMatchObject({ minutes: 45, status: 'recorded', after_hours: true });
    expect((await change(people.jonas, id, 1, { description: 'Traced it' })).status).toBe(200);
    for (const [visitor, path] of [
      [people.jonas, `/staff/tickets/${ticketId}`],
      [people.jonas, '/staff/time?week=2026-11-03'],
      [people.marta, '/staff/time'],
    ] as const) {
      const { body } = await visitor.fetch(path);
      expect(body).toContain('Traced it');
      expect(body).toContain(reference);
      expect(body).toContain('CON-2024-018');
    }
    // A Contributor of the contract decides on nothing, whatever they manage elsewhere.
    expect((await decide(people.priya, [id], 'approved')).status).toBe(403);
    expect((await decide(people.marta, [id], 'approved')).status).toBe(200);
    expect((await change(people.jonas, id, 3)).status).toBe(409);
    expect((await people.marta.fetch('/staff/time')).body).toContain(`value="${id}"`);
    expect((await people.marta.mutate('staff', 'time.takeBack', { entryIds: [id] })).status).toBe(200);
    expect((await people.jonas.mutate('staff', 'time.remove', { entryId: id })).status).toBe(200);
  });

  test('a manager of the contract alone decides on it, not on their own', async () => {
    const add = (role: string) =>
      company.database.admin.query(
        `insert into app.contract_member (tenant_id, contract_id, staff_member_id, role)
         select t.tenant_id, t.contract_id, s.id, $2::app.project_role from app.ticket t join app.staff_member s using (tenant_id)
          where t.id = $1 and s.email like 'luis@%'
         on conflict (tenant_id, contract_id, staff_member_id) do update set role = excluded.role`,
        [ticketId, role],
      );
    await add('manager');
    try {
      const [theirs, own] = [idIn(await enter(people.jonas)), idIn(await enter(people.luis))];
      const { entries } = dataOf(await people.luis.query('staff', 'time.waiting')) as {
        entries: { id: string; mayDecide: boolean }[];
      };
      expect(entries.find(({ id }) => id === theirs)?.mayDecide).toBe(true);
      expect(entries.find(({ id }) => id === own)?.mayDecide).toBe(false);
      expect((await decide(people.luis, [own, theirs], 'approved')).status).toBe(403);
      expect((await decide(people.luis, [theirs], 'approved')).status).toBe(200);
      const decided = dataOf(await people.luis.query('staff', 'time.decided')) as { id: string }[];
      expect(decided.some(({ id }) => id === theirs)).toBe(true);
    } finally {
      await add('reviewer');
    }
  });

  test('L65 a ticket out of reach and none answer the same; a Reviewer enters no time', async () => {
    const foreign = await foreignTicket();
    for (const call of [enter, begin]) {
      const [absent, theirs] = [
        await call(people.jonas, company.unknownId),
        await call(people.jonas, foreign),
      ];
      expect(absent.status).toBe(404);
      expect(theirs.body).toBe(absent.body);
      expect((await call(people.luis)).status).toBe(403);
    }
    const both = await enter(people.jonas, ticketId, { projectId, taskId: await task('Both') });
    expect(both.status).toBe(400);
    const neither = await people.jonas.mutate('staff', 'time.start', {});
    expect(neither.status).toBe(400);
  });

  test('a timer runs there, is linked from every page, and one on a task has to stop for it', async () => {
    const taskId = await task('Stopped for a ticket');
    const onTask = idIn(await people.jonas.mutate('staff', 'time.start', { projectId, taskId }));
    expect((await begin(people.jonas)).status).toBe(409);
    const started = await people.jonas.submit(`/staff/tickets/${ticketId}?/startTimer`, { stop: onTask });
    expect(started.status).toBe(200);
    expect(await entry(onTask)).toMatchObject({ minutes: 1 });
    const refused = await people.jonas.mutate('staff', 'time.start', { projectId, taskId });
    expect(errorOf(refused).message).toContain(`Your timer is running on ${reference} `);
    expect((await people.jonas.fetch('/staff/clients')).body).toContain(`href="/staff/tickets/${ticketId}"`);
    const timer = dataOf(await people.jonas.query('staff', 'time.running')) as { id: string };
    await people.jonas.submit(`/staff/tickets/${ticketId}?/stopTimer`, { entryId: timer.id });
    expect(await entry(timer.id)).toMatchObject({ minutes: 1, status: 'recorded' });
  });

  test('a timer that ran outside business hours is marked as after hours; on a task it never is', async () => {
    const hours = async (open: boolean) => {
      const day = JSON.stringify(open ? [['00:00', '24:00']] : []);
      // Policies in force do not change; here one does, so that the hour of the test does not matter.
      await company.database.admin.query(
        `begin; set local session_replication_role = replica;
         update app.sla_policy s set holidays = '[]', business_hours =
           (select jsonb_object_agg(day, '${day}'::jsonb) from unnest(array['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']) day)
          where id = (select sla_policy_id from app.ticket where id = '${ticketId}');
         commit`,
      );
    };
    const timed = async (started: Promise<Answer>) => {
      const id = idIn(await started);
      await company.database.admin.query(
        `update app.time_entry set started_at = now() - interval '20 minutes' where id = $1`,
        [id],
      );
      await people.jonas.mutate('staff', 'time.stop', { entryId: id });
      return entry(id);
    };
    await hours(true);
    expect(await timed(begin(people.jonas))).toMatchObject({ minutes: 20, after_hours: false });
    await hours(false);
    const marked = await timed(begin(people.jonas));
    expect(marked).toMatchObject({ minutes: 20, after_hours: true });
    const taskId = await task('At night');
    const onTask = people.jonas.mutate('staff', 'time.start', { projectId, taskId });
    expect(await timed(onTask)).toMatchObject({ minutes: 20, after_hours: false });
  });

  test('time stays where it is when the ticket is merged, and none is added there', async () => {
    const { rows } = await company.database.admin.query<{ id: string }>(
      `select o.id from app.ticket t join app.ticket o using (tenant_id, client_id, contract_id)
        where t.id = $1 and o.id <> t.id and o.merged_into_id is null
        order by o.status = 'closed', o.created_at limit 1`,
      [ticketId],
    );
    const source = rows[0]?.id ?? '';
    const id = idIn(await enter(people.jonas, source));
    expect((await people.jonas.fetch(`/staff/tickets/${source}?merge=a`)).body).toMatch(
      /Time logged on TKT-\d+ stays there\./,
    );
    const merged = await people.jonas.mutate('staff', 'tickets.merge', {
      ticketId: source,
      intoId: ticketId,
    });
    expect(merged.status).toBe(200);
    expect(await company.idOf('select record_id as id from app.time_entry where id = $1', [id])).toBe(source);
    for (const call of [enter, begin]) {
      const refused = await call(people.jonas, source);
      expect(refused.status).toBe(409);
      expect(errorOf(refused).message).toMatch(/This ticket was merged/);
    }
    const { body } = await people.jonas.fetch(`/staff/tickets/${source}`);
    expect(body).not.toContain('Start timer');
  });
});

describe('a decision', () => {
  test('approves many at once; approved time no longer changes', async () => {
    const taskId = await task('Approved');
    const ids = [idIn(await record(people.jonas, taskId)), idIn(await record(people.jonas, taskId))];
    expect((await decide(people.priya, ids, 'approved')).status).toBe(200);
    for (const id of ids) {
      expect(await entry(id)).toMatchObject({ status: 'approved', decided: true });
      const before = await entry(id);
      const refused = await change(people.jonas, id, 2);
      expect(refused.status).toBe(409);
      expect(errorOf(refused).message).toMatch(/Approved time can't be edited/);
      expect((await people.jonas.mutate('staff', 'time.remove', { entryId: id })).status).toBe(409);
      expect(await entry(id)).toEqual(before);
    }
    expect((await decide(people.priya, ids, 'rejected', 'Too late')).status).toBe(409);
  });

  test('of rejection needs a reason, and what is rejected can be put forward again', async () => {
    const id = idIn(await record(people.jonas, await task('Rejected')));
    expect(errorOf(await decide(people.priya, [id], 'rejected')).data.fields).toEqual({
      reason: 'Give a reason so it can be corrected.',
    });
    expect((await decide(people.priya, [id], 'rejected', 'On the wrong task')).status).toBe(200);
    expect(await entry(id)).toMatchObject({ status: 'rejected', decision_reason: 'On the wrong task' });
    expect((await change(people.marta, id, 2)).status).toBe(403);
    expect(idIn(await change(people.jonas, id, 2))).toBe(id);
    expect(await entry(id)).toMatchObject({ status: 'recorded', minutes: 120, decided: false });
    // Whoever decides next is told that it was rejected, and why.
    const { entries } = dataOf(await people.priya.query('staff', 'time.waiting')) as {
      entries: { id: string; rejectedBefore: string }[];
    };
    expect(entries.find((one) => one.id === id)?.rejectedBefore).toBe('On the wrong task');
    const again = 'Rejected earlier: On the wrong task';
    const taskId = await company.idOf('select record_id as id from app.time_entry where id = $1', [id]);
    for (const [visitor, path] of [
      [people.priya, '/staff/time'],
      [people.jonas, '/staff/time?week=2026-11-03'],
      [people.jonas, `/staff/projects/${projectId}/tasks/${taskId}`],
    ] as const)
      expect((await visitor.fetch(path)).body).toContain(again);
    expect((await decide(people.priya, [id], 'approved')).status).toBe(200);
    expect(await entry(id)).toMatchObject({ status: 'approved', decision_reason: '' });
  });

  test('is taken back by a manager, and the time can be corrected again', async () => {
    const taskId = await task('Decided by mistake');
    const [one, other] = [idIn(await record(people.jonas, taskId)), idIn(await record(people.jonas, taskId))];
    const takeBack = (visitor: Visitor, entryIds: string[]) =>
      visitor.mutate('staff', 'time.takeBack', { entryIds });
    await decide(people.priya, [one], 'approved');
    expect((await takeBack(people.jonas, [one])).status).toBe(403);
    const mixed = await takeBack(people.priya, [one, other]);
    expect(mixed.status).toBe(409);
    expect(errorOf(mixed).message).toMatch(/^1 entry is already awaiting approval/);
    expect(await entry(one)).toMatchObject({ status: 'approved' });

    await decide(people.priya, [other], 'rejected', 'Read in the wrong line');
    expect((await takeBack(people.priya, [one, other])).status).toBe(200);
    for (const id of [one, other]) {
      expect(await entry(id)).toMatchObject({ status: 'recorded', decided: false, decision_reason: '' });
      expect((await change(people.jonas, id, 3)).status).toBe(200);
    }
    const unseen = await takeBack(people.priya, [one, company.unknownId]);
    expect(unseen.status).toBe(404);
  });

  test('on one’s own time is taken back by somebody else alone', async () => {
    const id = idIn(await record(people.priya, await task('Own, approved')));
    await decide(people.marta, [id], 'approved');
    const refused = await people.priya.mutate('staff', 'time.takeBack', { entryIds: [id] });
    expect(refused.status).toBe(403);
    expect(errorOf(refused).message).toMatch(/^You can't approve or reject your own time/);
    expect((await people.marta.mutate('staff', 'time.takeBack', { entryIds: [id] })).status).toBe(200);
  });

  test('is taken back on the pages, by those who decide, without JavaScript', async () => {
    const taskId = await task('Taken back on a page');
    const id = idIn(await record(people.jonas, taskId));
    const pages = ['/staff/time', `/staff/projects/${projectId}/tasks/${taskId}`] as const;
    const offers = async (visitor: Visitor, path: string) => {
      const { body } = await visitor.fetch(path);
      return body.includes(`value="${id}"`) && /Undo approval|Undo selected/.test(body);
    };
    for (const [path, action] of [
      [pages[0], 'takeBack'],
      [pages[1], 'takeTimeBack'],
    ] as const) {
      await decide(people.priya, [id], 'approved');
      expect(await offers(people.priya, path)).toBe(true);
      expect(await offers(people.jonas, path)).toBe(false);
      expect((await people.priya.submit(`${path}?/${action}`, { entryId: id })).status).toBe(200);
      expect(await entry(id)).toMatchObject({ status: 'recorded', decided: false });
    }
    const nothing = await people.priya.submit('/staff/time?/takeBack', { from: 'takeBack' });
    expect(nothing.status).toBe(400);
    expect(nothing.body).toContain('Select at least one entry.');
  });

  test('made lately is listed for managers of its project, with their own marked', async () => {
    const taskId = await task('Listed as decided');
    const [own, other] = [idIn(await record(people.priya, taskId)), idIn(await record(people.jonas, taskId))];
    await decide(people.marta, [own, other], 'approved');
    const decided = async (visitor: Visitor) =>
      dataOf(await visitor.query('staff', 'time.decided')) as { id: string; mayTakeBack: boolean }[];
    const mine = await decided(people.priya);
    expect(mine.find(({ id }) => id === own)?.mayTakeBack).toBe(false);
    expect(mine.find(({ id }) => id === other)?.mayTakeBack).toBe(true);
    expect((await decided(people.jonas)).filter(({ id }) => [own, other].includes(id))).toEqual([]);
  });

  test('on one’s own time is nobody’s, and takes all of the rest with it, until the company lets people decide', async () => {
    const taskId = await task('Own time');
    const [own, other, mine] = [
      idIn(await record(people.priya, taskId)),
      idIn(await record(people.jonas, taskId)),
      idIn(await record(people.marta, taskId)),
    ];
    for (const [visitor, ids] of [
      [people.priya, [own, other]],
      [people.marta, [mine, own]],
    ] as const) {
      const refused = await decide(visitor, [...ids], 'approved');
      expect(refused.status).toBe(403);
      expect(errorOf(refused).message).toMatch(/^You can't approve or reject your own time/);
    }
    expect(await entry(other)).toMatchObject({ status: 'recorded' });
    const tom = await company.asPerson('tom@');
    const set = (visitor: Visitor, approveOwnTime: boolean) =>
      visitor.mutate('staff', 'settings.update', { approveOwnTime, timeZone: 'UTC' });
    expect((await set(people.marta, true)).status).toBe(403);
    expect((await set(tom, true)).status).toBe(200);
    try {
      expect((await decide(people.marta, [mine, own], 'approved')).status).toBe(200);
      expect((await decide(people.jonas, [other], 'approved')).status).toBe(403);
    } finally {
      expect((await set(tom, false)).status).toBe(200);
    }
  });

  test('L65 leaves all as they are where one of the ids cannot be seen', async () => {
    const id = idIn(await record(people.jonas, await task('Among strangers')));
    const foreign = await company.idOf(
      `select e.id from app.time_entry e join app.project p on p.id = e.project_id where p.name = 'Branch network' limit 1`,
    );
    const [absent, theirs] = [
      await decide(people.marta, [id, company.unknownId], 'approved'),
      await decide(people.marta, [id, foreign], 'approved'),
    ];
    expect(absent.status).toBe(404);
    expect(theirs.body).toBe(absent.body);
    expect(await entry(id)).toMatchObject({ status: 'recorded' });
  });

  test('is not for a Contributor, nor on a timer that runs', async () => {
    const id = idIn(await record(people.priya, await task('Not theirs to decide')));
    expect((await decide(people.jonas, [id], 'approved')).status).toBe(403);
    const timer = idIn(
      await people.jonas.mutate('staff', 'time.start', { projectId, taskId: await task('Still running') }),
    );
    expect((await decide(people.priya, [timer], 'approved')).status).toBe(400);
    await people.jonas.mutate('staff', 'time.stop', { entryId: timer });
  });

  test('time awaiting approval is listed for managers of its project, with their own marked', async () => {
    const taskId = await task('Waits in the list');
    const [own, other] = [idIn(await record(people.priya, taskId)), idIn(await record(people.jonas, taskId))];
    const waiting = async (visitor: Visitor) =>
      dataOf(await visitor.query('staff', 'time.waiting')) as {
        manages: boolean;
        entries: { id: string; projectId: string; mayDecide: boolean }[];
      };
    const { entries } = await waiting(people.priya);
    expect(entries.find(({ id }) => id === own)?.mayDecide).toBe(false);
    expect(entries.find(({ id }) => id === other)?.mayDecide).toBe(true);
    const { rows } = await company.database.admin.query<{ id: string }>(
      `select m.project_id as id from app.project_member m join app.staff_member s on s.id = m.staff_member_id
        where s.email like 'priya@%' and m.role >= 'manager'`,
    );
    const managed = new Set(rows.map(({ id }) => id));
    expect(entries.filter((one) => !managed.has(one.projectId))).toEqual([]);
    const jonas = await waiting(people.jonas);
    expect(jonas.entries.some((one) => one.projectId === projectId)).toBe(false);
  });
});

test('the stream of a time page hears of time on tasks and on tickets, without any content', async () => {
  const { cookies } = people.marta;
  const stop = new AbortController();
  const response = await fetch(
    `${company.server.origin}/staff/api/trpc/live.time?input=${encodeURIComponent('{"cursor":null}')}`,
    {
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        accept: 'text/event-stream',
      },
      signal: stop.signal,
    },
  );
  const heard: string[] = [];
  const reading = (async () => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream()))
      heard.push(
        ...chunk.split('\n\n').filter((frame) => frame.trim() && !/event: (connected|ping)/.test(frame)),
      );
  })().catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(heard).toEqual([]);

  const ticketId = await company.idOf(
    `select t.id from app.ticket t join app.contract c using (tenant_id)
      where c.id = t.contract_id and c.number = 'CON-2024-018' and t.merged_into_id is null limit 1`,
  );
  const taskId = await company.idOf('select id from app.task where project_id = $1 limit 1', [projectId]);
  for (const on of [{ ticketId }, { projectId, taskId }]) {
    heard.length = 0;
    const answer = await people.jonas.mutate('staff', 'time.record', {
      ...{ ...on, spentOn: '2026-11-02', minutes: '15m' },
    });
    expect(answer.status).toBe(200);
    await expect.poll(() => heard.join(), { timeout: 10_000 }).toContain('data: "changed"');
    expect(new Set(heard)).toEqual(new Set(['data: "changed"']));
  }
  stop.abort();
  await reading;
});
