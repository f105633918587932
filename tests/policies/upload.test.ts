import { beforeAll, describe, expect, test } from 'vitest';
import { aClientUser, asClient, aSession, asStaff, seats, transact } from '../support/builders.ts';
import { anAttachment, anUpload } from '../support/ticket-builders.ts';
import { attempt, attemptError, beneath, columnsOf, denied, errorOf, floored, granted, refusedRow, staffMayOnly } from './policy-assertions.ts'; // prettier-ignore
import { projectRoles, useWorld } from './world.ts';

const table = 'app.upload';
const inside = useWorld();
const reads = ['id', 'name', 'size_bytes', 'writer_epoch', 'received_at', 'expires_at'];
const creates = ['id', 'name', 'size_bytes'];
const team = [...projectRoles, 'tenantManager', 'outsider', 'foreigner'] as const;

/** Of everybody one, named after them. */
beforeAll(async () => {
  const w = inside();
  for (const who of [
    'admin',
    'employee',
    'sectionless',
    'neighbour',
    'stranger',
    'deactivated',
    'ofClosedClient',
  ] as const)
    await anUpload(w.db, w.people[who], { name: who });
  for (const who of [...team, 'deactivated', 'twin'] as const)
    await anUpload(w.db, w.team[who], { name: who });
});

granted(inside, table, {
  client: { select: reads },
  staff: { select: true, insert: creates, update: ['writer_epoch', 'received_at'], delete: true },
  worker: { select: true, delete: true },
  definer_file: {
    select: true,
    insert: ['tenant_id', 'id', 'client_id', 'client_user_id', 'name', 'size_bytes'],
    update: ['writer_epoch', 'received_at'],
    delete: true,
  },
  definer_ticket: { select: true, delete: true },
  definer_comment: { select: true, delete: true },
  definer_work: { select: ['tenant_id', 'id'] },
});
floored(inside, table, {
  trusts: ['client', 'staff', 'worker', 'definer_file', 'definer_ticket', 'definer_comment', 'definer_work'],
});

describe('role client', () => {
  test('reads these columns and no others, and writes none', async () => {
    const w = inside();
    const seat = seats.client(w.client.admin);
    for (const column of [...(await columnsOf(w.db, table)), 'ctid', 'xmin', '*']) {
      expect({ column, error: await attemptError(w, seat, `select ${column} from ${table}`) }).toEqual({
        column,
        error: reads.includes(column) ? 'no error' : denied(table),
      });
    }
    for (const sql of [
      `insert into ${table} (name) values ('x')`,
      `update ${table} set name = 'x'`,
      `delete from ${table}`,
    ])
      expect(await attemptError(w, seat, sql)).toBe(denied(table));
  });

  test('everybody sees their own alone, a Client Admin too', async () => {
    const w = inside();
    for (const who of ['admin', 'employee', 'sectionless', 'neighbour', 'stranger'] as const)
      expect(await asClient(w.db, w.client[who], `select name from ${table}`)).toEqual([{ name: who }]);
    for (const token of Object.values(w.clientNobodies))
      expect(await asClient(w.db, token, `select name from ${table}`)).toEqual([]);
  });

  test('staff who look through their eyes see none: a file that hangs on nothing is its uploader’s alone', async () => {
    const w = inside();
    expect((await attempt(w, seats.look(w.looks.admin), `select name from ${table}`)).rows).toEqual([]);
  });
});

describe('role staff', () => {
  staffMayOnly(inside, table, 'insert', creates);
  staffMayOnly(inside, table, 'update', ['writer_epoch', 'received_at']);

  // Without WHERE and RETURNING nothing is read: what remains is the command's own policy.
  test.each([`select from ${table}`, `update ${table} set received_at = now()`, `delete from ${table}`])(
    'everybody reaches their own alone: %s',
    async (sql) => {
      const w = inside();
      for (const who of team) expect((await attempt(w, seats.staff(w.staff[who]), sql)).rowCount).toBe(1);
      for (const token of Object.values(w.staffNobodies))
        expect((await attempt(w, seats.staff(token), sql)).rowCount).toBe(0);
    },
  );

  test('an upload is signed by whoever makes it, within the limit of their tenant', async () => {
    const w = inside();
    const add = `insert into ${table} (name, size_bytes) values ('new', $1)`;
    const { rows } = await attempt(
      w,
      seats.staff(w.staff.observer),
      `${add} returning tenant_id, staff_member_id, client_user_id, received_at`,
      [104857600],
    );
    expect(rows).toEqual([
      {
        tenant_id: w.acme.tenant_id,
        staff_member_id: w.team.observer.id,
        client_user_id: null,
        received_at: null,
      },
    ]);
    expect(await attemptError(w, seats.staff(w.staff.observer), add, [104857601])).toBe(
      '23514 the file is larger than the limit',
    );
    for (const token of Object.values(w.staffNobodies))
      expect(await attemptError(w, seats.staff(token), add, [1])).toMatch(/^(23514|42501)/);
  });

  test('beneath the grants, none is made as or moved to another person or tenant', async () => {
    const w = inside();
    const alone = (sql: string) =>
      errorOf(
        beneath(
          w.db,
          {
            sins: [`grant insert, update on ${table} to staff`],
            seat: seats.staff(w.staff.contributor),
            bare: true,
          },
          sql,
        ),
      );
    const add = (tenant: string, person: string) =>
      alone(
        `insert into ${table} (tenant_id, staff_member_id, name, size_bytes) values ('${tenant}', '${person}', 'x', 1)`,
      );
    expect(await add(w.acme.tenant_id, w.team.contributor.id)).toBe('no error');
    expect(await add(w.acme.tenant_id, w.team.owner.id)).toBe(refusedRow(table));
    // Their twin in the other tenant bears the same id.
    expect(await add(w.rival.tenant_id, w.team.twin.id)).toBe(refusedRow(table));
    expect(await alone(`update ${table} set staff_member_id = '${w.team.owner.id}'`)).toBe(refusedRow(table));
    expect(await alone(`update ${table} set tenant_id = '${w.rival.tenant_id}'`)).toBe(refusedRow(table));
  });
});

describe('role worker', () => {
  test.each([`select from ${table}`, `delete from ${table}`])(
    'reaches the tenant it names, and nothing without one: %s',
    async (sql) => {
      const w = inside();
      const all = (tenant: string) =>
        w.db.admin
          .query(`select from ${table} where tenant_id = $1`, [tenant])
          .then(({ rowCount }) => rowCount);
      for (const tenant of [w.acme.tenant_id, w.rival.tenant_id])
        expect((await attempt(w, seats.worker(tenant), sql)).rowCount).toBe(await all(tenant));
      expect((await attempt(w, seats.worker(), sql)).rowCount).toBe(0);
    },
  );

  const ask = async (sql: string, values: unknown[]) =>
    (await transact(inside().db, seats.worker(), (line) => line.query(sql, values), 'rollback'))
      .rows as Record<string, unknown>[];

  test('app.known_files() names those of the ids that an upload or an attachment stands for', async () => {
    const { db, people, tickets, acme } = inside();
    const upload = await anUpload(db, people.stranger);
    const file = await anAttachment(db, acme, { record_id: tickets.internal.id });
    const nowhere = '00000000-0000-4000-8000-000000000000';
    const known = async (...ids: string[]) =>
      (await ask('select app.known_files($1::uuid[]) as ids', [ids]))[0]?.ids;
    expect([...((await known(upload.id, nowhere, file.id)) as string[])].sort()).toEqual(
      [upload.id, file.id].sort(),
    );
    expect(await known(nowhere)).toEqual([]);
    await db.admin.query(`delete from ${table} where id = $1`, [upload.id]);
    expect(await known(upload.id)).toEqual([]);
  });
});

describe('uploads of client users', () => {
  const call = async <T>(token: string, sql: string, values: unknown[]) =>
    (await asClient<{ answer: T }>(inside().db, token, `select ${sql} as answer`, values))[0]?.answer;
  const begin = (token: string, size = 4) =>
    call<string | null>(token, "app.begin_upload('file.txt', $1)", [size]);
  const receive = (token: string, id: unknown) => call<boolean>(token, 'app.receive_upload($1)', [id]);
  const take = (token: string, id: unknown) => call<number | null>(token, 'app.take_upload($1)', [id]);
  const drop = (token: string, id: unknown) => call<boolean>(token, 'app.drop_upload($1)', [id]);
  const aPerson = async () => {
    const person = await aClientUser(inside().db, inside().clients.own, { sections: ['tickets'] });
    return { person, token: await aSession(inside().db, person) };
  };

  test('a person begins, completes once and drops a file of theirs', async () => {
    const { db, clients } = inside();
    const { person, token } = await aPerson();
    const id = await begin(token);
    const row = async () =>
      (
        await db.admin.query(
          `select tenant_id, client_id, client_user_id, staff_member_id, name, size_bytes::int as size, received_at is not null as there,
                  expires_at > now() + interval '23 hours' as lasting from ${table} where id = $1`,
          [id],
        )
      ).rows as unknown[];
    const common = {
      tenant_id: clients.own.tenant_id, client_id: clients.own.id, client_user_id: person.id, staff_member_id: null,
      name: 'file.txt', size: 4, lasting: true,
    }; // prettier-ignore
    expect(await row()).toEqual([{ ...common, there: false }]);
    expect([await take(token, id), await take(token, id)]).toEqual([1, 2]);
    expect(await receive(token, id)).toBe(true);
    expect(await receive(token, id)).toBe(false);
    expect(await row()).toEqual([{ ...common, there: true }]);
    expect(await drop(token, id)).toBe(true);
    expect(await drop(token, id)).toBe(false);
    expect(await take(token, id)).toBeNull();
    expect(await row()).toEqual([]);
  });

  test('nobody completes or drops another’s, of their own client neither', async () => {
    const { client, clientNobodies } = inside();
    const { token } = await aPerson();
    const id = await begin(token);
    for (const other of [client.admin, client.neighbour, client.stranger, ...Object.values(clientNobodies)]) {
      expect(await take(other, id)).toBeNull();
      expect(await receive(other, id)).toBe(false);
      expect(await drop(other, id)).toBe(false);
    }
    expect(await receive(token, id)).toBe(true);
  });

  test('nobody begins one without a session that holds, nor staff who look through somebody’s eyes', async () => {
    const { db, clientNobodies, looks } = inside();
    for (const token of Object.values(clientNobodies)) expect(await begin(token)).toBeNull();
    const [row] = await transact(
      db,
      seats.look(looks.admin),
      async (line) => (await line.query<{ id: string | null }>("select app.begin_upload('x', 1) as id")).rows,
    );
    expect(row).toEqual({ id: null });
  });

  test('a file is within the tenant’s limit, and what waits unattached within twenty of them and a hundred files', async () => {
    const { db, acme } = inside();
    const { token, person } = await aPerson();
    await db.admin.query('update app.tenant set upload_limit_bytes = 1000 where tenant_id = $1', [
      acme.tenant_id,
    ]);
    const outcome = (size: number) => errorOf(begin(token, size));
    expect(await outcome(1001)).toBe('23514 the file is larger than the limit');
    expect(await outcome(-1)).toMatch(/^23514/);
    for (let file = 0; file < 19; file += 1) expect(await outcome(1000)).toBe('no error');
    expect(await outcome(999)).toBe('no error');
    expect(await outcome(2)).toBe('23514 too many files are waiting to be attached');
    expect(await outcome(1)).toBe('no error');
    await db.admin.query(`update ${table} set size_bytes = 0 where client_user_id = $1`, [person.id]);
    for (let file = 0; file < 79; file += 1) await begin(token, 0);
    expect(await outcome(0)).toBe('23514 too many files are waiting to be attached');
    // What others left waiting counts for them.
    expect(await errorOf(begin((await aPerson()).token, 0))).toBe('no error');
    await db.admin.query('update app.tenant set upload_limit_bytes = 104857600 where tenant_id = $1', [
      acme.tenant_id,
    ]);
  });

  test('of several that are begun at once, no more than the limit allows', async () => {
    const { db } = inside();
    const { token, person } = await aPerson();
    await db.admin.query(
      `insert into ${table} (tenant_id, client_id, client_user_id, name, size_bytes)
       select $1, $2, $3, 'x', 0 from generate_series(1, 98)`,
      [person.tenant_id, person.client_id, person.id],
    );
    /** Begins one on a connection of its own; its transaction is open until `end` is called. */
    const beginOpen = async (by: string) => {
      const line = await db.as('client_app');
      await line.query('begin');
      await line.query("select set_config('role', 'client', true), set_config('app.session', $1, true)", [
        by,
      ]);
      const outcome = errorOf(line.query("select app.begin_upload('x', 0)"));
      return { outcome, end: () => line.query('commit') };
    };
    const full = '23514 too many files are waiting to be attached';
    const first = await beginOpen(token);
    expect(await first.outcome).toBe('no error');
    const second = await beginOpen(token);
    // Somebody else does not wait for that.
    const other = await beginOpen((await aPerson()).token);
    expect(await other.outcome).toBe('no error');
    await Promise.race([second.outcome, new Promise((resolve) => setTimeout(resolve, 500))]);
    const third = await beginOpen(token);
    await first.end();
    expect(await second.outcome).toBe('no error');
    await Promise.race([third.outcome, new Promise((resolve) => setTimeout(resolve, 500))]);
    await second.end();
    expect(await third.outcome).toBe(full);
    await Promise.all([third.end(), other.end()]);
    const { rowCount } = await db.admin.query(`select from ${table} where client_user_id = $1`, [person.id]);
    expect(rowCount).toBe(100);
  });

  test('it goes with its person', async () => {
    const { db } = inside();
    const { token, person } = await aPerson();
    const id = await begin(token);
    await db.admin.query('delete from app.client_user where id = $1', [person.id]);
    expect((await db.admin.query(`select from ${table} where id = $1`, [id])).rowCount).toBe(0);
  });

  test('role definer_file, however careless its function, reaches the person’s own alone', async () => {
    const w = inside();
    const careless = (statement: string) =>
      `create or replace function app.drop_upload(upload uuid) returns boolean
         language plpgsql volatile strict security definer set search_path = pg_catalog, pg_temp as $$
         declare reached integer;
         begin
           ${statement};
           get diagnostics reached = row_count;
           raise exception 'reached %', reached;
         end $$`;
    const reached = (token: string, statement: string, ...sins: string[]) =>
      errorOf(
        beneath(
          w.db,
          { sins: [...sins, careless(statement)], seat: seats.client(token) },
          'select app.drop_upload(gen_random_uuid())',
        ),
      );
    for (const statement of [
      `perform from ${table}`,
      `update ${table} set received_at = now()`,
      `delete from ${table}`,
    ]) {
      expect(await reached(w.client.employee, statement)).toBe('P0001 reached 1');
      for (const token of Object.values(w.clientNobodies))
        expect(await reached(token, statement)).toBe('P0001 reached 0');
    }
    const make = (person: string) =>
      `insert into ${table} (tenant_id, id, client_id, client_user_id, name, size_bytes)
       values ('${w.acme.tenant_id}', gen_random_uuid(), '${w.clients.own.id}', '${person}', 'x', 1)`;
    expect(await reached(w.client.employee, make(w.people.employee.id))).toBe('P0001 reached 1');
    expect(await reached(w.client.employee, make(w.people.admin.id))).toMatch(/row-level security/);
    expect(
      await reached(
        w.client.employee,
        `update ${table} set client_user_id = '${w.people.admin.id}'`,
        `grant update on ${table} to definer_file`,
      ),
    ).toMatch(/row-level security/);
    expect(await reached(w.client.employee, 'perform tenant_id from app.tenant')).toBe('P0001 reached 1');
    expect(await reached(w.client.expired, 'perform tenant_id from app.tenant')).toBe('P0001 reached 0');
  });
});

test('an upload is of one person, whose client it names', async () => {
  const { db, people, team: staff, acme, clients } = inside();
  expect(await errorOf(anUpload(db, people.admin, { staff_member_id: staff.owner.id }))).toMatch(/^23514/);
  expect(await errorOf(anUpload(db, people.admin, { client_id: clients.neighbour.id }))).toMatch(/^23503/);
  expect(await errorOf(anUpload(db, staff.owner, { client_id: clients.own.id }))).toMatch(/^23514/);
  expect(
    await asStaff(db, inside().staff.owner, `select from ${table} where client_user_id is not null`),
  ).toEqual([]);
  expect(acme.tenant_id).toBe(clients.own.tenant_id);
});
