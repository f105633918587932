/**
 * The law of a table whose rows belong to a contract: the policies alone, whatever grants, triggers and keys say beside them. Of
 * one row of the world there are three copies: on the contract "Both", on another contract of the tenant, and in the other
 * tenant under the first contract's id.
 */
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { type ProjectRole, seats } from '../support/builders.ts';
import { attempt, beneath, columnsOf, errorOf, refusedRow } from './policy-assertions.ts';
import { projectRoles, roleBelow, type World } from './world.ts';

type Inside = () => World;
type Copy = 'here' | 'elsewhere' | 'abroad';

const without = 'set local session_replication_role = replica';

/** Of each copy the statement that inserts it, with these expressions in place of what the row of the world says. */
async function copies(
  w: World,
  table: string,
  given: Partial<Record<string, string>> = {},
): Promise<Record<Copy, string>> {
  const columns = await columnsOf(w.db, table, "attgenerated = ''");
  const { rows } = await w.db.admin.query<{ row: unknown }>(
    `select to_jsonb(t) as row from ${table} t where contract_id = $1 order by 1 limit 1`,
    [w.contracts.both.id],
  );
  if (!rows[0]) throw new Error(`the world has no row of ${table} on its contract`);
  const row = pg.escapeLiteral(JSON.stringify(rows[0].row));
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const copy = (changed: Partial<Record<string, string>>) => {
    const all = { ...given, ...changed };
    const values = columns.map((column) => all[column] ?? pg.escapeIdentifier(column)).join(', ');
    return `insert into ${table} (${list}) select ${values} from jsonb_populate_record(null::${table}, ${row})`;
  };
  const another = {
    ...(columns.includes('id') && { id: 'gen_random_uuid()' }),
    ...(columns.includes('ticket_id') && {
      ticket_id: 'case when ticket_id is not null then gen_random_uuid() end',
    }),
    ...(columns.includes('number') && { number: 'number + 1000', request_id: 'null' }),
  };
  return {
    here: copy({}),
    elsewhere: copy({ ...another, contract_id: `'${w.contracts.neighbour.id}'` }),
    abroad: copy({ ...another, tenant_id: `'${w.rival.tenant_id}'` }),
  };
}

type Writes = {
  /** From which role on the contract staff may do it; absent where no staff may. */
  insert?: ProjectRole;
  update?: ProjectRole;
  delete?: ProjectRole;
  /** An assignment to a column that reads none. */
  touch?: string;
  /** Whether a person writes what is their own alone: then whoever writes here wrote what is there. */
  authored?: true;
  /** Expressions by column, where a row like that of the world is not one to be inserted. */
  values?: Partial<Record<string, string>>;
};
const signedBy = ({ id }: { id: string }) => ({ author_staff_id: `'${id}'` });

/** Staff read and write rows of contracts by their role there. */
export function heldByContract(inside: Inside, table: string, writes: Writes = {}) {
  /** The statements that insert the copies, under the person's name where that matters. */
  function copiesOf(w: World, token: string) {
    const name = Object.entries(w.staff).find(([, theirs]) => theirs === token)?.[0];
    const person = Object.entries(w.team).find(([other]) => other === name)?.[1] ?? w.team.tenantManager;
    return copies(w, table, writes.authored ? signedBy(person) : writes.values);
  }
  /** Runs a statement as staff who hold, on the other contract, only the role below the one that the command takes. */
  async function alone(sql: string, token: string, of: Copy[], minimum?: ProjectRole) {
    const w = inside();
    const statements = await copiesOf(w, token);
    const sins = [without, `delete from ${table}`, ...of.map((copy) => statements[copy])];
    if (minimum)
      sins.push(
        `grant insert, update, delete on ${table} to staff`,
        `insert into app.contract_member select tenant_id, '${w.contracts.neighbour.id}', staff_member_id, '${roleBelow(minimum)}'
           from app.contract_member where contract_id = '${w.contracts.both.id}'`,
      );
    return beneath(w.db, { sins, seat: seats.staff(token), bare: true }, sql);
  }
  const may = (role: ProjectRole, minimum: ProjectRole) =>
    projectRoles.indexOf(role) >= projectRoles.indexOf(minimum);

  describe('the policies of role staff alone', () => {
    test('read the rows of contracts that the person is on, and a Manager those of the tenant', async () => {
      const w = inside();
      const count = async (token: string) =>
        Number(
          (await alone(`select count(*) as count from ${table}`, token, ['here', 'elsewhere', 'abroad']))
            .rows[0]?.count,
        );
      for (const role of projectRoles)
        expect({ role, sees: await count(w.staff[role]) }).toEqual({ role, sees: 1 });
      expect(await count(w.staff.tenantManager)).toBe(2);
      for (const token of [w.staff.outsider, w.staff.foreigner, w.staff.expired, w.client.admin])
        expect(await count(token)).toBe(0);
    });

    const { insert, update, delete: remove } = writes;
    if (insert)
      test(`insert from ${insert} on, and no row of another contract or tenant`, async () => {
        const w = inside();
        const add = async (token: string, copy: Copy) =>
          errorOf(alone((await copiesOf(w, token))[copy], token, [], insert));
        for (const role of projectRoles)
          expect({ role, error: await add(w.staff[role], 'here') }).toEqual({
            role,
            error: may(role, insert) ? 'no error' : refusedRow(table),
          });
        for (const copy of ['elsewhere', 'abroad'] as const)
          expect({ copy, error: await add(w.staff[insert], copy) }).toEqual({
            copy,
            error: refusedRow(table),
          });
        expect(await add(w.staff.tenantManager, 'elsewhere')).toBe('no error');
        for (const token of [w.staff.outsider, w.staff.foreigner, w.staff.expired, w.client.admin])
          expect(await add(token, 'here')).toBe(refusedRow(table));
      });

    for (const [command, minimum, sql] of [
      ['update', update, `update ${table} set ${writes.touch ?? ''}`],
      ['delete', remove, `delete from ${table}`],
    ] as const) {
      if (!minimum) continue;
      test(`${command} from ${minimum} on, and no row of another contract or tenant`, async () => {
        const w = inside();
        const count = async (token: string) =>
          (await alone(sql, token, ['here', 'elsewhere', 'abroad'], minimum)).rowCount;
        for (const role of projectRoles)
          expect({ role, count: await count(w.staff[role]) }).toEqual({
            role,
            count: may(role, minimum) ? 1 : 0,
          });
        expect(await count(w.staff.tenantManager)).toBe(2);
        for (const token of [w.staff.outsider, w.staff.foreigner, w.staff.expired, w.client.admin])
          expect(await count(token)).toBe(0);
      });
    }

    if (update)
      test('move no row to another contract or tenant', async () => {
        const w = inside();
        const move = (column: string, to: string) =>
          errorOf(alone(`update ${table} set ${column} = '${to}'`, w.staff[update], ['here'], update));
        expect(await move('contract_id', w.contracts.both.id)).toBe('no error');
        expect(await move('contract_id', w.contracts.neighbour.id)).toBe(refusedRow(table));
        expect(await move('tenant_id', w.rival.tenant_id)).toBe(refusedRow(table));
      });

    if (update && writes.authored)
      test('reach nothing of another’s, and put nothing under another’s name', async () => {
        const w = inside();
        const token = w.staff[update];
        const theirs = (await copies(w, table, signedBy(w.team.owner))).here;
        expect(await errorOf(alone(theirs, token, [], update))).toBe(refusedRow(table));
        const rename = `update ${table} set author_staff_id = '${w.team.owner.id}'`;
        expect(await errorOf(alone(rename, token, ['here'], update))).toBe(refusedRow(table));
        const change = `update ${table} set ${writes.touch ?? ''}`;
        for (const [author, reached] of [
          [w.team[update], 1],
          [w.team.owner, 0],
        ] as const) {
          const sins = [without, `delete from ${table}`, (await copies(w, table, signedBy(author))).here];
          const { rowCount } = await beneath(w.db, { sins, seat: seats.staff(token), bare: true }, change);
          expect(rowCount).toBe(reached);
        }
      });
  });
}

type Works = {
  insert?: true;
  update?: true;
  delete?: true;
  touch?: string;
};

/** A background job works on the rows of the tenant that it names, and on none where it names none. */
export function workedOn(inside: Inside, table: string, works: Works = {}) {
  const alone = async (sql: string, tenant: string, of: Copy[]) => {
    const w = inside();
    const statements = await copies(w, table);
    const sins = [
      without,
      `delete from ${table}`,
      ...of.map((copy) => statements[copy]),
      `grant insert, update, delete on ${table} to worker`,
    ];
    return beneath(w.db, { sins, seat: seats.worker(tenant), bare: true }, sql);
  };
  const tenants = (w: World) => [
    [w.acme.tenant_id, 1],
    [w.rival.tenant_id, 1],
    ['', 0],
  ] as const; // prettier-ignore

  describe('role worker', () => {
    test('reads the tenant it names, and nothing without one', async () => {
      const w = inside();
      for (const [tenant, rows] of tenants(w)) {
        const { rows: found } = await alone(`select tenant_id from ${table}`, tenant, ['here', 'abroad']);
        expect(found).toEqual(rows ? [{ tenant_id: tenant }] : []);
      }
      const all = await attempt(w, seats.worker(), `select from ${table}`);
      expect(all.rowCount).toBe(0);
    });

    if (works.insert)
      test('inserts rows of the tenant it names', async () => {
        const w = inside();
        const statements = await copies(w, table);
        const add = (copy: Copy, tenant: string) => errorOf(alone(statements[copy], tenant, []));
        expect(await add('here', w.acme.tenant_id)).toBe('no error');
        expect(await add('abroad', w.acme.tenant_id)).toBe(refusedRow(table));
        expect(await add('here', '')).toBe(refusedRow(table));
      });

    for (const [command, sql] of [
      ['update', `update ${table} set ${works.touch ?? ''}`],
      ['delete', `delete from ${table}`],
    ] as const) {
      if (!works[command]) continue;
      test(`${command}s rows of the tenant it names, and nothing without one`, async () => {
        const w = inside();
        for (const [tenant, rows] of tenants(w))
          expect((await alone(sql, tenant, ['here', 'abroad'])).rowCount).toBe(rows);
      });
    }

    if (works.update)
      test('moves no row to another tenant', async () => {
        const w = inside();
        const move = `update ${table} set tenant_id = '${w.rival.tenant_id}'`;
        expect(await errorOf(alone(move, w.acme.tenant_id, ['here']))).toBe(refusedRow(table));
      });
  });
}
