/**
 * The law of the narrow roles, under which a function does one action for the person that calls it: their policies alone, whatever grants,
 * triggers and keys say beside them. Which rows a person reaches is compared with what the memberships say.
 */
import { describe, expect, test } from 'vitest';
import { type ProjectRole, type Seat, seats } from '../support/builders.ts';
import { beneath, columnsOf, errorOf, refusedRow } from './policy-assertions.ts';
import { projectRoles, roleBelow, type World } from './world.ts';

type NarrowLaw = {
  /** The role from which a person reaches rows through it; undefined: a Manager of the tenant reaches all of it. */
  from?: ProjectRole;
  /** The place by which a row is reached; a project unless told otherwise. */
  on?: 'project' | 'contract' | 'either';
  /** The assignment that its function makes; absent where it only reads. */
  sets?: string;
  /** The further condition on rows that it changes. */
  only?: string;
  deletes?: true;
  /** Statements by which there are such rows. */
  sins?: string[];
};
/** By role. */
export type Narrow = Record<string, NarrowLaw>;

/** Everybody who may call a function of staff, and whom they are to the admin; nobody where their session proves nothing. */
const people = (w: World) => [
  ...[...projectRoles, 'tenantManager', 'outsider', 'foreigner'].map((name) => {
    const who = name as ProjectRole | 'tenantManager' | 'outsider' | 'foreigner';
    return { name, token: w.staff[who], person: w.team[who] };
  }),
  { name: 'an expired session', token: w.staff.expired, person: null },
  { name: 'a session of a client', token: w.client.admin, person: null },
];

/** Registers what each narrow role reads and writes of a table. */
export function narrow(inside: () => World, table: string, roles: Narrow) {
  for (const [role, law] of Object.entries(roles))
    describe(`the policies of ${role} alone`, () => reachOf(inside, table, role, law));
}

function reachOf(inside: () => World, table: string, role: string, law: NarrowLaw) {
  const { from, on = 'project', sets, only = 'true', deletes } = law;
  const projectColumn = table === 'app.project' ? 'id' : 'project_id';

  /** Elsewhere everybody is one role short, and the other tenant has rows under the same ids. */
  async function sinsOf(w: World): Promise<string[]> {
    const { hidden } = w.projects;
    const { both, neighbour } = w.contracts;
    const columns = await columnsOf(w.db, table);
    const below = roleBelow(from ?? 'observer');
    const elsewhere = `update ${table} set contract_id = '${neighbour.id}' where contract_id = '${both.id}' and client_id = '${w.clients.neighbour.id}'`;
    return [
      'set local session_replication_role = replica',
      `grant ${role} to staff_app`,
      `grant select, update, delete on ${table} to ${role}`,
      `update app.project_member set role = '${below}' where project_id = '${hidden.id}'`,
      `insert into app.contract_member select tenant_id, '${neighbour.id}', staff_member_id, '${below}'
         from app.contract_member where contract_id = '${both.id}'`,
      ...(on !== 'project' && columns.includes('client_id') ? [elsewhere] : []),
      ...(on === 'project'
        ? []
        : [
            `update ${table} set contract_id = '${both.id}' where tenant_id = '${w.rival.tenant_id}' and contract_id is not null`,
          ]),
      ...(law.sins ?? []),
    ];
  }
  /** So that a command is held by its own policy alone, not by that of reading. */
  const readsAll = `create policy sin on ${table} for select to ${role} using (true)`;
  const seatOf = (token: string): Seat => ({ ...seats.staff(token), role });
  const keyOf = async (w: World) => {
    const { rows } = await w.db.admin.query<{ name: string }>(
      `select attname::text as name from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
        where indrelid = $1::regclass and indisprimary order by attnum`,
      [table],
    );
    return `concat_ws('/', ${rows.map(({ name }) => name).join(', ')})`;
  };

  /** The rows that a person reaches, by their memberships, as the admin counts them. */
  async function expected(w: World, person: { tenant_id: string; id: string } | null, condition: string) {
    if (!person) return [];
    const manages =
      "exists (select from app.staff_member s where s.tenant_id = t.tenant_id and s.id = $1 and s.role >= 'manager')";
    const placed = (of: 'project' | 'contract', column: string) =>
      `exists (select from app.${of} p where p.tenant_id = t.tenant_id and p.id = t.${column} and (${manages}
         ${from ? `or exists (select from app.${of}_member m where m.tenant_id = p.tenant_id and m.${of}_id = p.id and m.staff_member_id = $1 and m.role >= '${from}')` : ''}))`;
    const reaches = [
      ...(on === 'contract' ? [] : [placed('project', projectColumn)]),
      ...(on === 'project' ? [] : [placed('contract', 'contract_id')]),
    ].join(' or ');
    const { rows } = await beneath(
      w.db,
      { sins: await sinsOf(w) },
      `select ${await keyOf(w)} as key from ${table} t where t.tenant_id = $2 and (${reaches}) and (${condition}) order by 1`,
      [person.id, person.tenant_id],
    );
    return rows.map((row) => row.key);
  }

  async function reaches(condition: string, statement: (key: string) => string, sins: string[] = []) {
    const w = inside();
    const key = await keyOf(w);
    const under = { sins: [...(await sinsOf(w)), ...sins], bare: true };
    for (const { name, token, person } of people(w)) {
      const { rows } = await beneath(w.db, { ...under, seat: seatOf(token) }, statement(key));
      expect({ name, reaches: rows.map((row) => row.key).sort() }).toEqual({
        name,
        reaches: (await expected(w, person, condition)).sort(),
      });
    }
    // Somebody reaches some, and nobody all.
    const { rows } = await beneath(w.db, { ...under, sins: await sinsOf(w) }, `select from ${table}`);
    const manager = people(w).find(({ name }) => name === 'tenantManager')?.person ?? null;
    const most = (await expected(w, manager, condition)).length;
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(rows.length);
  }

  test('read what the person that calls it reaches', () =>
    reaches('true', (key) => `select ${key} as key from ${table}`));

  if (deletes)
    test('delete what the person that calls it reaches', () =>
      reaches('true', (key) => `delete from ${table} returning ${key} as key`, [readsAll]));

  if (!sets) return;

  test('change what the person that calls it reaches', () =>
    reaches(only, (key) => `update ${table} set ${sets} returning ${key} as key`, [readsAll]));

  test('leave every row within that reach', async () => {
    const w = inside();
    const seat = seatOf(from ? w.staff[from] : w.staff.tenantManager);
    const sins = [...(await sinsOf(w)), readsAll];
    const move = (column: string, to: string) =>
      beneath(
        w.db,
        { sins, seat, bare: true },
        `update ${table} set ${sets.startsWith(`${column} =`) ? '' : `${sets}, `}${column} = '${to}' where ${column} is not null`,
      );
    const places = [
      ...(on === 'contract' ? [] : [[projectColumn, w.projects.shared.id, w.projects.hidden.id] as const]),
      ...(on === 'project' ? [] : [['contract_id', w.contracts.both.id, w.contracts.neighbour.id] as const]),
    ];
    if (from)
      for (const [column, here, elsewhere] of places) {
        expect((await move(column, here)).rowCount).toBeGreaterThan(0);
        expect(await errorOf(move(column, elsewhere))).toBe(refusedRow(table));
      }
    expect(await errorOf(move('tenant_id', w.rival.tenant_id))).toBe(refusedRow(table));
  });
}
