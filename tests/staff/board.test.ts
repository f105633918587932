/** The order of tasks on the board and in the backlog, with several people moving at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

type Card = {
  id: string;
  number: number;
  title: string;
  status: string;
  sprintId: string | null;
  version: number;
};

let company: SampleCompany;
let marta: Visitor;
let jonas: Visitor;
let projectId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  jonas = await company.asPerson('jonas@');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
});
afterAll(() => company.stop());

const messageIn = ({ body }: Answer) => (JSON.parse(body) as { error: { message: string } }).error.message;
const board = async () =>
  (dataOf(await marta.query('staff', 'tasks.board', { projectId })) as { tasks: Card[] }).tasks;
const column = async (status: string) => (await board()).filter((card) => card.status === status);
const cardOf = async (taskId: string) => {
  const card = (await board()).find(({ id }) => id === taskId);
  if (!card) throw new Error('not on the board');
  return card;
};
const currentSprint = () =>
  company.idOf(`select id from app.sprint where project_id = $1 and status = 'active'`, [projectId]);

/** A new task on the board. */
async function aCard(title: string, status = 'to_do'): Promise<string> {
  const answer = await marta.mutate('staff', 'tasks.create', {
    ...{ projectId, title, status, sprintId: await currentSprint() },
  });
  return (dataOf(answer) as { id: string }).id;
}

type Target = { status: string; afterTaskId: string | null; sprintId?: string | null; version?: number };
const reorder = async (visitor: Visitor, taskId: string, to: Target) =>
  visitor.mutate('staff', 'tasks.reorder', {
    ...{ projectId, taskId, version: (await cardOf(taskId)).version },
    ...to,
  });

/** These tasks as they are now, for planning them. */
async function asTheyAre(taskIds: readonly string[]) {
  const { rows } = await company.database.admin.query<{ id: string; version: number }>(
    'select id, version from app.task where id = any($1)',
    [taskIds],
  );
  return taskIds.map((taskId) => ({ taskId, version: rows.find(({ id }) => id === taskId)?.version ?? 1 }));
}
const plan = async (visitor: Visitor, taskIds: readonly string[], sprintId: string | null) =>
  visitor.mutate('staff', 'tasks.plan', { projectId, tasks: await asTheyAre(taskIds), sprintId });

describe('a task', () => {
  test('stands right behind the one it was put behind, and first where it was put first', async () => {
    const [one, two] = [await aCard('One'), await aCard('Two')];
    const [anchor] = await column('in_progress');
    await reorder(marta, one, { status: 'in_progress', afterTaskId: anchor?.id ?? null });
    await reorder(marta, two, { status: 'in_progress', afterTaskId: null });
    const titles = (await column('in_progress')).map(({ title }) => title);
    expect(titles.slice(0, 3)).toEqual(['Two', anchor?.title, 'One']);
  });

  test('is added to the column that was asked for', async () => {
    const id = await aCard('Straight into review', 'in_review');
    expect((await column('in_review')).at(-1)?.id).toBe(id);
  });

  test('moved twice from one version is a conflict that says who moved it and where to', async () => {
    const id = await aCard('Wanted by two');
    const { version } = await cardOf(id);
    const answers = await Promise.all(
      [
        [jonas, 'in_review'],
        [jonas, 'in_progress'],
      ].map(([visitor, status]) =>
        reorder(visitor as Visitor, id, { status: status as string, afterTaskId: null, version }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { status, number } = await cardOf(id);
    const word = status === 'in_review' ? 'In review' : 'In progress';
    const late = await reorder(marta, id, { status: 'done', afterTaskId: null, version });
    expect(late.status).toBe(409);
    expect(messageIn(late)).toBe(
      `Jonas Weber just moved TSK-0${number} to ${word}. We've refreshed its position.`,
    );
    expect((await cardOf(id)).status).toBe(status);
  });

  test('changed in another way meanwhile is a conflict that names nobody', async () => {
    const id = await aCard('Renamed meanwhile');
    await company.database.admin.query(`update app.task set version = version + 1 where id = $1`, [id]);
    await company.database.admin.query(
      `update app.task_status_change set changed_at = now() - interval '1 hour' where task_id = $1`,
      [id],
    );
    const answer = await reorder(marta, id, { status: 'done', afterTaskId: null, version: 1 });
    expect(messageIn(answer)).toMatch(/^Someone just changed TSK-\d{4}\./);
  });

  test('behind one that has left the list comes last', async () => {
    const [id, gone] = [await aCard('Follows'), await aCard('Leaves')];
    await plan(marta, [gone], null);
    expect((await reorder(marta, id, { status: 'blocked', afterTaskId: gone })).status).toBe(200);
    expect((await column('blocked')).at(-1)?.id).toBe(id);
  });

  test('keeps its sprint where none is named, and leaves it for the backlog', async () => {
    const id = await aCard('Stays, then goes');
    const { version } = dataOf(await reorder(marta, id, { status: 'to_do', afterTaskId: null })) as Card;
    expect((await cardOf(id)).sprintId).toBe(await currentSprint());
    await reorder(marta, id, { status: 'to_do', afterTaskId: null, sprintId: null, version });
    const { tasks } = dataOf(await marta.query('staff', 'tasks.backlog', { projectId })) as { tasks: Card[] };
    expect(tasks[0]?.id).toBe(id);
    expect((await board()).map((card) => card.id)).not.toContain(id);
  });

  test('goes into no sprint of another project', async () => {
    const id = await aCard('Stays here');
    const sprintId = await company.idOf('select id from app.sprint where project_id <> $1 limit 1', [
      projectId,
    ]);
    expect((await reorder(marta, id, { status: 'to_do', afterTaskId: null, sprintId })).status).toBe(404);
  });
});

describe('many at once', () => {
  test('ten tasks put behind the same one all arrive, in an order without ties', async () => {
    const anchor = await aCard('Anchor', 'in_review');
    const ids = await Promise.all(Array.from({ length: 10 }, (_, nth) => aCard(`Runner ${nth}`)));
    const answers = await Promise.all(
      ids.map((id, nth) =>
        reorder(nth % 2 ? marta : jonas, id, { status: 'in_review', afterTaskId: anchor }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200));
    const order = (await column('in_review')).map(({ id }) => id);
    expect(
      order
        .slice(order.indexOf(anchor) + 1)
        .slice(0, 10)
        .sort(),
    ).toEqual(ids.toSorted());
    expect(await positionsThatAreTaken(ids)).toBe(10);
  });

  test('into an empty list, too', async () => {
    const sprintId = await company.idOf(
      `insert into app.sprint (tenant_id, client_id, project_id, name, starts_on, ends_on)
       select tenant_id, client_id, id, 'Empty', '2027-05-03', '2027-05-14' from app.project where id = $1 returning id`,
      [projectId],
    );
    const ids = await Promise.all(Array.from({ length: 6 }, (_, nth) => aCard(`Settler ${nth}`)));
    await Promise.all(ids.map((id) => reorder(marta, id, { status: 'to_do', afterTaskId: null, sprintId })));
    const { tasks } = dataOf(await marta.query('staff', 'tasks.board', { projectId, sprintId })) as {
      tasks: Card[];
    };
    expect(tasks.map(({ id }) => id).sort()).toEqual(ids.toSorted());
  });

  test('one pair of neighbours is halved a hundred times, and the order still holds', async () => {
    const [first, left, right] = [await aCard('First'), await aCard('Left'), await aCard('Right')];
    await reorder(marta, first, { status: 'blocked', afterTaskId: null });
    for (let nth = 0; nth < 100; nth += 1) {
      const id = nth % 2 ? left : right;
      expect((await reorder(marta, id, { status: 'blocked', afterTaskId: first })).status).toBe(200);
    }
    const order = (await column('blocked')).map(({ id }) => id);
    expect(order.slice(0, 3)).toEqual([first, left, right]);
    expect(await positionsThatAreTaken([first, left, right])).toBe(3);
  });

  test('tasks that share one position part when something comes between them', async () => {
    const ids = [await aCard('Twin'), await aCard('Twin'), await aCard('Between')] as const;
    await company.database.admin.query('update app.task set position = -77 where id = any($1)', [
      ids.slice(0, 2),
    ]);
    const [first = ''] = ids.slice(0, 2).sort();
    await reorder(marta, ids[2], { status: 'to_do', afterTaskId: first });
    const order = (await board()).map(({ id }) => id);
    expect(order.slice(0, 3)).toEqual([first, ids[2], ids.slice(0, 2).find((id) => id !== first)]);
  });
});

describe('a list that is written anew, because no number is left between two neighbours', () => {
  /** Two tasks that share a position, so that whatever comes between them has the list written anew, and the one that will. */
  async function crowded() {
    const ids = [await aCard('Crowds'), await aCard('Crowds'), await aCard('Comes between')] as const;
    await company.database.admin.query('update app.task set position = -99 where id = any($1)', [
      ids.slice(0, 2),
    ]);
    const [first = ''] = ids.slice(0, 2).sort();
    return { between: ids[2], first };
  }
  /** All there is of these tasks, but where they stand. */
  const othersOf = (taskId: string) =>
    company.idOf(
      `select md5(string_agg((to_jsonb(t) - 'position')::text, '' order by t.id)) as id from app.task t where id <> $1`,
      [taskId],
    );
  const written = () =>
    company.idOf(
      `select json_build_array((select count(*) from app.task_status_change), (select count(*) from app.task_sprint_change),
              (select count(*) from app.task_estimate_change), (select count(*) from app.visibility_log)) #>> '{}' as id`,
    );

  test('is no change of those that nobody moved: what was read of them is still what there is', async () => {
    const bystander = await aCard('Read before');
    const { version } = await cardOf(bystander);
    const { between, first } = await crowded();
    const before = [await othersOf(between), await written()];
    const order = (await board()).map(({ id }) => id).filter((id) => id !== between);
    expect((await reorder(jonas, between, { status: 'to_do', afterTaskId: first })).status).toBe(200);

    const { rows } = await company.database.admin.query<{ position: number }>(
      'select position from app.task where project_id = $1 and sprint_id = $2 order by position',
      [projectId, await currentSprint()],
    );
    expect(rows.map(({ position }) => position)).toEqual(rows.map((_, nth) => (nth + 1) * 1024));
    expect((await board()).map(({ id }) => id).filter((id) => id !== between)).toEqual(order);
    const after = [await othersOf(between), await written()];
    expect((await reorder(marta, bystander, { status: 'done', afterTaskId: null, version })).status).toBe(
      200,
    );
    expect(after).toEqual(before);
  });

  test('is told once to those who look on, and to no client', async () => {
    const { between, first } = await crowded();
    const channelOf = (audience: string) =>
      company.idOf(
        `select app.live_channel($1, case $1 when 'tenant' then tenant_id else client_id end, 'projects') as id
           from app.project where id = $2`,
        [audience, projectId],
      );
    const ear = await company.database.as('staff_app');
    const heard: string[] = [];
    ear.on('notification', ({ channel }) => heard.push(channel));
    const [team, client] = [await channelOf('tenant'), await channelOf('client')];
    for (const channel of [team, client]) await ear.query(`listen ${channel}`);
    expect((await reorder(jonas, between, { status: 'to_do', afterTaskId: first })).status).toBe(200);
    await ear.query('select');
    expect(heard).toEqual([team]);
  });

  test('still lets one of two have it who put one task elsewhere in its list', async () => {
    const id = await aCard('Only put elsewhere');
    const { version } = await cardOf(id);
    const to = { status: 'to_do', afterTaskId: null, version };
    expect((await reorder(jonas, id, to)).status).toBe(200);
    expect((await reorder(marta, id, to)).status).toBe(409);
  });
});

describe('a column longer than what is shown of it', () => {
  type Window = { from: number; to: number };
  type Column = Window & { status: string; total: number; matching: number; beforeId: string | null };
  type Part = { ids: string[]; column: Column };
  let sprintId: string;

  beforeAll(async () => {
    sprintId = await company.idOf(
      `insert into app.sprint (tenant_id, client_id, project_id, name, starts_on, ends_on)
       select tenant_id, client_id, id, 'Crowded', '2027-06-07', '2027-06-18' from app.project where id = $1 returning id`,
      [projectId],
    );
    await company.database.admin.query(
      `insert into app.task (tenant_id, project_id, sprint_id, title, status, position, labels)
       select tenant_id, project_id, id, n, case when n <= 120 then 'in_review' else 'blocked' end::app.task_status, n,
              case when n % 2 = 0 then array['even'] else '{}' end
         from app.sprint, generate_series(1, 125) n where id = $1`,
      [sprintId],
    );
  });

  async function part(window?: Window, filter: object = {}, status = 'in_review'): Promise<Part> {
    const windows = window && { windows: { [status]: window } };
    const answer = await marta.query('staff', 'tasks.board', { projectId, sprintId, ...windows, ...filter });
    const { tasks, columns } = dataOf(answer) as { tasks: Card[]; columns: Column[] };
    const ids = tasks.filter((task) => task.status === status).map(({ id }) => id);
    return { ids, column: columns.find((column) => column.status === status)! };
  }
  const put = async (visitor: Visitor, nth: number, afterTaskId: string | null) => {
    const id = (await part(undefined, {}, 'blocked')).ids[nth]!;
    const version = Number(
      await company.idOf('select version::text as id from app.task where id = $1', [id]),
    );
    const to = { status: 'in_review', afterTaskId, version };
    return { id, ...(await visitor.mutate('staff', 'tasks.reorder', { projectId, taskId: id, ...to })) };
  };
  const whole = async () => (await part({ from: 0, to: 200 })).ids;

  test('is sent in parts that join without a gap, with its true count and the card before', async () => {
    const first = await part();
    expect(first.ids.length).toBe(50);
    expect(first.column).toMatchObject({ total: 120, matching: 120, from: 0, to: 50, beforeId: null });
    const next = await part({ from: 50, to: 100 });
    expect(next.column).toMatchObject({ total: 120, beforeId: first.ids.at(-1) });
    const last = await part({ from: 100, to: 150 });
    expect([...first.ids, ...next.ids, ...last.ids]).toEqual(await whole());
    expect(last.ids.length).toBe(20);
  });

  test('is filtered before it is cut, and counts both', async () => {
    const { ids, column } = await part({ from: 50, to: 100 }, { label: 'even' });
    expect({ shown: ids.length, ...column }).toMatchObject({ shown: 10, matching: 60, total: 120 });
    expect((await part(undefined, { mine: true })).column).toMatchObject({ matching: 0, total: 120 });
    expect((await part(undefined, { assigneeId: 'none' })).column.matching).toBe(120);
  });

  test('of more cards than there is room for is asked for in vain', async () => {
    const windows = { in_review: { from: 0, to: 2000 } };
    expect((await marta.query('staff', 'tasks.board', { projectId, sprintId, windows })).status).toBe(400);
  });

  test('keeps what is put behind its last shown card right there, of two people’s at once too', async () => {
    const before = await whole();
    const lastShown = before[49]!;
    const put2 = await Promise.all([put(marta, 0, lastShown), put(jonas, 1, lastShown)]);
    expect(put2.map(({ status }) => status)).toEqual([200, 200]);
    const after = await whole();
    expect(after.slice(0, 50)).toEqual(before.slice(0, 50));
    expect(after.slice(50, 52).sort()).toEqual(put2.map(({ id }) => id).sort());
    expect(after.slice(52)).toEqual(before.slice(50));
    expect((await part({ from: 0, to: 52 })).ids).toEqual(after.slice(0, 52));
  });

  test('keeps what is put first, and first in a part of it', async () => {
    const before = await whole();
    const top = await put(marta, 0, null);
    const inside = await put(marta, 0, (await part({ from: 51, to: 101 })).column.beforeId);
    expect(await whole()).toEqual([top.id, ...before.slice(0, 50), inside.id, ...before.slice(50)]);
  });
});

describe('several tasks', () => {
  /** Ids that are out of Priya's reach: of nothing, of a project she is not on, of another company. */
  const outOfReach = async (table: 'task' | 'sprint') => [
    company.unknownId,
    await company.idOf(
      `select x.id from app.${table} x join app.staff_member s on s.tenant_id = x.tenant_id and s.email like 'priya@%'
        where not exists (select from app.project_member m where m.project_id = x.project_id and m.staff_member_id = s.id)
        order by x.id limit 1`,
    ),
    await company.idOf(
      `select x.id from app.${table} x join app.project p on p.id = x.project_id where p.name = 'Branch network' limit 1`,
    ),
  ];

  test('L65 go nowhere where one of them, or the sprint, is out of reach, which all answers alike', async () => {
    const priya = await company.asPerson('priya@');
    const id = await aCard('Stays with those out of reach');
    const everyTask = () =>
      company.idOf(`select md5(string_agg(to_jsonb(t)::text, '' order by t.id)) as id from app.task t`);
    const before = await everyTask();
    const answers: Record<'among others' | 'alone' | 'as the sprint', Answer[]> = {
      'among others': [],
      alone: [],
      'as the sprint': [],
    };
    for (const other of await outOfReach('task')) {
      answers['among others'].push(await plan(priya, [id, other], null));
      answers.alone.push(await plan(priya, [other], null));
    }
    for (const sprintId of await outOfReach('sprint'))
      answers['as the sprint'].push(await plan(priya, [id], sprintId));
    for (const [how, each] of Object.entries(answers)) {
      expect({ how, statuses: each.map(({ status }) => status) }).toEqual({ how, statuses: [404, 404, 404] });
      expect({ how, bodies: new Set(each.map(({ body }) => body)).size }).toEqual({ how, bodies: 1 });
    }
    expect(await everyTask()).toBe(before);
    // And it was no other reason that kept it there.
    expect((await plan(priya, [id], null)).status).toBe(200);
    expect(await everyTask()).not.toBe(before);
  });

  test('L65 of which one is of another project that the person sees answer as with none: all ways that take several', async () => {
    const id = await aCard('Stays with one of another project');
    const elsewhere = await company.idOf(
      `select t.id from app.task t join app.project_member m on m.project_id = t.project_id
         join app.staff_member s on s.id = m.staff_member_id and s.email like 'jonas@%'
        where t.project_id <> $1 order by t.id limit 1`,
      [projectId],
    );
    // Marta plans here, Jonas does not: whether a task is there is asked before what one may do.
    for (const person of [marta, jonas])
      for (const other of [elsewhere, company.unknownId])
        for (const [name, input] of [
          ['tasks.plan', { tasks: await asTheyAre([id, other]), sprintId: null }],
          ['tasks.updateMany', { ids: [id, other], sprintId: null }],
        ] as const) {
          const answer = await person.mutate('staff', name, { projectId, ...input });
          expect({ name, status: answer.status }).toEqual({ name, status: 404 });
          expect(messageIn(answer)).toBe(
            "1 of these 2 no longer exists, or you don't have access to it. Nothing was changed.",
          );
        }
    expect((await cardOf(id)).sprintId).toBe(await currentSprint());
  });

  test('go to the end of a sprint in the order they had', async () => {
    const sprintId = await company.idOf(
      `select id from app.sprint where project_id = $1 and status = 'planned' order by starts_on limit 1`,
      [projectId],
    );
    const ids = [await aCard('Packed 1'), await aCard('Packed 2'), await aCard('Packed 3')];
    const answer = await plan(marta, ids.toReversed(), sprintId);
    expect(answer.status).toBe(200);
    const { tasks } = dataOf(await marta.query('staff', 'tasks.board', { projectId, sprintId })) as {
      tasks: Card[];
    };
    expect(tasks.slice(-3).map(({ id }) => id)).toEqual(ids);
  });

  test('go nowhere when one of them is not there', async () => {
    const id = await aCard('Stays with the missing');
    const answer = await plan(marta, [id, company.unknownId], null);
    expect(answer.status).toBe(404);
    expect((await cardOf(id)).sprintId).not.toBeNull();
  });

  describe('of which somebody changed one since they were read', () => {
    const aSprint = (name: string) =>
      company.idOf(
        `insert into app.sprint (tenant_id, client_id, project_id, name, starts_on, ends_on)
         select tenant_id, client_id, id, $2, '2027-08-02', '2027-08-13' from app.project where id = $1 returning id`,
        [projectId, name],
      );
    const sprintsOf = async (taskIds: readonly string[]) => {
      const { rows } = await company.database.admin.query<{ id: string; sprint_id: string | null }>(
        'select id, sprint_id from app.task where id = any($1)',
        [taskIds],
      );
      return taskIds.map((taskId) => rows.find(({ id }) => id === taskId)?.sprint_id);
    };
    const fieldsIn = ({ body }: Answer) =>
      (JSON.parse(body) as { error: { data: { fields?: Record<string, string> } } }).error.data.fields;
    const referenceOf = async (taskId: string) =>
      `TSK-${await company.idOf(`select lpad(number::text, 4, '0') as id from app.task where id = $1`, [taskId])}`;

    test('go nowhere, all of them, and who moved it is told; over what it is now they go', async () => {
      const priya = await company.asPerson('priya@');
      const [one, other] = [await aSprint('Priya’s choice'), await aSprint('Marta’s choice')];
      const ids = [await aCard('Planned by two'), await aCard('Planned along')] as const;
      const read = await asTheyAre(ids);
      expect((await plan(priya, [ids[0]], one)).status).toBe(200);

      const late = await marta.mutate('staff', 'tasks.plan', { projectId, tasks: read, sprintId: other });
      const told = `Priya Nair just moved ${await referenceOf(ids[0])} to Priya’s choice.`;
      expect([late.status, messageIn(late)]).toEqual([
        409,
        `${told} Nothing was moved. Check where it is now and try again.`,
      ]);
      expect(fieldsIn(late)).toEqual({ [ids[0]]: told });
      expect(await sprintsOf(ids)).toEqual([one, await currentSprint()]);
      expect((await plan(marta, ids, other)).status).toBe(200);
      expect(await sprintsOf(ids)).toEqual([other, other]);
    });

    test('are told of one by one, and counted where they are many', async () => {
      const ids = await Promise.all(Array.from({ length: 5 }, (_, nth) => aCard(`Renamed ${nth}`)));
      const read = await asTheyAre(ids);
      await company.database.admin.query('update app.task set version = version + 1 where id = any($1)', [
        ids,
      ]);
      const late = await marta.mutate('staff', 'tasks.plan', { projectId, tasks: read, sprintId: null });
      expect(late.status).toBe(409);
      expect(messageIn(late)).toMatch(
        /^(Someone just changed TSK-\d{4}\. ){3}2 more of these tasks were changed\. Nothing/,
      );
      expect(Object.keys(fieldsIn(late) ?? {}).sort()).toEqual(ids.toSorted());
    });

    test('at the same moment, of two people one plans them', async () => {
      const priya = await company.asPerson('priya@');
      const [one, other] = [await aSprint('One way'), await aSprint('Other way')];
      const id = await aCard('Planned at once');
      const tasks = await asTheyAre([id]);
      const answers = await Promise.all([
        priya.mutate('staff', 'tasks.plan', { projectId, tasks, sprintId: one }),
        marta.mutate('staff', 'tasks.plan', { projectId, tasks, sprintId: other }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await sprintsOf([id])).toEqual([answers[0].status === 200 ? one : other]);
    });

    test('are put by one into a sprint, by the other behind a card there: the second is told where it went', async () => {
      const priya = await company.asPerson('priya@');
      const sprintId = await aSprint('Where it went');
      const id = await aCard('Placed late');
      const { version } = await cardOf(id);
      expect((await plan(priya, [id], sprintId)).status).toBe(200);
      const late = await marta.mutate('staff', 'tasks.reorder', {
        ...{ projectId, taskId: id, version, status: 'to_do', sprintId: null, afterTaskId: null },
      });
      expect([late.status, messageIn(late)]).toEqual([
        409,
        `Priya Nair just moved ${await referenceOf(id)} to Where it went. We've refreshed its position.`,
      ]);
      expect(await sprintsOf([id])).toEqual([sprintId]);
    });

    test('are refused to the form of the planning page, which carries the versions', async () => {
      const priya = await company.asPerson('priya@');
      const [one, other] = [await aSprint('By the page'), await aSprint('By the form')];
      const id = await aCard('Planned by a form');
      expect((await plan(marta, [id], null)).status).toBe(200);
      const [read] = await asTheyAre([id]);
      // It comes last in a list of which the first 50 are shown.
      const page = `/staff/projects/${projectId}/backlog?backlog=1-200`;
      const chosen = `${id} ${read?.version}`;
      expect((await marta.fetch(page)).body).toContain(`value="${chosen}"`);
      expect((await plan(priya, [id], one)).status).toBe(200);
      const send = (what: string) =>
        marta.submit(`/staff/projects/${projectId}/backlog?/plan`, { chosen: what, sprintId: other });
      const refused = await send(chosen);
      expect(refused.status).toBe(409);
      expect(refused.body).toContain(`Priya Nair just moved ${await referenceOf(id)} to By the page.`);
      expect(await sprintsOf([id])).toEqual([one]);
      const [now] = await asTheyAre([id]);
      expect((await send(`${id} ${now?.version}`)).status).toBe(200);
      expect(await sprintsOf([id])).toEqual([other]);
    });
  });
});

test('the board tells what a task waits for until that is done', async () => {
  const [id, first] = [await aCard('Second'), await aCard('First of all')];
  await company.database.admin.query(
    `insert into app.task_dependency (tenant_id, project_id, task_id, depends_on_id)
     select tenant_id, project_id, id, $2 from app.task where id = $1`,
    [id, first],
  );
  const waitsFor = async () => ((await cardOf(id)) as Card & { waitsFor: number[] }).waitsFor;
  expect(await waitsFor()).toEqual([(await cardOf(first)).number]);
  await reorder(marta, first, { status: 'done', afterTaskId: null });
  expect(await waitsFor()).toEqual([]);
});

const positionsThatAreTaken = async (ids: readonly string[]) =>
  Number(
    await company.idOf('select count(distinct position)::text as id from app.task where id = any($1)', [ids]),
  );
