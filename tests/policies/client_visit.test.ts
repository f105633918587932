import { beforeAll, describe, expect, test } from 'vitest';
import { aClientUser, asClient, aSession, seats, transact } from '../support/builders.ts';
import { closedToStaff, errorOf, floored, granted, readByClients } from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.client_visit';
const inside = useWorld();
const columns = ['began_at', 'last_seen_at', 'previous_seen_at'];

beforeAll(async () => {
  const { db, client } = inside();
  for (const token of [client.admin, client.employee, client.neighbour, client.stranger])
    await asClient(db, token, 'select app.record_visit()');
  // A day by which each is known, as the person is not granted.
  await db.admin.query(
    `update app.client_visit v set previous_seen_at = case u.name
        when 'Admin' then date '2026-01-01' when 'Employee' then '2026-01-02' when 'Neighbour' then '2026-01-03' else '2026-01-04' end
       from app.client_user u where u.id = v.client_user_id`,
  );
});

granted(inside, table, {
  client: { select: columns },
  definer_visit: { select: true, insert: true, update: true },
});
floored(inside, table, { trusts: ['client', 'definer_visit'] });
readByClients(inside, table, {
  columns,
  key: 'previous_seen_at::date::text',
  sees: () => ['2026-01-01'],
  cannotSee: {
    "a colleague's": '2026-01-02',
    "another client's": '2026-01-03',
    "another tenant's": '2026-01-04',
  },
});
closedToStaff(inside, table);

describe('app.record_visit()', () => {
  async function visitor() {
    const { db, clients } = inside();
    const person = await aClientUser(db, clients.own, { sections: [] });
    const token = await aSession(db, person);
    const stand = async () =>
      (
        await db.admin.query<{ began: string; last: string; previous: string | null }>(
          `select round(extract(epoch from now() - began_at) / 60)::int as began, round(extract(epoch from now() - last_seen_at) / 60)::int as last,
                  round(extract(epoch from now() - previous_seen_at) / 60)::int as previous
             from app.client_visit where client_user_id = $1`,
          [person.id],
        )
      ).rows;
    return {
      visit: () => asClient(db, token, 'select app.record_visit()'),
      stand,
      wait: (minutes: number) =>
        db.admin.query(
          `update app.client_visit set began_at = began_at - $1 * interval '1 minute', last_seen_at = last_seen_at - $1 * interval '1 minute',
                  previous_seen_at = previous_seen_at - $1 * interval '1 minute' where client_user_id = $2`,
          [minutes, person.id],
        ),
    };
  }

  test('a first visit has none before it', async () => {
    const { visit, stand } = await visitor();
    expect(await stand()).toEqual([]);
    await visit();
    expect(await stand()).toEqual([{ began: 0, last: 0, previous: null }]);
  });

  test('within half an hour it is the same visit; after it, a new one, and the end of the one before is kept', async () => {
    const { visit, stand, wait } = await visitor();
    await visit();
    await wait(20);
    await visit();
    expect(await stand()).toEqual([{ began: 20, last: 0, previous: null }]);
    await wait(31);
    await visit();
    expect(await stand()).toEqual([{ began: 0, last: 0, previous: 31 }]);
    await wait(10);
    await visit();
    expect(await stand()).toEqual([{ began: 10, last: 0, previous: 41 }]);
  });

  test('notes nothing for anybody else, nor in a transaction that only reads', async () => {
    const w = inside();
    const count = async () =>
      (
        await w.db.admin.query<{ count: number }>(
          'select count(*)::int as count, max(last_seen_at) as last from app.client_visit',
        )
      ).rows;
    const before = await count();
    for (const token of Object.values(w.clientNobodies))
      await asClient(w.db, token, 'select app.record_visit()');
    expect(await count()).toEqual(before);
    const readOnly = transact(w.db, seats.client(w.client.admin), async (client) => {
      await client.query('set transaction read only');
      await client.query('select app.record_visit()');
    });
    expect(await errorOf(readOnly)).toMatch(/^25006/);
  });
});
