/** The application's own transaction helper, when something goes wrong under it: L87, one identity never goes on in another's. */
import { sql, type Transaction } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { environmentFor } from '../../db/logins.ts';
import { useWorld } from '../policies/world.ts';

type Database = Record<string, never>;
type Db = Transaction<Database>;
type Helpers = typeof import('../../src/lib/server/db/pools.ts') &
  typeof import('../../src/lib/server/db/transaction.ts');

const inside = useWorld();
let helpers: Helpers;
let pool: Pool;

beforeAll(async () => {
  // One connection, so that each transaction gets the one before it had.
  Object.assign(process.env, environmentFor(inside().db.urls), {
    DATABASE_POOL_MAX: '1',
    REALMS: 'client,staff',
  });
  helpers = {
    ...(await import('../../src/lib/server/db/pools.ts')),
    ...(await import('../../src/lib/server/db/transaction.ts')),
  };
  pool = helpers.poolOf('client_app');
});
afterAll(async () => {
  for (const login of ['client_app', 'client_auth', 'staff_app', 'staff_auth'] as const)
    await helpers.poolOf(login).end();
});

const namesOf = async (db: Db) =>
  (await sql<{ name: string }>`select name from app.project order by name`.execute(db)).rows.map(
    ({ name }) => name,
  );
const pidOf = async (db: Db) =>
  (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid;
const as = <T>(
  token: string,
  work: (db: Db) => Promise<T>,
  access: 'read only' | 'read write' = 'read only',
) => helpers.inTransaction<Database, T>(pool, { role: 'client', session: token }, access, work);
const bare = async () => {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(
      "select current_user::text as role, current_setting('app.session', true) as session, pg_backend_pid() as pid",
    );
    return rows[0];
  } finally {
    client.release();
  }
};
const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
const kill = async (pid: number | undefined) => {
  await inside().db.admin.query('select pg_terminate_backend($1)', [pid]);
};

describe('an ordinary transaction', () => {
  test('reads as its identity, and leaves neither role nor session on the connection', async () => {
    const { client } = inside();
    let pid: number | undefined;
    expect(await as(client.employee, (db) => namesOf(db))).toEqual(['shared']);
    await as(client.neighbour, async (db) => {
      expect(await namesOf(db)).toEqual(['neighbour']);
      pid = await pidOf(db);
    });
    expect(await bare()).toEqual({ role: 'client_app', session: '', pid });
    expect(await as('', namesOf)).toEqual([]);
  });

  test('leaves nothing behind when its work throws, or its statement fails', async () => {
    const { client } = inside();
    await expect(as(client.employee, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    expect(await bare()).toMatchObject({ role: 'client_app', session: '' });
    expect(await codeOf(as(client.employee, (db) => sql`select 1 / 0`.execute(db)))).toBe('22012');
    expect(await bare()).toMatchObject({ role: 'client_app', session: '' });
    expect(await as(client.neighbour, namesOf)).toEqual(['neighbour']);
  });

  test('read only means so, and cannot be turned back', async () => {
    const { client } = inside();
    const visit = (db: Db) => sql`select app.record_visit()`.execute(db);
    expect(await codeOf(as(client.employee, visit))).toBe('25006');
    expect(await codeOf(as(client.employee, (db) => sql`set transaction read write`.execute(db)))).toBe(
      '25001',
    );
    expect(await codeOf(as(client.employee, visit, 'read write'))).toBe('no error');
  });

  test('many at once keep their identities apart', async () => {
    const { client } = inside();
    const own = {
      employee: ['shared'],
      neighbour: ['neighbour'],
      stranger: ['foreign'],
      sectionless: [],
      expired: [],
    } as const;
    const asked = Array.from({ length: 12 }, () => Object.keys(own) as (keyof typeof own)[]).flat();
    const answers = await Promise.all(
      asked.map(async (name) => ({ name, names: await as(client[name], namesOf) })),
    );
    expect(answers).toEqual(asked.map((name) => ({ name, names: own[name] })));
  });
});

describe('a handle kept over', () => {
  test('a killed connection fails, and never goes on in the transaction of somebody else', async () => {
    const { client } = inside();
    const kept: Db[] = [];
    const killed = as(client.neighbour, async (db) => {
      kept.push(db);
      expect(await namesOf(db)).toEqual(['neighbour']);
      await kill(await pidOf(db));
      await expect(namesOf(db)).rejects.toThrow();
      // While this one still holds its dead handle, another identity works on a fresh connection of the same pool.
      await expect(namesOf(db)).rejects.toThrow();
    });
    await expect(killed).rejects.toThrow();
    expect(kept).toHaveLength(1);

    await as(client.employee, async (db) => {
      expect(await namesOf(db)).toEqual(['shared']);
      for (const handle of kept) await expect(namesOf(handle)).rejects.toThrow();
      expect(await namesOf(db)).toEqual(['shared']);
    });
    for (const handle of kept) await expect(namesOf(handle)).rejects.toThrow();
  });

  test('the end of its transaction is dead', async () => {
    const { client } = inside();
    const kept: Db[] = [];
    await as(client.neighbour, (db) => {
      kept.push(db);
      return namesOf(db);
    });
    expect(kept).toHaveLength(1);
    await as(client.employee, async (db) => {
      for (const handle of kept) await expect(namesOf(handle)).rejects.toThrow();
      expect(await namesOf(db)).toEqual(['shared']);
    });
  });

  test('a query sent and not waited for is answered under its own identity or not at all', async () => {
    const { client } = inside();
    let late: Promise<string[]> | undefined;
    await as(client.neighbour, async (db) => {
      late = namesOf(db);
      late.catch(() => {});
      await Promise.resolve();
    }).catch(() => {});
    const [names, after] = await Promise.all([
      late?.catch(() => [] as string[]),
      as(client.employee, namesOf),
    ]);
    expect([[], ['neighbour']]).toContainEqual(names);
    expect(after).toEqual(['shared']);
  });
});

describe('an identity that fails', () => {
  test('a role that is not the login’s reads nothing, and the caller hears why', async () => {
    const { staff } = inside();
    for (const role of ['staff', 'client_sign_in', 'staff_sign_in'] as const) {
      const seen: string[] = [];
      const work = async (db: Db) => {
        seen.push(...(await namesOf(db)));
      };
      expect(
        await codeOf(
          helpers.inTransaction<Database, unknown>(
            pool,
            { role, session: staff.tenantManager },
            'read only',
            work,
          ),
        ),
      ).toBe('42501');
      expect(seen).toEqual([]);
    }
    expect(await bare()).toMatchObject({ role: 'client_app', session: '' });
  });

  test('a swallowed failure commits nothing', async () => {
    const { client, db: database } = inside();
    await database.admin.query('delete from app.client_visit');
    const swallowed = as(
      client.employee,
      async (db) => {
        await sql`select app.record_visit()`.execute(db);
        await sql`select 1 / 0`.execute(db).catch(() => {});
        return 'well';
      },
      'read write',
    );
    await expect(swallowed).rejects.toThrow();
    expect((await database.admin.query('select from app.client_visit')).rowCount).toBe(0);
    expect(await bare()).toMatchObject({ role: 'client_app', session: '' });
  });

  /** A pool whose connections send something else in place of a statement. */
  const tampered = (from: RegExp, to: string) =>
    ({
      connect: async () => {
        const client = await pool.connect();
        const query = client.query.bind(client) as (...values: unknown[]) => unknown;
        const release = client.release.bind(client);
        client.query = ((text: unknown, ...rest: unknown[]) =>
          query(
            typeof text === 'string' && from.test(text) ? to : text,
            ...(typeof text === 'string' && from.test(text) ? [[]] : rest),
          )) as PoolClient['query'];
        client.release = (destroy) => {
          client.query = query as PoolClient['query'];
          client.release = release;
          release(destroy);
        };
        return client;
      },
    }) as unknown as Pool;

  test('a BEGIN that fails leaves the bare login, which may read nothing', async () => {
    const { client } = inside();
    const seen: string[] = [];
    for (const instead of ['begin gone wrong', 'select 1']) {
      const work = helpers.inTransaction<Database, unknown>(
        tampered(/^begin/, instead),
        { role: 'client', session: client.employee },
        'read write',
        async (db) => {
          seen.push(...(await namesOf(db)));
        },
      );
      expect(await codeOf(work)).toMatch(/^(42601|42501)$/);
    }
    expect(seen).toEqual([]);
    expect(await bare()).toMatchObject({ role: 'client_app', session: '' });
  });

  test('an identity that is left out reads nothing', async () => {
    const { client } = inside();
    const seen: string[] = [];
    const work = helpers.inTransaction<Database, unknown>(
      tampered(/set_config/, 'select 1'),
      { role: 'client', session: client.employee },
      'read write',
      async (db) => {
        seen.push(...(await namesOf(db)));
      },
    );
    expect(await codeOf(work)).toBe('42501');
    expect(seen).toEqual([]);
  });
});

describe('a connection', () => {
  test('given back with a transaction open on it is dropped', async () => {
    const first = await helpers.checkOut(pool);
    await first.query('begin');
    const { rows } = await first.query<{ pid: number }>('select pg_backend_pid() as pid');
    first.release();
    expect((await bare())?.pid).not.toBe(rows[0]?.pid);
  });

  test('that dies while it is checked out does not end the process', async () => {
    const client = await helpers.checkOut(pool);
    // Node throws the error of an emitter that nobody listens to.
    const listeners = client.listenerCount('error');
    client.release();
    expect(listeners).toBeGreaterThan(0);
  });

  test('given back idle is used again', async () => {
    const first = await helpers.checkOut(pool);
    const { rows } = await first.query<{ pid: number }>('select pg_backend_pid() as pid');
    first.release();
    expect((await bare())?.pid).toBe(rows[0]?.pid);
  });

  test('takes one statement at a time, with or without parameters', async () => {
    const { client } = inside();
    for (const text of [
      'select 1; select 2',
      'select name from app.project; reset role',
      'commit; select 1',
      "rollback; select set_config('app.session', 'x', false)",
    ])
      expect(await codeOf(as(client.employee, (db) => sql.raw(text).execute(db)))).toBe('42601');
    expect(await bare()).toMatchObject({ role: 'client_app', session: '' });
  });

  test('whose transaction is ended from inside answers nothing more', async () => {
    const { client } = inside();
    for (const end of ['commit', 'rollback']) {
      const after = as(
        client.employee,
        async (db) => {
          await sql.raw(end).execute(db);
          return namesOf(db);
        },
        'read write',
      );
      expect(await codeOf(after)).toBe('42501');
      expect(await bare()).toMatchObject({ role: 'client_app', session: '' });
    }
  });

  test('answers nothing in a pipelined read behind what ends its transaction, and the next one asks who it is again', async () => {
    const { client } = inside();
    for (const end of ['commit', 'rollback']) {
      const joined = as(client.employee, async (db) => {
        const [, names] = await Promise.all([sql.raw(end).execute(db), namesOf(db)]);
        return names;
      });
      expect(await codeOf(joined)).toBe('42501');
      const apart = as(client.employee, async (db) => {
        await sql.raw(end).execute(db);
        return namesOf(db);
      });
      expect(await apart).toEqual(['shared']);
      expect(await bare()).toMatchObject({ role: 'client_app', session: '' });
    }
  });

  test('on which a pipelined read leaves a transaction open is dropped', async () => {
    const { client } = inside();
    let pid: number | undefined;
    await as(client.employee, async (db) => {
      pid = await pidOf(db);
      await sql.raw('begin').execute(db);
    });
    const after = await bare();
    expect(after).toMatchObject({ role: 'client_app', session: null });
    expect(after?.pid).not.toBe(pid);
  });

  test('answers all of a pipelined read or nothing of it, whichever part fails', async () => {
    const { client } = inside();
    for (const failing of [0, 1, 2]) {
      const answers = await as(client.employee, (db) =>
        Promise.allSettled(
          [0, 1, 2].map((nth) =>
            nth === failing
              ? sql`select 1 / ${sql.lit(0)} as part, ${sql.lit(failing)} as nth`.execute(db)
              : sql`select ${sql.lit(nth)} as part, ${sql.lit(failing)} as beside`.execute(db),
          ),
        ),
      ).catch((error: unknown) => (error as { code?: string }).code);
      expect(answers).toBe('22012');
      // The statements that the server never came to are learnt when they are asked for again.
      for (const nth of [0, 1, 2].filter((one) => one !== failing)) {
        const again = (db: Db) =>
          sql<{ part: number }>`select ${sql.lit(nth)} as part, ${sql.lit(failing)} as beside`.execute(db);
        expect((await as(client.employee, again)).rows).toEqual([{ part: nth, beside: failing }]);
      }
    }
    expect(await as(client.employee, namesOf)).toEqual(['shared']);
  });

  test('of each realm proves its own sessions alone', async () => {
    const { client, staff } = inside();
    const asStaff = (token: string) =>
      helpers.inTransaction<Database, string[]>(
        helpers.poolOf('staff_app'),
        { role: 'staff', session: token },
        'read only',
        namesOf,
      );
    expect(await asStaff(staff.manager)).toEqual(['hidden', 'shared']);
    expect(await asStaff(client.admin)).toEqual([]);
    expect(await as(staff.manager, namesOf)).toEqual([]);
  });
});

test('the boot check passes the logins as they are, and no login in the place of another', async () => {
  await helpers.refusePowerfulLogins();
  const { db } = inside();
  const before = { ...process.env };
  for (const [url, sentence] of [
    [db.url('staff_app'), /must log in as client_app, not as staff_app/],
    [db.url('owner'), /must log in as client_app, not as postgres/],
  ] as const) {
    process.env.DATABASE_URL_CLIENT = url;
    vi.resetModules();
    const fresh = await import('../../src/lib/server/db/pools.ts');
    await expect(fresh.refusePowerfulLogins()).rejects.toThrow(sentence);
    await fresh.poolOf('client_app').end();
  }
  Object.assign(process.env, before);
});

test.each([
  ['alter role client_app superuser', 'is a superuser and may become the owner'],
  ['alter role client_app bypassrls', 'bypasses row security'],
  ['alter role client_app inherit', 'inherits the rights of its roles'],
  ['create table app.own (); alter table app.own owner to client_app', 'owns a table'],
  ['grant portal_owner to client_app', 'may become the owner'],
])('the boot check refuses a login after: %s', async (sin, said) => {
  const connection = await inside().db.admin.connect();
  const check = () => helpers.refusePowerfulLogin('client_app', connection);
  try {
    // Roles are the whole server's, which others test on: what is done to this one is never committed.
    await connection.query('begin');
    await connection.query('set local session authorization client_app');
    await check();
    await connection.query('reset session authorization');
    await connection.query(sin);
    await connection.query('set local session authorization client_app');
    await expect(check()).rejects.toThrow(
      `Login client_app ${said}: row security would not hold. Not starting.`,
    );
  } finally {
    await connection.query('rollback');
    connection.release();
  }
});

test('the boot check refuses a database in which search cannot tell letters from signs, with the way out', async () => {
  await helpers.refuseUnreadableText();
  const { db } = inside();
  const { rows } = await db.admin.query<{ definition: string }>(
    "select pg_get_functiondef('app.reads_every_script()'::regprocedure) as definition",
  );
  await db.admin.query(
    'create or replace function app.reads_every_script() returns boolean language sql stable return false',
  );
  await expect(helpers.refuseUnreadableText()).rejects.toThrow(
    new RegExp(
      `^Database ${db.name} takes quotation marks for letters.*lc_ctype 'C.UTF-8'.*--reset. Not starting.$`,
    ),
  );
  await db.admin.query(rows[0]!.definition);
  await helpers.refuseUnreadableText();
});

test('the boot check looks at the logins that the process connects as', async () => {
  const { admin } = inside().db;
  for (const login of ['client_app', 'client_auth', 'staff_app', 'staff_auth']) {
    await admin.query(`create table public.own (); alter table public.own owner to ${login}`);
    await expect(helpers.refusePowerfulLogins()).rejects.toThrow(`Login ${login} owns a table:`);
    await admin.query('drop table public.own');
  }
  await helpers.refusePowerfulLogins();
});
