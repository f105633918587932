/** The domain of texts that show something: the same characters as the application's, on every column that has to show something. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isVisible } from '../../src/lib/domain/visible-text';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase()));
afterAll(() => database.drop());

test('takes what the application takes, of every character there is', async () => {
  const { rows } = await database.admin.query<{ check: string }>(
    `select pg_get_constraintdef(oid) as check from pg_constraint where contypid = 'app.seen_text'::regtype`,
  );
  const [{ check }] = rows as [{ check: string }];
  const unseen = await database.admin.query<{ code: number }>(
    `select code from generate_series(1, 1114111) code
      where code not between 55296 and 57343 and not ${check.replace('CHECK ', '').replaceAll('VALUE', 'chr(code)')} order by code`,
  );
  const ours: number[] = [];
  for (let code = 1; code <= 0x10_ffff; code += 1)
    if ((code < 0xd800 || code > 0xdfff) && !isVisible(String.fromCodePoint(code))) ours.push(code);
  expect(unseen.rows.map(({ code }) => code)).toEqual(ours);
});

test.each(['', '\u200b', ' \u00a0', '\u3164', '\u202e\u00ad'])(
  'refuses %j, and takes it beside a letter',
  async (blank) => {
    const cast = (text: string) => database.admin.query('select $1::app.seen_text', [text]);
    await expect(cast(blank)).rejects.toMatchObject({ code: '23514' });
    await cast(`${blank}a`);
  },
);

/** Copies of texts that are checked where they come from, and what has a form of its own. */
const others =
  /\.(author_name|raised_by_name|record_label|contract_name|contract_number|email|query|time_zone)$|^text_revision\.body$|^number_counter\.record_kind$/;

test('is the type of every text that a table demands of somebody', async () => {
  const { rows } = await database.admin.query<{ name: string }>(
    `select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        and a.atttypid = 'text'::regtype and a.attnotnull and not a.atthasdef order by 1`,
  );
  expect(rows.map(({ name }) => name).filter((name) => !others.test(name))).toEqual([]);
});

test('is what each label of a task has to be', async () => {
  const { rows } = await database.admin.query<{ check: string }>(
    `select pg_get_constraintdef(oid) as check from pg_constraint where conrelid = 'app.task'::regclass and conname = 'task_labels_check'`,
  );
  const holds = (labels: string[]) =>
    database.admin.query(
      `select ${rows[0]!.check.replace('CHECK ', '')} as held from (select $1::text[] as labels) given`,
      [labels],
    );
  expect((await holds(['a', 'b'])).rows).toEqual([{ held: true }]);
  await expect(holds(['a', '\u200b'])).rejects.toMatchObject({ code: '23514' });
});
