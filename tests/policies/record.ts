/** The law that every record of a project has in common: who reads it, who writes it, who shares it. */
import { describe, expect, test } from 'vitest';
import {
  type anEpic,
  aProject,
  asClient,
  flagging,
  type ProjectRole,
  seats,
  transact,
  toFlag,
} from '../support/builders.ts';
import {
  attempt,
  attemptError,
  beneath,
  columnsOf,
  denied,
  errorOf,
  floored,
  granted,
  type Grants,
  readByClients,
  reached,
  readByStaff,
  refusedRow,
  staffMayOnly,
} from './policy-assertions.ts';
import { type Narrow, narrow } from './narrow.ts';
import { projectRoles, roleBelow, useWorld, type World } from './world.ts';

type RecordLaw = {
  /** The text by which the world names its rows. */
  key: 'title' | 'name' | 'body';
  /** What a client user reads. */
  reads: readonly string[];
  /** The project role from which staff create and edit. */
  writtenBy: ProjectRole;
  creates: readonly string[];
  edits: readonly string[];
  /** What a new record needs besides its name and its place. */
  sample?: Record<string, unknown>;
  /** The kinds of record in the table, where there are several; the table is one of records of its own name otherwise. */
  of?: readonly Kind[];
  /** Whether its author alone edits it: then whoever edits here wrote what is there. */
  authored?: boolean;
  /** What definers may do with it. */
  definers?: Grants;
  /** Which of them stand for the person that calls their function. */
  narrow?: Narrow;
  /** Rows of the world beyond one open and one internal record a project. */
  alsoThere?: readonly `shared/${string}`[];
};

type Kind = {
  /** Its record_kind. */
  name: string;
  /** What the names of its rows end with. */
  suffix: string;
  sample: Record<string, unknown>;
  /** The column that places a new one in a project, and on what there. */
  parentColumn: 'project_id' | 'record_id';
  on: 'project' | 'task';
};

const bare = (table: string) => table.slice(table.indexOf('.') + 1);

/** Registers the common law of `table` and returns its world, for what is the table's own. */
export function projectRecord(table: `app.${string}`, law: RecordLaw): () => World {
  const inside = useWorld();
  const { key, writtenBy, sample = {}, alsoThere = [], definers = {} } = law;
  const kinds = law.of ?? [
    { name: bare(table), suffix: '', sample, parentColumn: 'project_id', on: 'project' } satisfies Kind,
  ];
  const [first] = kinds;
  /** What is refused to whoever does not see the place of a new record. */
  const nowhere = `23503 no such ${first?.parentColumn === 'record_id' ? 'record' : 'project'}`;
  /** Registers a test for each kind in the table. */
  const forEach = (title: string, body: (kind: Kind) => Promise<void>) => {
    for (const kind of kinds) test(law.of ? `${kind.name}: ${title}` : title, () => body(kind));
  };
  /** Lets a person of the tenant have written all its rows, where that matters. */
  const signed = async (w: World, who: ProjectRole | 'tenantManager') => {
    if (law.authored)
      await w.db.admin.query(`update ${table} set author_staff_id = $2 where tenant_id = $1`, [
        w.acme.tenant_id,
        w.team[who].id,
      ]);
    return seats.staff(w.staff[who]);
  };
  const may = (role: ProjectRole, minimum: ProjectRole) =>
    projectRoles.indexOf(role) >= projectRoles.indexOf(minimum);
  const named = (projects: string[]) =>
    projects
      .flatMap((project) =>
        [
          ...kinds.flatMap(({ suffix }) => [`internal${suffix}`, `open${suffix}`]),
          ...alsoThere.map((name) => name.slice('shared/'.length)),
        ].map((flag) => `${project}/${flag}`),
      )
      .sort();
  const inShared = named(['shared']).length;

  granted(inside, table, {
    client: { select: law.reads },
    staff: { select: true, insert: law.creates, update: law.edits, delete: true },
    ...definers,
  });
  floored(inside, table, { trusts: ['staff', ...Object.keys(definers)], shared: true });
  narrow(inside, table, law.narrow ?? {});

  readByClients(inside, table, {
    columns: law.reads,
    key: `${key} collate "C"`,
    section: 'projects',
    sees: () => kinds.map(({ suffix }) => `shared/open${suffix}`),
    cannotSee: Object.fromEntries([
      ...kinds.flatMap(({ name, suffix }) => {
        const record = law.of ? name : 'record';
        return [
          [`an Internal Only ${record}`, `shared/internal${suffix}`],
          [`a Client Visible ${record} under a hidden project`, `hidden/open${suffix}`],
          [`another client's ${record} in the same tenant`, `neighbour/open${suffix}`],
          [`another tenant's ${record}`, `foreign/open${suffix}`],
        ];
      }),
      ...alsoThere.map((name) => [`"${name}"`, name]),
    ]) as Record<string, string>,
  });

  readByStaff(inside, table, {
    key: `${key} collate "C"`,
    manager: () => named(['hidden', 'neighbour', 'shared']),
    member: () => named(['hidden', 'shared']),
    outsider: () => [],
    foreigner: () => named(['foreign']),
  });

  const placeOf = async (w: World, kind: Kind, project: keyof World['projects']) => {
    if (kind.on === 'project') return w.projects[project].id;
    const { rows } = await w.db.admin.query<{ id: string }>('select id from app.task where title = $1', [
      `${project}/open`,
    ]);
    return rows[0]?.id;
  };
  const create = async (
    w: World,
    kind: Kind,
    project: keyof World['projects'],
    extra: Record<string, unknown> = {},
  ) => {
    const place = { [kind.parentColumn]: await placeOf(w, kind, project) };
    const values = { ...kind.sample, ...extra, ...place, [key]: 'new' };
    const columns = Object.keys(values);
    return {
      sql: `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
      values: Object.values(values),
    };
  };

  describe('role staff writes', () => {
    staffMayOnly(inside, table, 'insert', law.creates);
    staffMayOnly(inside, table, 'update', law.edits);

    test.each(projectRoles)(`%s creates one where ${writtenBy} is enough`, async (role) => {
      const w = inside();
      for (const kind of kinds) {
        const { sql, values } = await create(w, kind, 'shared');
        const error = await attemptError(w, seats.staff(w.staff[role]), sql, values);
        expect({ kind: kind.name, error }).toEqual({
          kind: kind.name,
          error: may(role, writtenBy) ? 'no error' : refusedRow(table),
        });
      }
    });

    test.each(projectRoles)(`%s edits where ${writtenBy} is enough, and there alone`, async (role) => {
      const w = inside();
      const { rowCount } = await attempt(w, await signed(w, role), `update ${table} set ${key} = 'edited'`);
      expect(rowCount).toBe(may(role, writtenBy) ? inShared : 0);
    });

    test.each(projectRoles)('%s deletes where manager is enough, and there alone', async (role) => {
      const w = inside();
      const { rowCount } = await attempt(w, seats.staff(w.staff[role]), `delete from ${table}`);
      expect(rowCount).toBe(may(role, 'manager') ? inShared : 0);
    });

    forEach(
      'nobody creates one in a project that they only observe, do not see, or that is of another tenant',
      async (kind) => {
        const w = inside();
        const outcome = async (token: string, project: keyof World['projects']) => {
          const { sql, values } = await create(w, kind, project);
          return attemptError(w, seats.staff(token), sql, values);
        };
        expect(await outcome(w.staff.owner, 'hidden')).toBe(refusedRow(table));
        expect(await outcome(w.staff.owner, 'neighbour')).toBe(nowhere);
        expect(await outcome(w.staff.outsider, 'shared')).toBe(nowhere);
        expect(await outcome(w.staff.foreigner, 'neighbour')).toBe(nowhere);
        for (const [who, token] of Object.entries(w.staffNobodies))
          expect({ who, error: await outcome(token, 'shared') }).toEqual({
            who,
            error: nowhere,
          });
      },
    );

    test("a Manager edits and deletes all of the tenant and nothing of another's", async () => {
      const w = inside();
      for (const sql of [`update ${table} set ${key} = 'edited'`, `delete from ${table}`]) {
        expect((await attempt(w, await signed(w, 'tenantManager'), sql)).rowCount).toBe(3 * inShared);
        for (const token of [...Object.values(w.staffNobodies), w.staff.outsider])
          expect((await attempt(w, seats.staff(token), sql)).rowCount).toBe(0);
      }
    });

    forEach('only a manager changes visibility', async ({ suffix }) => {
      const w = inside();
      const open = `${key} = 'shared/open${suffix}'`;
      for (const role of projectRoles) {
        const seat = await signed(w, role);
        const hide = flagging(bare(table), 'internal_only', open);
        expect({ role, reached: await reached(w, seat, hide) }).toEqual({
          role,
          reached: may(role, 'manager') ? 1 : 0,
        });
        expect(await attemptError(w, seat, `update ${table} set visibility = 'internal_only'`)).toBe(
          denied(table),
        );
      }
    });

    forEach('a change of its flag counts its version up and says when', async ({ suffix }) => {
      const w = inside();
      const open = `${key} = 'shared/open${suffix}'`;
      await w.db.admin.query(`update ${table} set updated_at = '2020-01-01' where ${open}`);
      const read = `select version, updated_at > now() - interval '1 minute' as recent from ${table} where ${open}`;
      const { rows: before } = await w.db.admin.query<{ version: number }>(read);
      const after = await transact(
        w.db,
        seats.staff(w.staff.manager),
        async (line) => {
          await line.query(flagging(bare(table), 'internal_only', open));
          return (await line.query(read)).rows as unknown[];
        },
        'rollback',
      );
      expect(after).toEqual([{ version: (before[0]?.version ?? 0) + 1, recent: true }]);
    });

    forEach(
      'whoever may create one creates it as the project says, and only a manager otherwise',
      async (kind) => {
        const w = inside();
        const usual = await create(w, kind, 'shared');
        const other = await create(w, kind, 'shared', { visibility: 'client_visible' });
        for (const role of projectRoles.filter((name) => may(name, writtenBy))) {
          const { rows } = await attempt(
            w,
            seats.staff(w.staff[role]),
            `${usual.sql} returning visibility`,
            usual.values,
          );
          expect(rows).toEqual([{ visibility: 'internal_only' }]);
          const error = await attemptError(w, seats.staff(w.staff[role]), other.sql, other.values);
          expect({ role, error }).toEqual({
            role,
            error: may(role, 'manager') ? 'no error' : refusedRow(table),
          });
        }
      },
    );

    forEach(
      'where the project says Client Visible, whoever may create one shares it by creating it, and may be stricter',
      async (kind) => {
        const w = inside();
        const says = (visibility: string) =>
          w.db.admin.query(
            `insert into app.project_default values ($1, $2, $3, $4)
             on conflict (tenant_id, project_id, record_kind) do update set visibility = excluded.visibility`,
            [w.acme.tenant_id, w.projects.shared.id, kind.name, visibility],
          );
        await says('client_visible');
        try {
          const { sql, values } = await create(w, kind, 'shared');
          const { rows } = await attempt(
            w,
            seats.staff(w.staff[writtenBy]),
            `${sql} returning visibility, shared`,
            values,
          );
          expect(rows).toEqual([{ visibility: 'client_visible', shared: true }]);
          const stricter = await create(w, kind, 'shared', { visibility: 'internal_only' });
          const kept = await attempt(
            w,
            seats.staff(w.staff[writtenBy]),
            `${stricter.sql} returning visibility, shared, shared_at`,
            stricter.values,
          );
          expect(kept.rows).toEqual([{ visibility: 'internal_only', shared: false, shared_at: null }]);
        } finally {
          await says('internal_only');
        }
      },
    );

    forEach('an edit counts the version up and leaves shared_at', async ({ suffix }) => {
      const w = inside();
      const open = `${key} = 'shared/open${suffix}'`;
      const { rows } = await attempt(
        w,
        await signed(w, writtenBy),
        `update ${table} set ${key} = ${key} where ${open} returning version, shared_at`,
      );
      const before = await w.db.admin.query<{ version: number; shared_at: Date }>(
        `select version + 1 as version, shared_at from ${table} where ${open}`,
      );
      expect(before.rows[0]?.shared_at).toBeInstanceOf(Date);
      expect(rows).toEqual(before.rows);
    });

    forEach(
      'so does an edit of each column, but of its place: a list that is written anew changes none of what nobody moved',
      async ({ suffix }) => {
        const w = inside();
        const open = `${key} = 'shared/open${suffix}'`;
        const seat = await signed(w, writtenBy);
        const { rows: before } = await w.db.admin.query<{ version: number }>(
          `select version from ${table} where ${open}`,
        );
        for (const column of law.edits) {
          const { rows } = await attempt(
            w,
            seat,
            `update ${table} set ${column} = ${column} where ${open} returning version`,
          );
          const edits = column === 'position' ? 0 : 1;
          expect({ column, rows }).toEqual({
            column,
            rows: [{ version: (before[0]?.version ?? 0) + edits }],
          });
        }
      },
    );

    forEach(
      'when somebody last did is kept, and what a job or a cascade writes is nobody’s edit',
      async ({ suffix }) => {
        const w = inside();
        const open = `${key} = 'shared/open${suffix}'`;
        const seat = await signed(w, writtenBy);
        const column = law.edits.find((one) => one !== 'position') ?? '';
        const edit = `update ${table} set ${column} = ${column} where ${open}`;
        const recent = "returning updated_at > now() - interval '1 minute' as recent";
        await w.db.admin.query(`update ${table} set updated_at = '2020-01-01' where ${open}`);
        const { rows } = await attempt(w, seat, `${edit} ${recent}`);
        expect(rows).toEqual([{ recent: true }]);
        const { rows: before } = await w.db.admin.query<{ version: number }>(
          `select version from ${table} where ${open}`,
        );
        const written = await w.db.admin.query(`${edit} returning version`);
        expect(written.rows).toEqual(before);
      },
    );
  });

  describe('beneath the grants, the policies alone', () => {
    // On "hidden" the person comes as near as may be to the role that it takes.
    const sins = [
      `grant insert, update on ${table} to staff`,
      `update app.project_member p set role = '${roleBelow(writtenBy)}' from app.project where id = project_id and name = 'hidden'`,
    ];

    /** Inserts a copy of a row of the world, whole, without triggers. */
    async function copy(w: World, name: string, changes: object = {}) {
      const seat = await signed(w, writtenBy);
      const columns = await columnsOf(w.db, table, "attgenerated = ''");
      const { rows } = await w.db.admin.query<{ row: object }>(
        `select to_jsonb(t) as row from ${table} t where ${key} = $1`,
        [name],
      );
      const value = (column: string) =>
        column === 'id' ? 'gen_random_uuid()' : column === 'number' ? 'number + 1000' : column;
      return beneath(
        w.db,
        { sins, seat, bare: true },
        `insert into ${table} (${columns.join(', ')}) select ${columns.map(value).join(', ')} from jsonb_populate_record(null::${table}, $1)`,
        // In the backlog: a sprint takes another right.
        [{ ...rows[0]?.row, sprint_id: null, sprint_visible: null, ...changes }],
      );
    }
    const move = async (w: World, column: 'tenant_id' | 'project_id', to: string) =>
      beneath(
        w.db,
        { sins, seat: await signed(w, writtenBy), bare: true },
        `update ${table} set ${column} = '${to}'`,
      );

    forEach('no row is made in another project or tenant', async ({ suffix }) => {
      const w = inside();
      expect((await copy(w, `shared/internal${suffix}`)).rowCount).toBe(1);
      expect(await errorOf(copy(w, `hidden/internal${suffix}`))).toBe(refusedRow(table));
      expect(await errorOf(copy(w, `foreign/internal${suffix}`))).toBe(refusedRow(table));
    });

    if (law.authored)
      forEach('no row is made under another’s name', async ({ suffix }) => {
        const w = inside();
        const under = (author: string) => copy(w, `shared/internal${suffix}`, { author_staff_id: author });
        expect((await under(w.team[writtenBy].id)).rowCount).toBe(1);
        expect(await errorOf(under(w.team.owner.id))).toBe(refusedRow(table));
      });

    if (law.authored)
      test('no row of somebody else is moved, and no row is put under another’s name', async () => {
        const w = inside();
        const change = (what: string) =>
          beneath(
            w.db,
            { sins, seat: seats.staff(w.staff.manager), bare: true },
            `update ${table} set ${what}`,
          );
        await signed(w, writtenBy);
        expect((await change(`project_id = '${w.projects.shared.id}'`)).rowCount).toBe(0);
        await signed(w, 'manager');
        expect((await change(`author_staff_id = '${w.team.manager.id}'`)).rowCount).toBe(inShared);
        expect(await errorOf(change(`author_staff_id = '${w.team[writtenBy].id}'`))).toBe(refusedRow(table));
      });

    test('no row is moved to another project or tenant', async () => {
      const w = inside();
      expect((await move(w, 'project_id', w.projects.shared.id)).rowCount).toBe(inShared);
      expect(await errorOf(move(w, 'project_id', w.projects.hidden.id))).toBe(refusedRow(table));
      expect(await errorOf(move(w, 'tenant_id', w.rival.tenant_id))).toBe(refusedRow(table));
    });

    test('with the grants as they are, moving is refused before any row is touched', async () => {
      const w = inside();
      for (const column of ['tenant_id', 'client_id', 'project_id'])
        expect(
          await attemptError(
            w,
            seats.staff(w.staff.owner),
            `update ${table} set ${column} = gen_random_uuid()`,
          ),
        ).toBe(denied(table));
    });
  });

  if (law.authored) {
    describe('what somebody else has said', () => {
      const others = (role: ProjectRole) => (role === 'reviewer' ? 'owner' : 'reviewer');
      const opened = kinds.map(({ suffix }) => `'shared/open${suffix}'`).join(', ');
      const editText = `update ${table} set ${key} = 'reworded' where ${key} in (${opened})`;

      test.each(projectRoles)('is not %s’s to edit; a manager alone shares it', async (role) => {
        const w = inside();
        await signed(w, others(role));
        const seat = seats.staff(w.staff[role]);
        expect((await attempt(w, seat, editText)).rowCount).toBe(0);
        const share = flagging(bare(table), 'client_visible', 'true');
        expect(await reached(w, seat, share)).toBe(may(role, 'manager') ? inShared : 0);
      });

      test('is not a tenant Manager’s to edit, nor what a client or nobody of the staff has said', async () => {
        const w = inside();
        const seat = seats.staff(w.staff.tenantManager);
        await signed(w, 'reviewer');
        expect((await attempt(w, seat, editText)).rowCount).toBe(0);
        await w.db.admin.query(`update ${table} set author_staff_id = null`);
        expect((await attempt(w, seat, editText)).rowCount).toBe(0);
      });
    });
  }

  return inside;
}

/** The order in which clients see a project's epics or stories: that of the staff, counted among what is shared. */
export function placesAmongShared(
  inside: () => World,
  table: 'app.epic' | 'app.story',
  build: typeof anEpic,
) {
  const placed = async (id?: string) => {
    const { db, clients, client } = inside();
    const project = await aProject(db, clients.own, { id, visibility: 'client_visible' });
    const at = (position: number, visibility: 'client_visible' | 'internal_only') =>
      build(db, project, { position, visibility });
    const all = {
      third: await at(30, 'client_visible'),
      first: await at(10, 'client_visible'),
      hidden: await at(20, 'internal_only'),
      second: await at(25, 'client_visible'),
    };
    const nameOf = (id: unknown) => Object.entries(all).find(([, one]) => one.id === id)?.[0];
    const seen = async () =>
      (
        await asClient<{ id: string; place: number }>(
          db,
          client.admin,
          `select id, shared_position as place from ${table} where project_id = $1 order by shared_position`,
          [project.id],
        )
      ).map(({ id, place }) => `${place} ${nameOf(id)}`);
    const change = (what: string, name: keyof typeof all) =>
      db.admin.query(`update ${table} set ${what} where id = $1`, [all[name].id]);
    return { project, seen, change, all };
  };

  test('of several that come in one statement, each has its record, and those that are shared their places', async () => {
    const { db, clients, client } = inside();
    const project = await aProject(db, clients.own, { visibility: 'client_visible' });
    await db.admin.query(
      `insert into ${table} (tenant_id, project_id, title, position, visibility)
       select $1, $2, 'number ' || n, -n, case when n = 2 then 'internal_only' else 'client_visible' end::app.visibility
         from generate_series(1, 4) n`,
      [project.tenant_id, project.id],
    );
    const seen = await asClient(
      db,
      client.admin,
      `select title, shared_position::int as place from ${table} where project_id = $1 order by place`,
      [project.id],
    );
    expect(seen).toEqual([
      { title: 'number 4', place: 1 },
      { title: 'number 3', place: 2 },
      { title: 'number 1', place: 3 },
    ]);
    const { rows } = await db.admin.query(
      'select count(*)::int as records from app.record where root_id = $1 and id <> root_id',
      [project.id],
    );
    expect(rows).toEqual([{ records: 4 }]);
  });

  test('clients read the places among what is shared, in the order of the staff, as it is now', async () => {
    const { seen, change, all, project } = await placed();
    const { db } = inside();
    const flag = (visibility: string, id: string) => db.admin.query(toFlag, [visibility, id]);
    expect(await seen()).toEqual(['1 first', '2 second', '3 third']);
    await change('position = 40', 'first');
    expect(await seen()).toEqual(['1 second', '2 third', '3 first']);
    await flag('internal_only', all.third.id);
    expect(await seen()).toEqual(['1 second', '2 first']);
    await flag('client_visible', all.hidden.id);
    expect(await seen()).toEqual(['1 hidden', '2 second', '3 first']);
    await db.admin.query(`delete from ${table} where id = $1`, [all.second.id]);
    expect(await seen()).toEqual(['1 hidden', '2 first']);

    await flag('internal_only', project.id);
    const { rows } = await db.admin.query(
      `select from ${table} where project_id = $1 and shared_position is not null`,
      [project.id],
    );
    expect(rows).toEqual([]);
    await flag('client_visible', project.id);
    expect(await seen()).toEqual(['1 hidden', '2 first']);
  });

  test.each(['00000000-0000-4000-8000-000000000001', 'ffffffff-ffff-4fff-bfff-ffffffffffff'])(
    'one statement hides the project with some of them, and shows it again, whichever comes first: %s',
    async (id) => {
      const { db } = inside();
      const { seen, project, all } = await placed(id);
      const admin = await db.admin.connect();
      try {
        // In the order of their ids, of which the project's is the first or the last.
        await admin.query('set enable_seqscan = off; set enable_bitmapscan = off');
        const flag = (visibility: string) =>
          admin.query('update app.record set visibility = $1 where tenant_id = $2 and id = any ($3)', [
            visibility,
            project.tenant_id,
            [project.id, all.first.id, all.second.id, all.third.id],
          ]);
        await flag('internal_only');
        const { rows } = await admin.query(
          `select from ${table} where project_id = $1 and shared_position is not null`,
          [project.id],
        );
        expect(rows).toEqual([]);
        await flag('client_visible');
        expect(await seen()).toEqual(['1 first', '2 second', '3 third']);
      } finally {
        admin.release(true);
      }
    },
  );

  test('hidden records move none of them: neither when added, nor deleted, nor anywhere in the order', async () => {
    const { seen, change, all, project } = await placed();
    const { db } = inside();
    const before = await seen();
    for (const position of [5, 27, 99]) {
      await change(`position = ${position}`, 'hidden');
      expect(await seen()).toEqual(before);
    }
    const another = await build(db, project, { position: 1, visibility: 'internal_only' });
    expect(await seen()).toEqual(before);
    await db.admin.query(`delete from ${table} where id = any($1)`, [[another.id, all.hidden.id]]);
    expect(await seen()).toEqual(before);
  });

  test('nobody of the staff writes a place', async () => {
    const w = inside();
    expect(await attemptError(w, seats.staff(w.staff.owner), `update ${table} set shared_position = 1`)).toBe(
      denied(table),
    );
  });
}
placesAmongShared.definers = {
  definer_log: {
    select: ['tenant_id', 'project_id', 'id', 'position', 'shared', 'shared_position'],
    update: ['shared_position'],
  },
} as const;
