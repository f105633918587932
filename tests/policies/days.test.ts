/** Every column that keeps a day, found in the catalog, keeps none of another century, and no span an age. */
import { expect, test } from 'vitest';
import { firstDay, lastDay, spanDays_max, sprintDays_max } from '../../src/lib/domain/days';
import { aProject, aSprint, anEpic, aTask } from '../support/builders.ts';
import { errorOf } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const inside = useWorld();

const beyond = ['0001-01-01', '0026-12-01', '1999-12-31', '2100-01-01', '9999-12-31', 'infinity', '-infinity']; // prettier-ignore

test('every day is bounded, in tables, arrays and holidays alike', async () => {
  const { admin } = inside().db;
  const { rows } = await admin.query<{ column: string; type: string }>(
    `select a.attrelid::regclass || '.' || a.attname as column, format_type(a.atttypid, null) as type
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
      where c.relkind in ('r', 'p') and c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace)
        and a.attnum > 0 and not a.attisdropped
        and 'date'::regtype in (t.oid, t.typbasetype, t.typelem)
      order by 1`,
  );
  expect(rows.length).toBeGreaterThanOrEqual(17);
  expect(rows.filter(({ type }) => type !== 'app.day')).toEqual([]);
  for (const day of beyond)
    expect(await errorOf(admin.query('select $1::text::app.day', [day]))).toMatch(/^23514 /);
  const { rows: kept } = await admin.query('select $1::text::app.day::text as first, $2::text::app.day::text as last', [
    firstDay,
    lastDay,
  ]); // prettier-ignore
  expect(kept).toEqual([{ first: firstDay, last: lastDay }]);
});

test('holidays are days of this century, four hundred at most', async () => {
  const { admin } = inside().db;
  const { rows } = await admin.query<{ check: string }>(
    `select pg_get_expr(conbin, conrelid) as check from pg_constraint
      where conrelid = 'app.sla_policy'::regclass and contype = 'c' and pg_get_expr(conbin, conrelid) like '%like_regex%'`,
  );
  const holds = async (holidays: unknown) =>
    (
      await admin.query<{ ok: boolean }>(
        `select ${rows[0]!.check} as ok from (select $1::jsonb as holidays) h`,
        [JSON.stringify(holidays)],
      )
    ).rows[0]?.ok;
  const days = (...given: unknown[]) => given.map((day) => ({ day, name: '' }));
  expect(await holds(days('2026-12-25', '2099-12-31'))).toBe(true);
  expect(await holds([])).toBe(true);
  for (const day of ['0026-12-25', '9999-12-31', '1999-12-31', '2026-13-01', '', 'x', null, 7])
    expect({ day, ok: await holds(days(day)) }).toEqual({ day, ok: false });
  expect(await holds([{ name: 'No day' }])).toBe(false);
  expect(await holds(Array.from({ length: 401 }, () => ({ day: '2026-12-25' })))).toBe(false);
});

test('spans last as long as the forms say, and no day longer', async () => {
  const { db, clients } = inside();
  const project = await aProject(db, clients.own);
  const { rows } = await db.admin.query<{ sprint: string; span: string; sprintOver: string; over: string }>(
    `select '2026-01-01'::date + $1::int - 1 as sprint, '2026-01-01'::date + $1::int as "sprintOver",
            '2026-01-01'::date + $2::int - 1 as span, '2026-01-01'::date + $2::int as over`,
    [sprintDays_max, spanDays_max],
  );
  const { sprint, sprintOver, span, over } = rows[0]!;
  const starts_on = '2026-01-01';
  expect(await errorOf(aSprint(db, project, { starts_on, ends_on: sprint }))).toBe('no error');
  expect(await errorOf(aSprint(db, project, { starts_on, ends_on: sprintOver }))).toMatch(/^23514 /);
  for (const make of [
    (due_on: string) => anEpic(db, project, { starts_on, due_on }),
    (due_on: string) => aTask(db, project, { starts_on, due_on }),
    (due_on: string) => aProject(db, clients.own, { starts_on, due_on }),
  ]) {
    expect(await errorOf(make(span))).toBe('no error');
    expect(await errorOf(make(over))).toMatch(/^23514 /);
  }
});
