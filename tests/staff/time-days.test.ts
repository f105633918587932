/** Time that nobody worked: what a day holds, where it may lie, timers that were forgotten, and who approves in a company of one. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

let company: SampleCompany;
let jonas: Visitor;
let marta: Visitor;
let projectId: string;
let taskId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  // The days of these tests are counted in UTC.
  await company.database.admin.query(`update app.tenant set time_zone = 'UTC'`);
  jonas = await company.asPerson('jonas@');
  marta = await company.asPerson('marta@');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  taskId = await company.idOf(
    `select id from app.task where project_id = $1 and status = 'to_do' order by id limit 1`,
    [projectId],
  );
  await company.database.admin.query(`delete from app.time_entry`);
});
afterEach(() => company.database.admin.query(`delete from app.time_entry`));
afterAll(() => company.stop());

const errorOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { message: string; data: { fields?: Record<string, string> } } }).error;
const idIn = (answer: Answer) => (dataOf(answer) as { id: string }).id;
const enter = (spentOn: string, minutes: string | number, visitor = jonas) =>
  visitor.mutate('staff', 'time.record', { projectId, taskId, spentOn, minutes });
const day = (shift: number) => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);

describe('a day', () => {
  test('of 24 hours takes no 25th, and says how much fits', async () => {
    expect((await enter(day(-1), '20h')).status).toBe(200);
    const over = await enter(day(-1), '5h');
    expect(over.status).toBe(400);
    const words = '20 h are already logged on this day: you can add up to 4 h.';
    expect(errorOf(over)).toMatchObject({ message: words, data: { fields: { minutes: words } } });
    const id = idIn(await enter(day(-1), '4h'));
    expect(errorOf(await enter(day(-1), 1)).message).toMatch(
      /24 h are already logged on this day: you can't add any more/,
    );
    const longer = await jonas.mutate('staff', 'time.update', {
      entryId: id,
      version: 1,
      spentOn: day(-1),
      minutes: '5h',
    });
    expect(errorOf(longer).message).toBe(words);
  });

  test('takes three entries of 24 hours from three tabs at once as one', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => enter(day(-1), '24h')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });

  test('is tomorrow at the latest, and none before the project begins', async () => {
    for (const late of [day(2), '2099-12-31']) {
      const refused = await enter(late, '1h');
      expect({ late, status: refused.status }).toEqual({ late, status: 400 });
      expect(errorOf(refused).data.fields).toEqual({ spentOn: 'You can log time up to tomorrow.' });
    }
    for (const never of ['9999-12-31', '0026-11-02'])
      expect(Object.keys(errorOf(await enter(never, '1h')).data.fields ?? {})).toEqual(['spentOn']);
    const early = await enter('2000-01-01', '1h');
    expect(early.status).toBe(400);
    expect(errorOf(early).data.fields?.spentOn).toMatch(
      /^The project or contract starts on .* You can log time from that day on\.$/,
    );
    expect((await enter(day(1), '1h')).status).toBe(200);
  });

  test('that was refused stays in the form without JavaScript', async () => {
    await enter(day(-1), '20h');
    const { status, body } = await jonas.submit(`/staff/projects/${projectId}/tasks/${taskId}?/recordTime`, {
      from: 'time',
      spentOn: day(-1),
      minutes: '5h',
      description: 'Kept what was done',
    });
    expect(status).toBe(400);
    expect(body).toContain('you can add up to 4 h');
    expect(body).toContain('value="Kept what was done"');
    expect(body).toContain('value="5h"');
  });
});

describe('a timer that was forgotten', () => {
  const running = async (age: string) => {
    const id = idIn(await jonas.mutate('staff', 'time.start', { projectId, taskId }));
    await company.database.admin.query(
      `update app.time_entry set started_at = ${age}, spent_on = (${age})::date, description = 'Kept' where id = $1`,
      [id],
    );
    return id;
  };
  const stop = (entryId: string, answer: object = {}) =>
    jonas.mutate('staff', 'time.stop', { entryId, ...answer });
  const minutesOf = async (id: string) =>
    (
      await company.database.admin.query<{ minutes: number | null }>(
        'select minutes from app.time_entry where id = $1',
        [id],
      )
    ).rows[0]?.minutes;
  /** A quarter to midnight, three days ago. */
  const threeDays = `date_trunc('day', now(), 'UTC') - interval '2 days 15 minutes'`;

  test('asks how long it was, goes on until that is said, and takes what is said', async () => {
    const id = await running(threeDays);
    const asked = await stop(id);
    expect(asked.status).toBe(400);
    expect(errorOf(asked).data.fields?.howLong).toMatch(
      /^This timer has been running for [\d ,hmin]+\. How long did the work take\?/,
    );
    expect(await minutesOf(id)).toBeNull();
    expect((await stop(id, { minutes: 15 })).status).toBe(200);
    expect(await minutesOf(id)).toBe(15);
  });

  test('takes another answer, and refuses what no day holds', async () => {
    const id = await running(threeDays);
    for (const other of ['a while', '25h', '-1']) expect((await stop(id, { other })).status).toBe(400);
    await company.database.admin.query(
      `insert into app.time_entry (tenant_id, record_id, staff_member_id, spent_on, minutes)
       select tenant_id, record_id, staff_member_id, spent_on, 1380 from app.time_entry where id = $1`,
      [id],
    );
    const full = await stop(id, { other: '2h' });
    expect(errorOf(full).data.fields?.howLong).toMatch(
      /23 h are already logged on this day: you can add up to 1 h/,
    );
    expect(await minutesOf(id)).toBeNull();
    expect((await stop(id, { other: '1h' })).status).toBe(200);
    expect(await minutesOf(id)).toBe(60);
  });

  test('is asked about as another one is started for it', async () => {
    const id = await running(threeDays);
    const start = (answer: object) =>
      jonas.mutate('staff', 'time.start', { projectId, taskId, stop: id, ...answer });
    expect(errorOf(await start({})).data.fields).toHaveProperty('howLong');
    expect(await minutesOf(id)).toBeNull();
    expect((await start({ other: '45m' })).status).toBe(200);
    expect(await minutesOf(id)).toBe(45);
  });

  test('offers answers on every page without JavaScript, and loses nothing', async () => {
    const id = await running(threeDays);
    for (const path of ['/staff/clients', '/staff/time', `/staff/projects/${projectId}/tasks/${taskId}`]) {
      const { body } = await jonas.fetch(path);
      expect(body).toContain('How long did the work take?');
      expect(body).toContain('15 min, until midnight');
      expect(body).toContain('8 h, a working day');
      expect(body).toContain('name="minutes" value="480m"');
    }
    const unanswered = await jonas.submit('/staff/time?/stop', {
      form: '/staff/time?/stop',
      entryId: id,
      other: 'about lunch',
    });
    expect(unanswered.status).toBe(400);
    expect(unanswered.body).toContain('value="about lunch"');
    expect((await jonas.submit('/staff/time?/stop', { entryId: id, other: '' })).status).toBe(400);
    expect(
      (await jonas.submit('/staff/time?/stop', { entryId: id, minutes: '480m', other: '' })).status,
    ).toBe(200);
    const { rows } = await company.database.admin.query(
      'select minutes, description from app.time_entry where id = $1',
      [id],
    );
    expect(rows).toEqual([{ minutes: 480, description: 'Kept' }]);
  });

  test('may be stopped by a manager, who says how long it was', async () => {
    const id = await running(threeDays);
    expect((await marta.mutate('staff', 'time.stop', { entryId: id })).status).toBe(400);
    expect((await marta.mutate('staff', 'time.stop', { entryId: id, minutes: 30 })).status).toBe(200);
    expect(await minutesOf(id)).toBe(30);
  });
});

describe('to whom it is to approve', () => {
  type Waiting = { entries: { id: string; dayMinutes: number; mayDecide: boolean; othersDecide: boolean }[] };
  const waiting = async (visitor: Visitor) => dataOf(await visitor.query('staff', 'time.waiting')) as Waiting;

  test('odd time entries are marked: a long day, a day off, one entered long after', async () => {
    const sunday = [...Array(7).keys()]
      .map((back) => day(-back - 30))
      .find((one) => new Date(`${one}T12:00Z`).getUTCDay() === 0)!;
    const [long, other] = [idIn(await enter(sunday, '9h')), idIn(await enter(sunday, '4h'))];
    const { entries } = await waiting(marta);
    expect(
      entries.filter(({ id }) => [long, other].includes(id)).map(({ dayMinutes }) => dayMinutes),
    ).toEqual([780, 780]);
    const { body } = await marta.fetch('/staff/time');
    expect(body).toMatch(/Check: 13 h in total on this day, on a Sunday, logged 3\d days later\./);
  });

  test('nobody else is, where there is nobody, and the page names the setting', async () => {
    const own = idIn(await enter(day(-1), '1h', marta));
    expect((await waiting(marta)).entries.find(({ id }) => id === own)).toMatchObject({
      mayDecide: false,
      othersDecide: true,
    });
    const setting = 'Can people approve their own time?';
    expect((await marta.fetch('/staff/time')).body).not.toContain(setting);
    await company.database.admin.query(`
      update app.staff_member set active = false where email not like 'marta@%' and tenant_id = (select tenant_id from app.staff_member where email like 'marta@%')`);
    try {
      expect((await waiting(marta)).entries.find(({ id }) => id === own)).toMatchObject({
        mayDecide: false,
        othersDecide: false,
      });
      const { body } = await marta.fetch('/staff/time');
      expect(body).toContain(setting);
      expect(body).toContain('href="/staff/settings"');
    } finally {
      await company.database.admin.query(
        `update app.staff_member set active = true where email not like 'marta@%'`,
      );
    }
  });

  test('is a setting that Admins change on its page, without JavaScript, and that others read', async () => {
    const tom = await company.asPerson('tom@');
    const kept = () =>
      company.idOf(`select approve_own_time as id from app.tenant where name like 'Halden%'`);
    expect((await marta.fetch('/staff/settings')).body).toContain('Only Admins and above can change this');
    expect((await marta.submit('/staff/settings', { approveOwnTime: 'true', timeZone: 'UTC' })).status).toBe(
      403,
    );
    expect(await kept()).toBe(false);
    const saved = await tom.submit('/staff/settings', { approveOwnTime: 'true', timeZone: 'UTC' });
    expect(saved.body).toContain('Saved.');
    expect(await kept()).toBe(true);
    const own = idIn(await enter(day(-1), '1h', marta));
    expect((await waiting(marta)).entries.find(({ id }) => id === own)?.mayDecide).toBe(true);
    await tom.submit('/staff/settings', { approveOwnTime: 'false', timeZone: 'UTC' });
    expect(await kept()).toBe(false);
  });
});
