/**
 * Somebody who can send any SQL on their login, with a session, and has the transaction keep a snapshot of its own: it would read
 * and write on after the session was deleted, and its serialisation errors would tell which row the team touched.
 */
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { Login } from '../../db/logins.ts';
import { aSession, hashOf } from '../support/builders.ts';
import { useWorld } from '../policies/world.ts';

const inside = useWorld();

/** A transaction under way, begun as the application begins one, but for its isolation. */
async function begin(isolation: string, token: string, login: Login = 'client_app', role = 'client') {
  const connection = await inside().db.as(login);
  await connection.query(`begin isolation level ${isolation}`);
  await connection.query("select set_config('role', $1, true), set_config('app.session', $2, true)", [
    role,
    token,
  ]);
  return {
    /** The one value of an expression, or the code of the error. */
    async ask(expression: string): Promise<unknown> {
      try {
        const { rows } = await connection.query<{ value: unknown }>(`select ${expression} as value`);
        return rows[0]?.value;
      } catch (error) {
        if (error instanceof pg.DatabaseError) return error.code;
        throw error;
      }
    },
    send: (sql: string) => connection.query(sql),
    async end() {
      await connection.query('commit');
      await connection.end();
    },
  };
}

const snapshots = ['repeatable read', 'serializable'];
const tickets = '(select count(*)::int from app.ticket)';
const reply = (ticket: string) =>
  `app.reply_to_ticket('${ticket}', 'late', '{}', gen_random_uuid()) is not null`;

async function endSession(token: string) {
  await inside().db.admin.query('delete from identity.client_session where token_hash = $1', [hashOf(token)]);
}

describe('L87: after its session was deleted', () => {
  test('a transaction that reads what is committed reads and writes nothing more', async () => {
    const { db, people, tickets: known } = inside();
    const token = await aSession(db, people.admin);
    const mine = await begin('read committed', token);
    expect(await mine.ask(tickets)).toBe(1);
    expect(await mine.ask(reply(known.open.id))).toBe(true);
    await endSession(token);
    expect(await mine.ask(tickets)).toBe(0);
    expect(await mine.ask(reply(known.open.id))).toBe(false);
    await mine.end();
  });

  test.each(snapshots)('a %s one never read or wrote anything', async (isolation) => {
    const { db, people, tickets: known } = inside();
    const token = await aSession(db, people.admin);
    const mine = await begin(isolation, token);
    expect(await mine.ask(tickets)).toBe(0);
    await endSession(token);
    expect(await mine.ask(tickets)).toBe(0);
    expect(await mine.ask(reply(known.open.id))).toBe(false);
    expect(await mine.ask('(app.client_me()).client_user_id')).toBeNull();
    await mine.end();
  });

  test('accepted residual: a cursor shows what could be read when it was opened, and writes nothing', async () => {
    const { db, people, tickets: known } = inside();
    const token = await aSession(db, people.admin);
    const mine = await begin('read committed', token);
    await mine.send('declare reading cursor for select title from app.ticket');
    await mine.send(
      `declare writing cursor for select ${reply(known.open.id)} as value from generate_series(1, 2)`,
    );
    expect((await mine.send('fetch 1 from writing')).rows).toEqual([{ value: true }]);
    await endSession(token);
    expect((await mine.send('fetch 1 from writing')).rows).toEqual([{ value: false }]);
    expect((await mine.send('fetch all from reading')).rows).toEqual([{ title: 'open' }]);
    await mine.end();
  });
});

describe.each(snapshots)('L86: %s', (isolation) => {
  test('no error tells which ticket the team touched meanwhile', async () => {
    const { db, acme, client, tickets: known } = inside();
    for (const touched of [known.open, known.internal, known.neighbour]) {
      const mine = await begin(isolation, client.admin);
      expect(await mine.ask('1')).toBe(1);
      await db.admin.query(
        "update app.ticket set priority = case priority when 'low' then 'high' else 'low' end::app.ticket_priority where tenant_id = $1 and id = $2",
        [acme.tenant_id, touched.id],
      );
      for (const { id } of [known.open, known.internal, known.neighbour]) {
        expect(await mine.ask(`app.move_ticket('${id}', 'resolved')`)).toBe(false);
        expect(await mine.ask(`app.rate_ticket('${id}', 5, '')`)).toBe(false);
        expect(await mine.ask(reply(id))).toBe(false);
      }
      expect(await mine.ask('app.record_visit()::text')).toBe('');
      await mine.end();
    }
  });

  test('the setting cannot be changed under way, nor a snapshot be had from elsewhere', async () => {
    const { client } = inside();
    for (const statement of [
      'set transaction isolation level read committed',
      "set local transaction_isolation = 'read committed'",
    ]) {
      const mine = await begin(isolation, client.admin);
      expect(await mine.ask(tickets)).toBe(0);
      await expect(mine.send(statement)).rejects.toThrow('must be called before any query');
      await mine.end();
    }
    const mine = await begin(isolation, client.admin);
    expect(await mine.ask('pg_export_snapshot()')).toBe('42501');
    await mine.end();
  });

  test('neither does a staff member read or write', async () => {
    const { staff } = inside();
    const mine = await begin(isolation, staff.tenantManager, 'staff_app', 'staff');
    expect(await mine.ask(tickets)).toBe(0);
    expect(await mine.ask('(app.staff_me()).staff_member_id')).toBeNull();
    expect((await mine.send("update app.ticket set title = 'x'")).rowCount).toBe(0);
    await mine.end();
  });
});
