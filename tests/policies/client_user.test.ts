import { describe, expect, test } from 'vitest';
import { asClient, seats } from '../support/builders.ts';
import {
  attempt,
  attemptError,
  beneath,
  closedTo,
  denied,
  errorOf,
  floored,
  granted,
  notWrittenByStaff,
  readByClients,
  readByStaff,
} from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.client_user';
const inside = useWorld();
const columns = ['id', 'name', 'email', 'role', 'sections', 'active'];
const key = 'name collate "C"';
const ofOwn = ['Admin', 'Deactivated', 'Employee', 'Sectionless'];
const ofAcme = ['Admin', 'Deactivated', 'Employee', 'Neighbour', 'Of a closed client', 'Sectionless'];

granted(inside, table, {
  client: { select: columns },
  staff: { select: true },
  definer_identity: { select: true },
  definer_team: { select: ['id', 'client_id', 'role'], update: ['sections'] },
  definer_visit: { select: ['id'], update: ['locale'] },
  definer_log: { select: ['tenant_id', 'id', 'name'] },
  definer_comment: { select: ['id', 'name'] },
  definer_ticket: { select: ['id', 'name'] },
  definer_view: { select: ['tenant_id', 'id', 'client_id', 'can_sign_in', 'granted_sections'] },
  client_sign_in: { select: ['tenant_id', 'id', 'can_sign_in', 'granted_sections'] },
});
floored(inside, table, {
  trusts: [
    'client', 'staff', 'definer_identity', 'definer_team', 'definer_visit', 'definer_log', 'definer_comment', 'definer_ticket',
    'definer_view', 'client_sign_in',
  ], // prettier-ignore
});
readByClients(inside, table, {
  columns,
  key,
  sees: () => ofOwn,
  cannotSee: {
    'a person of another client': 'Neighbour',
    "another tenant's": 'Stranger',
  },
});
readByStaff(inside, table, {
  key,
  manager: () => ofAcme,
  member: () => ofAcme,
  outsider: () => ofAcme,
  foreigner: () => ['Stranger'],
});
notWrittenByStaff(inside, table);
closedTo(inside, table, 'role staff_sign_in', () => seats.staffSignIn);

describe('role client_sign_in', () => {
  test('reads what a new session needs, of everybody, and no name or address', async () => {
    const w = inside();
    const { rows } = await attempt(
      w,
      seats.clientSignIn,
      'select tenant_id, id, can_sign_in, granted_sections from app.client_user',
    );
    expect(rows).toHaveLength(Object.keys(w.people).length);
    for (const column of ['name', 'email', 'role', 'sections', 'client_id', 'active', 'created_at'])
      expect(await attemptError(w, seats.clientSignIn, `select ${column} from app.client_user`)).toBe(
        denied(table),
      );
    for (const sql of [
      "update app.client_user set role = 'admin'",
      'delete from app.client_user',
      'insert into app.client_user default values',
    ])
      expect(await attemptError(w, seats.clientSignIn, sql)).toBe(denied(table));
  });
});

describe('the section "team"', () => {
  const seenBy = (token: string) =>
    asClient(inside().db, token, 'select name from app.client_user order by name collate "C"');

  test('opens the people of the own client, deactivated ones too', async () => {
    expect(await seenBy(inside().client.sectionless)).toEqual(ofOwn.map((name) => ({ name })));
  });

  test('without it a person sees themselves alone', async () => {
    expect(await seenBy(inside().client.employee)).toEqual([{ name: 'Employee' }]);
  });
});

describe('app.switch_sections()', () => {
  const switched = async (token: string, person: string, sections: string) =>
    (await asClient(inside().db, token, 'select app.switch_sections($1, $2) as done', [person, sections]))[0]
      ?.done as boolean | null;
  const sectionsOf = async (id: string) =>
    (
      await inside().db.admin.query<{ sections: string }>(
        'select sections::text from app.client_user where id = $1',
        [id],
      )
    ).rows[0]?.sections;

  test('lets a Client Admin decide what an employee opens, each section once, in one order', async () => {
    const { client, people } = inside();
    const { id } = people.employee;
    expect(await switched(client.admin, id, '{documents,projects,documents,NULL}')).toBe(true);
    expect(await sectionsOf(id)).toBe('{projects,documents}');
    expect(await switched(client.admin, id, '{}')).toBe(true);
    expect(await sectionsOf(id)).toBe('{}');
    expect(await switched(client.admin, id, '{projects}')).toBe(true);
  });

  test('is refused to an employee, of themselves and of others, with the section "team" too', async () => {
    const { client, people } = inside();
    for (const token of [client.employee, client.sectionless])
      for (const person of [people.employee, people.sectionless]) {
        const before = await sectionsOf(person.id);
        expect(await switched(token, person.id, '{projects,team}')).toBe(false);
        expect(await sectionsOf(person.id)).toBe(before);
      }
  });

  test('reaches no admin, nobody of another client or tenant, and nobody unknown', async () => {
    const { client, people } = inside();
    for (const { id } of [people.admin, people.neighbour, people.stranger]) {
      const before = await sectionsOf(id);
      expect(await switched(client.admin, id, '{team}')).toBe(false);
      expect(await sectionsOf(id)).toBe(before);
    }
    expect(await switched(client.admin, '00000000-0000-4000-8000-000000000000', '{team}')).toBe(false);
  });

  test('does nothing for a session that is none', async () => {
    const { clientNobodies, people } = inside();
    const before = await sectionsOf(people.employee.id);
    for (const token of Object.values(clientNobodies))
      expect(await switched(token, people.employee.id, '{team}')).toBe(false);
    expect(await sectionsOf(people.employee.id)).toBe(before);
  });
});

describe('role definer_team', () => {
  test('however careless its function, reads the own client and changes its employees alone, for whoever has the section', async () => {
    const { db, client, clients } = inside();
    const careless = (
      statement: string,
    ) => `create or replace function app.switch_sections(person uuid, wanted app.section[]) returns boolean
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
          db,
          { sins: [careless(statement), ...sins], seat: seats.client(token) },
          `select app.switch_sections(gen_random_uuid(), '{team}')`,
        ),
      );
    const read = 'perform id from app.client_user';
    const change = (what: string) => `update app.client_user set ${what}`;
    expect(await reached(client.admin, read)).toMatch(/reached 4$/);
    expect(await reached(client.admin, change('sections = wanted'))).toMatch(/reached 3$/);
    for (const token of [client.employee, client.deactivated]) {
      expect(await reached(token, read)).toMatch(/reached 0$/);
      expect(await reached(token, change('sections = wanted'))).toMatch(/reached 0$/);
    }

    const grant = (column: string) => `grant update (${column}) on app.client_user to definer_team`;
    const moved = `client_id = '${clients.neighbour.id}'`;
    expect(await reached(client.admin, change(moved), grant('client_id'))).toMatch(/row-level security/);
    expect(await reached(client.admin, change("role = 'admin'"), grant('role'))).toMatch(
      /row-level security/,
    );
  });
});

describe('the locale that a person reads by', () => {
  const choose = async (token: string, locale: string | null) =>
    (
      await asClient<{ done: boolean }>(inside().db, token, 'select app.choose_locale($1) as done', [locale])
    )[0]?.done;
  const own = async (token: string) =>
    (await asClient<{ locale: string | null }>(inside().db, token, 'select app.client_locale() as locale'))[0]
      ?.locale;
  /** What the tables have of everybody who chose one, by name. */
  const chosen = async () =>
    (
      await inside().db.admin.query<{ name: string; locale: string }>(
        `select name, locale from ${table} where locale is not null order by name collate "C"`,
      )
    ).rows;

  test('is their own to choose and to read, whatever their sections, and nobody else’s', async () => {
    const { client } = inside();
    for (const token of [client.employee, client.sectionless, client.admin]) {
      expect(await choose(token, 'de-CH')).toBe(true);
      expect(await own(token)).toBe('de-CH');
    }
    expect(await chosen()).toEqual(
      ['Admin', 'Employee', 'Sectionless'].map((name) => ({ name, locale: 'de-CH' })),
    );
    expect(await own(client.neighbour)).toBeNull();
    for (const token of [client.employee, client.sectionless, client.admin])
      expect(await choose(token, null)).toBe(true);
    expect(await chosen()).toEqual([]);
    expect(await own(client.admin)).toBeNull();
  });

  test('is neither chosen nor told by a session that is none', async () => {
    const { client, clientNobodies } = inside();
    await choose(client.employee, 'en-US');
    for (const token of Object.values(clientNobodies)) {
      expect(await choose(token, 'de-DE')).toBe(false);
      expect(await own(token)).toBeNull();
    }
    expect(await chosen()).toEqual([{ name: 'Employee', locale: 'en-US' }]);
    await choose(client.employee, null);
  });

  test('is no column that a client is granted, of their own row either', async () => {
    const w = inside();
    expect(await attemptError(w, seats.client(w.client.admin), `select locale from ${table}`)).toBe(
      denied(table),
    );
    expect(await attemptError(w, seats.client(w.client.admin), `update ${table} set locale = 'de-DE'`)).toBe(
      denied(table),
    );
  });

  test('is a language with a script and a region at most', async () => {
    const { client, db } = inside();
    const refused = (locale: string) =>
      errorOf(asClient(db, client.employee, 'select app.choose_locale($1)', [locale]));
    for (const locale of ['en', 'en-GB', 'zh-Hant-TW', 'es-419', 'gsw'])
      expect(await refused(locale), locale).toBe('no error');
    for (const locale of [
      '',
      'english',
      'en_GB',
      'en-gb',
      'EN',
      'en-GB-u-ca-buddhist',
      'en-GB\n',
      ' en',
      'én',
      '*',
      'x'.repeat(10_000),
    ])
      expect(await refused(locale), locale.slice(0, 30)).toMatch(/^23514/);
    await choose(client.employee, null);
  });

  test('is changed in no other row, however careless the function of definer_visit', async () => {
    const { db, client } = inside();
    const careless = `create or replace function app.choose_locale(chosen text) returns boolean
      language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
      declare reached integer;
      begin
        update app.client_user set locale = chosen;
        get diagnostics reached = row_count;
        raise exception 'reached %', reached;
      end $$`;
    const reached = (token: string, ...sins: string[]) =>
      errorOf(
        beneath(
          db,
          { sins: [careless, ...sins], seat: seats.client(token) },
          `select app.choose_locale('de-DE')`,
        ),
      );
    expect(await reached(client.admin)).toMatch(/reached 1$/);
    expect(await reached(client.deactivated)).toMatch(/reached 0$/);
    const another = `create or replace function app.choose_locale(chosen text) returns boolean
      language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
      begin
        update app.client_user set id = gen_random_uuid();
        return true;
      end $$`;
    expect(
      await reached(client.admin, 'grant update (id) on app.client_user to definer_visit', another),
    ).toMatch(/row-level security/);
    const counted = another.replace(
      'update app.client_user set id = gen_random_uuid();',
      "raise exception 'reached %', (select count(id) from app.client_user);",
    );
    expect(await reached(client.admin, counted)).toMatch(/reached 1$/);
  });
});

describe('what a person may', () => {
  test('a Client Admin has every section, a Client Employee those switched on, from the next statement', async () => {
    const { db, client, people } = inside();
    const sees = async () => (await asClient(db, client.sectionless, 'select name from app.project')).length;
    const change = (what: string) =>
      db.admin.query(`update app.client_user set ${what} where id = $1`, [people.sectionless.id]);
    expect(await sees()).toBe(0);
    await change("sections = '{projects}'");
    expect(await sees()).toBe(1);
    await change("sections = '{}'");
    expect(await sees()).toBe(0);
    await change("role = 'admin'");
    expect(await sees()).toBe(1);
    await change("role = 'employee'");
    expect(await sees()).toBe(0);
  });

  test('app.client_me() tells the person their own name', async () => {
    const { db, client } = inside();
    expect(await asClient(db, client.employee, 'select name from app.client_me()')).toEqual([
      { name: 'Employee' },
    ]);
  });

  test('a person cannot be given to a client of another tenant', async () => {
    const { db, people, clients } = inside();
    const move = errorOf(
      db.admin.query('update app.client_user set client_id = $1 where id = $2', [
        clients.stranger.id,
        people.admin.id,
      ]),
    );
    expect(await move).toMatch(/^23503/);
  });
});
