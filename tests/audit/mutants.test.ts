/** The mutation run leaves out nothing that the catalog holds: no function that acts with more rights than its caller. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findMutants, type Mutant } from '../mutants/mutants.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let mutants: Mutant[];

beforeAll(async () => {
  database = await createTestDatabase();
  const client = await database.admin.connect();
  // Throws where a cut is no longer found.
  mutants = await findMutants(client);
  client.release();
});
afterAll(() => database.drop());

const functions = async (which: string) => {
  const { rows } = await database.admin.query<{ name: string }>(
    `select regexp_replace(p.oid::regprocedure::text, '^app[.]', '') as name
       from pg_proc p where p.pronamespace = 'app'::regnamespace and ${which} order by 1`,
  );
  return rows.map(({ name }) => name);
};
const isCut = (name: string) => mutants.some((mutant) => mutant.name.startsWith(`function ${name}: `));

test('every definer has a clause that is cut out of it', async () => {
  const definers = await functions('p.prosecdef');
  expect(definers.length).toBeGreaterThan(50);
  expect(definers.filter((name) => !isCut(name))).toEqual([]);
});

test('so has every trigger function', async () => {
  const triggers = await functions("p.prorettype = 'trigger'::regtype");
  expect(triggers).toContain('fill_story_references()');
  expect(triggers.filter((name) => !isCut(name))).toEqual([]);
});

test('what staff may write is granted one column more and one less, of every table', () => {
  const grants = mutants.filter(({ name }) => name.endsWith(' staff'));
  expect(new Set(grants.map(({ sql }) => sql)).size).toBe(grants.length);
  for (const sql of [
    /^grant update \(\w+\) on app\.task to staff$/,
    /^revoke update \(\w+\) on app\.task from staff$/,
    /^grant insert \(\w+\) on app\.ticket to staff$/,
    /^revoke insert \(\w+\) on app\.ticket from staff$/,
    /^grant delete on app\.ticket to staff$|^revoke delete on app\.ticket from staff$/,
  ])
    expect(grants.some((mutant) => sql.test(mutant.sql))).toBe(true);
});

test('no two mutants are the same', () => {
  const names = mutants.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('each can be made of the law as it is', async () => {
  const client = await database.admin.connect();
  const impossible: string[] = [];
  await client.query('begin');
  for (const { name, sql } of mutants) {
    await client.query('savepoint before_mutant');
    await client.query(sql).catch((error: unknown) => impossible.push(`${name}: ${String(error)}`));
    await client.query('rollback to savepoint before_mutant');
  }
  await client.query('rollback');
  client.release();
  expect(impossible).toEqual([]);
});
