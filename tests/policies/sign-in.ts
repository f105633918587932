/** The law of the three sign-in tables of a realm, which is the same in both. */
import { beforeAll, describe, expect, test } from 'vitest';
import { asClient, aSession, asStaff, hashOf, insert, type Seat, seats } from '../support/builders.ts';
import {
  attempt,
  attemptError,
  closedTo,
  closedToClients,
  closedToStaff,
  denied,
  errorOf,
  floored,
  granted,
} from './policy-assertions.ts';
import { useWorld, type World } from './world.ts';

export type Realm = 'client' | 'staff';

const personOf = (realm: Realm, w: World) => (realm === 'client' ? w.people.employee : w.team.contributor);
const personColumn = (realm: Realm) => (realm === 'client' ? 'client_user_id' : 'staff_member_id');
const personTable = (realm: Realm) => (realm === 'client' ? 'app.client_user' : 'app.staff_member');
const whose = (realm: Realm) => (realm === 'client' ? ['client_id', 'client_user_id'] : ['staff_member_id']);
const seatOf = (realm: Realm): Seat => (realm === 'client' ? seats.clientSignIn : seats.staffSignIn);

/** Nobody but the sign-in role of the realm comes near the table. */
function ofRealm(inside: () => World, realm: Realm, table: string) {
  closedToClients(inside, table);
  closedToStaff(inside, table);
  if (realm === 'client') closedTo(inside, table, 'role staff_sign_in', () => seats.staffSignIn);
  else closedTo(inside, table, 'role client_sign_in', () => seats.clientSignIn);
}

export function credentialLaw(realm: Realm): void {
  const table = `identity.${realm}_credential`;
  const role = `${realm}_sign_in`;
  const inside = useWorld();
  const seat = seatOf(realm);
  const hash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA';

  beforeAll(async () => {
    const w = inside();
    const people =
      realm === 'client' ? [w.people.employee, w.people.stranger] : [w.team.contributor, w.team.foreigner];
    for (const person of people) {
      await insert(w.db, table, {
        tenant_id: person.tenant_id,
        ...(person.client_id && { client_id: person.client_id }),
        [personColumn(realm)]: person.id,
        email: person.email,
        can_sign_in: true,
        password_hash: hash,
      });
    }
  });

  granted(inside, table, { [role]: { select: true, update: ['password_hash', 'changed_at'] } });
  floored(inside, table, { trusts: [role] });
  ofRealm(inside, realm, table);

  describe(`role ${role}`, () => {
    test('reads all, sets a hash, and does nothing else', async () => {
      const w = inside();
      expect((await attempt(w, seat, `select email, password_hash from ${table}`)).rowCount).toBe(2);
      expect(
        (await attempt(w, seat, `update ${table} set password_hash = $1, changed_at = now()`, [hash]))
          .rowCount,
      ).toBe(2);
      for (const change of [
        'email = null',
        'can_sign_in = true',
        'tenant_id = null',
        `${personColumn(realm)} = null`,
      ])
        expect(await attemptError(w, seat, `update ${table} set ${change}`)).toBe(denied(table));
      for (const sql of [`insert into ${table} default values`, `delete from ${table}`])
        expect(await attemptError(w, seat, sql)).toBe(denied(table));
    });

    test('cannot keep a password in any other form than Argon2id', async () => {
      for (const kept of ['secret', '$2b$10$abcdefghijklmnopqrstuv', ''])
        expect(await attemptError(inside(), seat, `update ${table} set password_hash = $1`, [kept])).toMatch(
          /^23514/,
        );
    });
  });

  test('address and the right to sign in follow the person', async () => {
    const w = inside();
    const person = personOf(realm, w);
    const credential = async () =>
      (
        await w.db.admin.query(
          `select email, can_sign_in from ${table} where tenant_id = $1 and ${personColumn(realm)} = $2`,
          [person.tenant_id, person.id],
        )
      ).rows as unknown[];
    const change = (what: string) =>
      w.db.admin.query(`update ${personTable(realm)} set ${what} where tenant_id = $1 and id = $2`, [
        person.tenant_id,
        person.id,
      ]);
    await change("email = 'new@example.com', active = false");
    expect(await credential()).toEqual([{ email: 'new@example.com', can_sign_in: false }]);
    await change('active = true');
    expect(await credential()).toEqual([{ email: 'new@example.com', can_sign_in: true }]);
    if (realm === 'client') {
      await w.db.admin.query('update app.client set active = false where id = $1', [w.clients.own.id]);
      expect(await credential()).toEqual([{ email: 'new@example.com', can_sign_in: false }]);
      await w.db.admin.query('update app.client set active = true where id = $1', [w.clients.own.id]);
    }
    expect(
      await errorOf(
        w.db.admin.query(`update ${table} set can_sign_in = false where email = 'new@example.com'`),
      ),
    ).toMatch(/^23503/);
  });
}

export function sessionLaw(realm: Realm): () => World {
  const table = `identity.${realm}_session`;
  const role = `${realm}_sign_in`;
  const inside = useWorld();
  const seat = seatOf(realm);
  const given = ['token_hash', 'tenant_id', ...whose(realm), 'expires_at'];
  const sessionValues = (w: World, token: string) => {
    const person = personOf(realm, w);
    return [
      hashOf(token),
      person.tenant_id,
      ...(person.client_id ? [person.client_id] : []),
      person.id,
      '2999-01-01',
    ];
  };
  const begin = `insert into ${table} (${given.join(', ')}) values (${given.map((_, index) => `$${index + 1}`).join(', ')})`;

  granted(inside, table, {
    [role]: { select: true, insert: given, update: ['expires_at'], delete: true },
    definer_identity: { select: true },
    definer_view:
      realm === 'client'
        ? {
            select: ['token_hash', 'view_id', 'expires_at'],
            insert: [...given, 'login_role', 'viewer_session', 'viewer_staff_id', 'view_id'],
            delete: true,
          }
        : { select: ['token_hash', 'active', 'role', 'expires_at'] },
    definer_session: { select: ['token_hash'], delete: true },
  });
  floored(inside, table, { trusts: [role, 'definer_identity', 'definer_view', 'definer_session'] });
  ofRealm(inside, realm, table);

  describe(`role ${role}`, () => {
    test('begins, reads, prolongs and ends sessions', async () => {
      const w = inside();
      const { rows } = await w.db.admin.query<{ count: number }>(
        `select count(*)::int as count from ${table} where login_role = $1`,
        [`${realm}_app`],
      );
      const count = rows[0]?.count;
      expect((await attempt(w, seat, begin, sessionValues(w, 'new'))).rowCount).toBe(1);
      expect((await attempt(w, seat, `select token_hash from ${table}`)).rowCount).toBe(count);
      expect((await attempt(w, seat, `update ${table} set expires_at = now()`)).rowCount).toBe(count);
      expect((await attempt(w, seat, `delete from ${table}`)).rowCount).toBe(count);
    });

    const decides = realm === 'client' ? ['can_sign_in', 'sections'] : ['active', 'role'];
    test('cannot say what a session may, nor for which login it is, nor whose it becomes', async () => {
      const w = inside();
      for (const column of [...decides, 'login_role', 'created_at']) {
        expect(await attemptError(w, seat, `insert into ${table} (${column}) values (default)`)).toBe(
          denied(table),
        );
        expect(await attemptError(w, seat, `update ${table} set ${column} = default`)).toBe(denied(table));
      }
      for (const column of ['token_hash', 'tenant_id', ...whose(realm)])
        expect(await attemptError(w, seat, `update ${table} set ${column} = null`)).toBe(denied(table));
    });

    test('begins a session with what the person may now, and it follows the person to its end', async () => {
      const w = inside();
      const person = personOf(realm, w);
      const token = realm === 'client' ? w.client.employee : w.staff.contributor;
      const session = async () =>
        (
          await w.db.admin.query(`select ${decides.join(', ')} from ${table} where token_hash = $1`, [
            hashOf(token),
          ])
        ).rows as unknown[];
      const change = (what: string) =>
        w.db.admin.query(`update ${personTable(realm)} set ${what} where tenant_id = $1 and id = $2`, [
          person.tenant_id,
          person.id,
        ]);
      if (realm === 'client') {
        expect(await session()).toEqual([{ can_sign_in: true, sections: '{projects}' }]);
        await change("sections = '{tickets,team}'");
        expect(await session()).toEqual([{ can_sign_in: true, sections: '{tickets,team}' }]);
        await change("sections = '{projects}', active = false");
        expect(await session()).toEqual([]);
      } else {
        expect(await session()).toEqual([{ active: true, role: 'member' }]);
        await change("role = 'admin'");
        expect(await session()).toEqual([{ active: true, role: 'admin' }]);
        await change("role = 'member', active = false");
        expect(await session()).toEqual([]);
      }
      await change('active = true');
      expect(await session()).toEqual([]);
      const { rows } = await attempt(
        w,
        seat,
        `${begin} returning ${decides[0]} as may, login_role`,
        sessionValues(w, 'fresh'),
      );
      expect(rows).toEqual([{ may: true, login_role: `${realm}_app` }]);
    });
  });

  test('a session is what proves who is asking', async () => {
    const w = inside();
    const token = await aSession(w.db, personOf(realm, w));
    const rows =
      realm === 'client'
        ? await asClient(w.db, token, 'select app.client_user_id() as id')
        : await asStaff(w.db, token, 'select app.staff_id() as id');
    expect(rows).toEqual([{ id: personOf(realm, w).id }]);
  });

  test('a session is for the login of its realm, by constraint', async () => {
    const { db } = inside();
    const other = realm === 'client' ? 'staff_app' : 'client_app';
    expect(await errorOf(db.admin.query(`update ${table} set login_role = $1`, [other]))).toMatch(/^23514/);
    expect(await errorOf(db.admin.query(`update ${table} set login_role = 'postgres'`))).toMatch(/^23514/);
  });

  test('a session cannot claim more than its person has, by foreign key', async () => {
    const { db } = inside();
    const claim =
      realm === 'client' ? "sections = '{projects,tickets,invoices,documents,team}'" : "role = 'owner'";
    const token = await aSession(db, personOf(realm, inside()));
    expect(
      await errorOf(db.admin.query(`update ${table} set ${claim} where token_hash = $1`, [hashOf(token)])),
    ).toMatch(/^23503/);
  });

  test('a session is of a person of that tenant, by foreign key', async () => {
    const w = inside();
    const values = sessionValues(w, 'elsewhere');
    values[1] = w.rival.tenant_id;
    if (realm === 'staff') values[2] = w.team.outsider.id;
    expect(await attemptError(w, seat, begin, values)).toMatch(/^23/);
  });

  return inside;
}

export function attemptLaw(realm: Realm): void {
  const table = `identity.${realm}_attempt`;
  const role = `${realm}_sign_in`;
  const inside = useWorld();
  const seat = seatOf(realm);

  beforeAll(() => insert(inside().db, table, { subject_hash: hashOf('somebody'), failures: 1 }));

  granted(inside, table, { [role]: { select: true, insert: true, update: true, delete: true } });
  floored(inside, table, { trusts: [role] });
  ofRealm(inside, realm, table);

  test(`role ${role} counts, reads and forgets attempts`, async () => {
    const w = inside();
    const count = `insert into ${table} (subject_hash, failures) values ($1, 1)
      on conflict (subject_hash) do update set failures = ${realm}_attempt.failures + 1 returning failures`;
    expect((await attempt(w, seat, count, [hashOf('somebody')])).rows).toEqual([{ failures: 2 }]);
    expect((await attempt(w, seat, count, [hashOf('another')])).rows).toEqual([{ failures: 1 }]);
    expect((await attempt(w, seat, `select failures from ${table}`)).rows).toEqual([{ failures: 1 }]);
    expect((await attempt(w, seat, `delete from ${table}`)).rowCount).toBe(1);
  });
}
