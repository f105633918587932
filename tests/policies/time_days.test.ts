/** A person's day has 24 hours, whoever writes it and from however many places at once; and it lies where work can lie. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import {
  aContract,
  aProject,
  asStaff,
  aTask,
  aTimeEntry,
  beginAsStaff,
  type ProjectRecord,
} from '../support/builders.ts';
import { aSupport, aTicket } from '../support/ticket-builders.ts';
import { errorOf } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const inside = useWorld();
const full = "23514 a person's day has 24 hours";
const day = '2026-05-05';
afterEach(() => inside().db.admin.query('delete from app.time_entry'));

const openTask = async (): Promise<ProjectRecord> =>
  (await inside().db.admin.query<ProjectRecord>("select * from app.task where title = 'shared/open'"))
    .rows[0]!;
const record = 'insert into app.time_entry (record_id, spent_on, minutes) values ($1, $2, $3) returning id';
const enter = async (minutes: number, on = day, token = inside().staff.contributor) => {
  const { id } = await openTask();
  return asStaff<{ id: string }>(inside().db, token, record, [id, on, minutes]);
};

describe('all of a person’s time on one day', () => {
  test('comes to 24 hours at most: entered, corrected, moved to it, on a ticket as well', async () => {
    const w = inside();
    await enter(1000);
    await enter(440);
    expect(await errorOf(enter(1))).toBe(full);
    const [other] = await enter(60, '2026-05-06');
    const correct = (what: string) =>
      errorOf(
        asStaff(w.db, w.staff.contributor, `update app.time_entry set ${what} where id = $1`, [other!.id]),
      );
    expect(await correct(`spent_on = '${day}'`)).toBe(full);
    expect(await correct('minutes = 1440')).toBe('no error');
    expect(await errorOf(enter(1, '2026-05-06'))).toBe(full);
    const onTicket = (minutes: number) =>
      errorOf(
        asStaff(
          w.db,
          w.staff.contributor,
          'insert into app.time_entry (record_id, spent_on, minutes) values ($1, $2, $3)',
          [w.tickets.open.id, day, minutes],
        ),
      );
    expect(await onTicket(1)).toBe(full);
    // Of somebody else it is another day.
    expect(await errorOf(enter(1440, day, w.staff.owner))).toBe('no error');
  });

  test('holds for imports and any SQL, also for many rows of one statement', async () => {
    const w = inside();
    const task = await openTask();
    const many = w.db.admin.query(
      `insert into app.time_entry (tenant_id, record_id, staff_member_id, spent_on, minutes)
       select $1, $2, $3, $4, 60 from generate_series(1, 25)`,
      [task.tenant_id, task.id, w.team.contributor.id, day],
    );
    expect(await errorOf(many)).toBe(full);
    await aTimeEntry(w.db, task, w.team.contributor, { spent_on: day, minutes: 1440 });
    expect(await errorOf(aTimeEntry(w.db, task, w.team.contributor, { spent_on: day, minutes: 1 }))).toBe(
      full,
    );
    const { rows } = await w.db.admin.query('select sum(minutes)::int as sum from app.time_entry');
    expect(rows).toEqual([{ sum: 1440 }]);
  });

  test('leaves out what was rejected, until it is put forward again or its rejection is taken back', async () => {
    const w = inside();
    const [rejected] = await enter(1440);
    const decide = (decision: string) =>
      asStaff(w.db, w.staff.manager, 'select app.decide_time(array[$1::uuid], $2, $3)', [
        rejected!.id,
        decision,
        'x',
      ]);
    await decide('rejected');
    await enter(60);
    expect(await errorOf(decide('recorded'))).toBe(full);
    const again = (minutes: number) =>
      errorOf(
        asStaff(w.db, w.staff.contributor, `update app.time_entry set minutes = ${minutes} where id = $1`, [
          rejected!.id,
        ]),
      );
    expect(await again(1440)).toBe(full);
    expect(await again(1380)).toBe('no error');
  });

  test('is counted by two tabs that write at the same moment one after the other', async () => {
    const w = inside();
    const { id } = await openTask();
    const [one, other] = [
      await beginAsStaff(w.db, w.staff.contributor),
      await beginAsStaff(w.db, w.staff.contributor),
    ];
    await one.query(record, [id, day, 800]);
    const second = errorOf(other.query(record, [id, day, 800]));
    expect(await Promise.race([second, sleep(300, 'waiting')])).toBe('waiting');
    await one.query('commit');
    expect(await second).toBe(full);
    await other.query('rollback');
    // Another day of the person waits for nobody.
    await one.query('begin');
    await one.query("select set_config('role', 'staff', true), set_config('app.session', $1, true)", [
      w.staff.contributor,
    ]);
    await one.query(record, [id, '2026-05-07', 800]);
    expect(await errorOf(enter(800, '2026-05-08'))).toBe('no error');
    await one.query('rollback');
    await Promise.all([one.end(), other.end()]);
  });
});

describe('a day on which time is spent', () => {
  const shifted = async (days: number, zone = 'UTC') =>
    (
      await inside().db.admin.query<{ day: string }>(
        `select ((now() at time zone $2)::date + $1::int)::text as day`,
        [days, zone],
      )
    ).rows[0]!.day;
  /** The zone of one of the tenants. */
  const live = (zone: string, name = 'Acme') =>
    inside().db.admin.query('update app.tenant set time_zone = $1 where name = $2', [zone, name]);
  afterEach(() => live('UTC').then(() => live('UTC', 'Rival')));

  /** At every moment the day is another one than UTC's in one of the first two, and they differ by one or two. */
  test.each([
    ...['Pacific/Kiritimati', 'Etc/GMT+12', 'America/Denver', 'Pacific/Auckland', 'Asia/Kathmandu'],
  ])('is tomorrow of the tenant at the latest: %s', async (zone) => {
    await live(zone);
    // The other tenant's zone is another one, whose day begins long before or after.
    await live(zone === 'Etc/GMT+12' ? 'Pacific/Kiritimati' : 'Etc/GMT+12', 'Rival');
    const late = '23514 no time is spent after tomorrow';
    expect(await errorOf(enter(60, await shifted(0, zone)))).toBe('no error');
    expect(await errorOf(enter(60, await shifted(1, zone)))).toBe('no error');
    expect(await errorOf(enter(60, await shifted(2, zone)))).toBe(late);
    const { db, team } = inside();
    const imported = async (days: number) =>
      errorOf(aTimeEntry(db, await openTask(), team.contributor, { spent_on: await shifted(days, zone) }));
    expect(await imported(1)).toBe('no error');
    expect(await imported(2)).toBe(late);
  });

  test('is tomorrow of UTC at the latest where the tenant has named no zone', async () => {
    expect(await errorOf(enter(60, await shifted(1)))).toBe('no error');
    const late = await shifted(2);
    expect(await errorOf(enter(60, late))).toBe('23514 no time is spent after tomorrow');
    const [entry] = await enter(60);
    const { db, staff } = inside();
    const move = asStaff(db, staff.contributor, 'update app.time_entry set spent_on = $1 where id = $2', [
      late,
      entry!.id,
    ]);
    expect(await errorOf(move)).toBe('23514 no time is spent after tomorrow');
  });

  test('does not lie before the project, its contract, or the ticket’s contract begins', async () => {
    const { db, clients, team } = inside();
    const early = '23514 time lies before its project or contract begins';
    const contract = await aContract(db, [clients.own], { number: 'days', starts_on: '2026-02-01' });
    const project = await aProject(db, clients.own, { starts_on: '2026-03-01', contract_id: contract.id });
    const ofContract = await aProject(db, clients.own, { contract_id: contract.id });
    const ticket = await aTicket(db, await aSupport(db, contract), clients.own);
    for (const [work, before, first] of [
      [await aTask(db, project), '2026-02-28', '2026-03-01'],
      [await aTask(db, ofContract), '2026-01-31', '2026-02-01'],
      [ticket, '2026-01-31', '2026-02-01'],
    ] as const) {
      expect(await errorOf(aTimeEntry(db, work, team.contributor, { spent_on: before }))).toBe(early);
      expect(await errorOf(aTimeEntry(db, work, team.contributor, { spent_on: first }))).toBe('no error');
    }
  });

  test('is asked about as it is written: what was right stays approvable after the project’s beginning has moved', async () => {
    const { db, clients, team, staff } = inside();
    const project = await aProject(db, clients.own);
    const { id } = await aTimeEntry(db, await aTask(db, project), team.contributor, {
      spent_on: '2026-01-05',
    });
    await db.admin.query("update app.project set starts_on = '2026-02-01' where id = $1", [project.id]);
    const approve = asStaff(
      db,
      staff.tenantManager,
      "select app.decide_time(array[$1::uuid], 'approved', '')",
      [id],
    );
    expect(await errorOf(approve)).toBe('no error');
  });
});
