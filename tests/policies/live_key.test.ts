import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  aCapacity, aClientUser, aComment, aDependency, aMilestone, anEpic, aNote, aProject, aLook, asClient, aSession, aSprint, asStaff, aStory, aTask, aTimeEntry, hashOf, seats, toFlag, transact, type Project,
} from '../support/builders.ts'; // prettier-ignore
import {
  aBreach,
  aMessage,
  anAttachment,
  anEscalation,
  aTicket,
  aTicketNote,
  aTicketTask,
} from '../support/ticket-builders.ts';
import {
  beneath,
  closedTo,
  closedToClients,
  closedToStaff,
  floored,
  granted,
  tableOf,
} from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'identity.live_key';
const inside = useWorld();

granted(inside, table, { definer_live: { select: true } });
floored(inside, table, { trusts: ['definer_live'] });
closedToClients(inside, table);
closedToStaff(inside, table);
closedTo(inside, table, 'role client_sign_in', () => seats.clientSignIn);
closedTo(inside, table, 'role staff_sign_in', () => seats.staffSignIn);

test('there is one key, and each database has its own', async () => {
  const { db } = inside();
  const { rows } = await db.admin.query<{ secret: string }>('select secret from identity.live_key');
  expect(rows).toHaveLength(1);
  expect(rows[0]?.secret).toHaveLength(72);
  await expect(db.admin.query('insert into identity.live_key (only_row) values (false)')).rejects.toThrow(
    /live_key_only_row_check/,
  );
});

describe('what is announced', () => {
  let ear: pg.Client;
  let heard: { channel: string; payload: string | undefined }[] = [];
  let channels: Record<string, string>;
  let project: Project;

  const channelOf = async (audience: string, subject: string, topic: string) =>
    (
      await inside().db.admin.query<{ name: string }>('select app.live_channel($1, $2, $3) as name', [
        audience,
        subject,
        topic,
      ])
    ).rows[0]?.name ?? '';

  /** What the listener has heard since the last time, in the words of `channels`. */
  async function hear(): Promise<string[]> {
    await ear.query('select 1');
    const names = heard.map(
      ({ channel }) => Object.entries(channels).find(([, name]) => name === channel)?.[0] ?? channel,
    );
    expect(heard.every(({ payload }) => payload === '')).toBe(true);
    heard = [];
    return [...new Set(names)].sort();
  }

  beforeAll(async () => {
    const { db, acme, rival, clients, people, team } = inside();
    ear = new pg.Client({ connectionString: db.url('owner') });
    ear.on('error', () => {});
    await ear.connect();
    ear.on('notification', ({ channel, payload }) => heard.push({ channel, payload }));
    channels = {
      tenant: await channelOf('tenant', acme.tenant_id, 'projects'),
      client: await channelOf('client', clients.own.id, 'projects'),
      neighbour: await channelOf('client', clients.neighbour.id, 'projects'),
      rival: await channelOf('tenant', rival.tenant_id, 'projects'),
      employee: await channelOf('person', people.employee.id, 'session'),
      sectionless: await channelOf('person', people.sectionless.id, 'session'),
      outsider: await channelOf('person', team.outsider.id, 'session'),
    };
    for (const name of Object.values(channels)) await ear.query(`listen ${name}`);
    project = await aProject(db, clients.own, { visibility: 'client_visible' });
  });
  beforeEach(() => hear());
  afterAll(() => ear.end());

  test('channels are told apart by audience, subject and topic, and unguessable', () => {
    expect(new Set(Object.values(channels)).size).toBe(7);
    for (const name of Object.values(channels)) expect(name).toMatch(/^live_[0-9a-f]{48}$/);
  });

  test('a name hangs on each of these, and on the key', async () => {
    const { db, clients } = inside();
    const names = [await channelOf('client', clients.own.id, 'projects')];
    names.push(await channelOf('client', clients.own.id, 'tickets'));
    names.push(await channelOf('tenant', clients.own.id, 'projects'));
    const under = { sins: ["update identity.live_key set secret = 'another'"] };
    const ask = `select app.live_channel('client', '${clients.own.id}', 'projects') as name`;
    names.push(String((await beneath(db, under, ask)).rows[0]?.name));
    expect(new Set(names).size).toBe(4);
  });

  const builders = {
    epic: anEpic,
    story: aStory,
    sprint: aSprint,
    milestone: aMilestone,
    task: aTask,
    note: aNote,
  };
  const internalEdit = {
    epic: 'position = 2', story: 'position = 2', sprint: 'capacity_hours = 9', milestone: 'version = 9', task: 'estimate_minutes = 9', note: 'version = 9',
  }; // prettier-ignore
  const grantedEdit = {
    epic: "title = 'b'", story: "title = 'b'", sprint: "name = 'b'", milestone: "title = 'b'", task: "title = 'b'", note: "body = 'b'",
  }; // prettier-ignore

  test.each(Object.keys(builders) as (keyof typeof builders)[])(
    'L78: %s: the client hears of what changed for them and of nothing else',
    async (kind) => {
      const { db } = inside();
      const record = await builders[kind](db, project, { visibility: 'internal_only' });
      expect(await hear()).toEqual(['tenant']);
      const change = (what: string) =>
        db.admin.query(`update app.${tableOf(kind)} set ${what} where id = $1`, [record.id]);
      const flag = (visibility: string) => db.admin.query(toFlag, [visibility, record.id]);
      await change(grantedEdit[kind]);
      expect(await hear()).toEqual(['tenant']);
      await flag('client_visible');
      expect(await hear()).toEqual(['client', 'tenant']);
      await change(internalEdit[kind]);
      expect(await hear()).toEqual(['tenant']);
      await change(grantedEdit[kind]);
      expect(await hear()).toEqual(['tenant']);
      await change(grantedEdit[kind].replace("'b'", "'c'"));
      expect(await hear()).toEqual(['client', 'tenant']);
      await flag('internal_only');
      expect(await hear()).toEqual(['client', 'tenant']);
      await db.admin.query(`delete from app.${tableOf(kind)} where id = $1`, [record.id]);
      expect(await hear()).toEqual(['tenant']);
    },
  );

  test('L78: dependencies, capacity and time are told to the team alone', async () => {
    const { db, team } = inside();
    const [task, before] = [
      await aTask(db, project, { visibility: 'client_visible' }),
      await aTask(db, project, { visibility: 'client_visible' }),
    ];
    const sprint = await aSprint(db, project, { visibility: 'client_visible' });
    await hear();
    const only = async (work: Promise<unknown>) => {
      await work;
      expect(await hear()).toEqual(['tenant']);
    };
    await only(aDependency(db, task, before));
    await only(db.admin.query('delete from app.task_dependency where task_id = $1', [task.id]));
    await only(aCapacity(db, sprint, team.contributor));
    await only(db.admin.query('update app.sprint_capacity set hours = 4 where sprint_id = $1', [sprint.id]));
    await only(db.admin.query('delete from app.sprint_capacity where sprint_id = $1', [sprint.id]));
    await only(aTimeEntry(db, task, team.contributor));
    await only(db.admin.query('update app.time_entry set minutes = 5 where record_id = $1', [task.id]));
    await only(db.admin.query('delete from app.time_entry where record_id = $1', [task.id]));
  });

  test('L78: comments, and a project', async () => {
    const { db } = inside();
    const task = await aTask(db, project, { visibility: 'client_visible' });
    await hear();
    const comment = await aComment(db, task, { visibility: 'internal_only' });
    expect(await hear()).toEqual(['tenant']);
    await db.admin.query("update app.record set visibility = 'client_visible' where id = $1", [comment.id]);
    expect(await hear()).toEqual(['client', 'tenant']);
    await db.admin.query('delete from app.text where id = $1', [comment.id]);
    expect(await hear()).toEqual(['client', 'tenant']);
    await db.admin.query('update app.project set version = version + 1 where id = $1', [project.id]);
    expect(await hear()).toEqual(['tenant']);
    await db.admin.query("update app.project set summary = 'more' where id = $1", [project.id]);
    expect(await hear()).toEqual(['client', 'tenant']);
  });

  test('L78: a task whose sprint is hidden', async () => {
    const { db } = inside();
    const sprint = await aSprint(db, project, { visibility: 'internal_only' });
    const task = await aTask(db, project, { visibility: 'client_visible' });
    await hear();
    await db.admin.query('update app.task set sprint_id = $1 where id = $2', [sprint.id, task.id]);
    expect(await hear()).toEqual(['tenant']);
    await db.admin.query("update app.record set visibility = 'client_visible' where id = $1", [sprint.id]);
    expect(await hear()).toEqual(['client', 'tenant']);
  });

  describe('of tickets', () => {
    const topics = ['client', 'tenant', 'neighbour'] as const;
    beforeAll(async () => {
      const { acme, clients } = inside();
      const ids = { client: clients.own.id, tenant: acme.tenant_id, neighbour: clients.neighbour.id };
      for (const audience of topics) {
        const name = await channelOf(audience === 'tenant' ? 'tenant' : 'client', ids[audience], 'tickets');
        channels[`${audience} tickets`] = name;
        await ear.query(`listen ${name}`);
      }
    });
    const team = ['tenant tickets'];
    const both = ['client tickets', 'tenant tickets'];
    const made = async (visibility = 'client_visible') => {
      const { db, contracts, clients } = inside();
      const ticket = await aTicket(db, contracts.both, clients.own, { visibility });
      await hear();
      return ticket;
    };
    const change = (table: string, what: string, id: string) =>
      inside().db.admin.query(`update app.${table} set ${what} where id = $1`, [id]);

    test('L78: a ticket: the client hears of what changed for them and of nothing else', async () => {
      const { db, contracts, clients, team: staff } = inside();
      const ticket = await aTicket(db, contracts.both, clients.own);
      expect(await hear()).toEqual(team);
      const set = async (what: string) => {
        await change('ticket', what, ticket.id);
        return hear();
      };
      const flag = async (visibility: string) => {
        await db.admin.query(toFlag, [visibility, ticket.id]);
        return hear();
      };
      expect(await set("status = 'open', title = 'a'")).toEqual(team);
      expect(await flag('client_visible')).toEqual(both);
      for (const internal of [
        "level = 'l2'",
        `assignee_staff_id = '${staff.owner.id}'`,
        "breach_at = '2030-01-01'",
        'version = 99',
        "title = 'a'",
      ])
        expect({ internal, heard: await set(internal) }).toEqual({ internal, heard: team });
      for (const granted of [
        "title = 'b'",
        "status = 'on_hold'",
        "priority = 'low'",
        "sla_status = 'at_risk'",
      ])
        expect({ granted, heard: await set(granted) }).toEqual({ granted, heard: both });
      expect(await flag('internal_only')).toEqual(both);
      expect(await set("title = 'c'")).toEqual(team);
    });

    test('L78: messages, by their own flag and their ticket’s', async () => {
      const { db } = inside();
      const [shared, hidden] = [await made(), await made('internal_only')];
      const message = await aMessage(db, shared);
      expect(await hear()).toEqual(team);
      await change('message', "body = 'b'", message.id);
      expect(await hear()).toEqual(team);
      await db.admin.query(toFlag, ['client_visible', message.id]);
      expect(await hear()).toEqual(both);
      await change('message', "body = 'c'", message.id);
      expect(await hear()).toEqual(both);
      await change('message', 'version = 9', message.id);
      expect(await hear()).toEqual(team);
      await db.admin.query('delete from app.message where id = $1', [message.id]);
      expect(await hear()).toEqual(both);
      await aMessage(db, hidden, { visibility: 'client_visible' });
      expect(await hear()).toEqual(team);
    });

    test('L78: notes, time, clocks, breaches, escalations and terms are told to the team alone', async () => {
      const { db, team: staff, contracts } = inside();
      const ticket = await made();
      const only = async (work: Promise<unknown>) => {
        await work;
        expect(await hear()).toEqual(team);
      };
      const note = await aTicketNote(db, ticket, staff.owner);
      expect(await hear()).toEqual(team);
      await only(change('ticket_note', "body = 'b'", note.id));
      const file = anAttachment(db, ticket, { record_id: note.id, visibility: 'client_visible' });
      await only(file);
      await only(change('attachment', "name = 'b'", (await file).id));
      await only(db.admin.query('delete from app.ticket_note where id = $1', [note.id]));
      const entry = aTimeEntry(db, ticket, staff.contributor);
      await only(entry);
      await only(change('time_entry', 'minutes = 5', (await entry).id));
      await only(db.admin.query('delete from app.time_entry where id = $1', [(await entry).id]));
      await only(anEscalation(db, ticket));
      await only(change('escalation', "reason = 'b'", (await anEscalation(db, ticket)).id));
      await only(aBreach(db, ticket));
      await only(
        db.admin.query('update app.sla_breach set actual_minutes = 90 where ticket_id = $1', [ticket.id]),
      );
      await only(
        db.admin.query('update app.contract_support set reopen_days = 3 where contract_id = $1', [
          contracts.both.id,
        ]),
      );
    });

    test('L78: files, in the section of what they hang on', async () => {
      const { db } = inside();
      const ticket = await made();
      const file = await anAttachment(db, ticket, { record_id: ticket.id, visibility: 'internal_only' });
      expect(await hear()).toEqual(team);
      await db.admin.query(toFlag, ['client_visible', file.id]);
      expect(await hear()).toEqual(both);
      await change('attachment', "scan_result = 'b'", file.id);
      expect(await hear()).toEqual(team);
      await change('attachment', "state = 'quarantined'", file.id);
      expect(await hear()).toEqual(both);
      const task = await aTask(db, project, { visibility: 'client_visible' });
      await hear();
      await anAttachment(db, task, { record_id: task.id, visibility: 'client_visible' });
      expect(await hear()).toEqual(['client', 'tenant']);
    });

    test('L78: links to tasks while both ends are shared', async () => {
      const { db } = inside();
      const ticket = await made();
      const hidden = await aTask(db, project);
      const task = await aTask(db, project, { visibility: 'client_visible' });
      await hear();
      await aTicketTask(db, ticket, hidden);
      expect(await hear()).toEqual(team);
      await aTicketTask(db, ticket, task);
      expect(await hear()).toEqual(both);
      await db.admin.query('delete from app.ticket_task where task_id = $1', [hidden.id]);
      expect(await hear()).toEqual(team);
      await db.admin.query('delete from app.ticket_task where task_id = $1', [task.id]);
      expect(await hear()).toEqual(both);
    });

    test('a ticket of one client is never told to another', async () => {
      const { db, tickets } = inside();
      await aMessage(db, tickets.neighbour, { visibility: 'client_visible' });
      expect(await hear()).toEqual(['neighbour tickets', 'tenant tickets']);
    });
  });

  describe('narrowly, to the team', () => {
    const listenTo = async (words: string, audience: string, subject: string, topic: string) => {
      channels[words] = await channelOf(audience, subject, topic);
      await ear.query(`listen ${channels[words]}`);
    };
    afterAll(async () => {
      const narrow = ['here', 'elsewhere', 'abroad', 'both', 'other contract', 'own time'];
      for (const words of narrow) await ear.query(`unlisten ${channels[words]}`);
      channels = Object.fromEntries(Object.entries(channels).filter(([words]) => !narrow.includes(words)));
    });

    test('each change names its project or contract, and time its person; nobody hears of another tenant’s of the same id', async () => {
      const { db, acme, rival, clients, contracts, team } = inside();
      const other = await aProject(db, clients.own, { visibility: 'client_visible' });
      const [ofAcme, ofRival] = [acme, rival].map(({ tenant_id }) => tenant_id);
      await listenTo('here', `project of ${ofAcme}`, project.id, 'projects');
      await listenTo('elsewhere', `project of ${ofAcme}`, other.id, 'projects');
      await listenTo('abroad', `project of ${ofRival}`, project.id, 'projects');
      await listenTo('both', `contract of ${ofAcme}`, contracts.both.id, 'tickets');
      await listenTo('other contract', `contract of ${ofAcme}`, contracts.neighbour.id, 'tickets');
      await listenTo('own time', 'person', team.contributor.id, 'time');
      await hear();
      const narrow = async () =>
        (await hear()).filter((name) => !/^(tenant|client|neighbour)( tickets)?$/.test(name));

      const task = await aTask(db, project);
      expect(await narrow()).toEqual(['here']);
      await db.admin.query(`update app.task set position = 7 where id = $1`, [task.id]);
      expect(await narrow()).toEqual(['here']);
      await db.admin.query(`update app.project set version = 9 where id = $1`, [other.id]);
      expect(await narrow()).toEqual(['elsewhere']);
      await aTimeEntry(db, task, team.contributor);
      expect(await narrow()).toEqual(['here', 'own time']);
      await aTimeEntry(db, task, team.owner);
      expect(await narrow()).toEqual(['here']);
      const ticket = await aTicket(db, contracts.both, clients.own);
      expect(await narrow()).toEqual(['both']);
      await aTimeEntry(db, ticket, team.contributor);
      expect(await narrow()).toEqual(['both', 'own time']);
      await aTicket(db, contracts.neighbour, clients.neighbour);
      expect(await narrow()).toEqual(['other contract']);
      await db.admin.query('delete from app.time_entry where record_id = $1', [task.id]);
      expect(await narrow()).toEqual(['here', 'own time']);
      await db.admin.query('delete from app.task where id = $1', [task.id]);
      expect(await narrow()).toEqual(['here']);
    });

    test('a thousand rows in one statement are told once to each that hears of them', async () => {
      const { db } = inside();
      await hear();
      await db.admin.query(
        `insert into app.task (tenant_id, project_id, title, visibility)
         select $1, $2, 'of many ' || n, case n % 2 when 0 then 'client_visible' else 'internal_only' end::app.visibility
           from generate_series(1, 1000) n`,
        [project.tenant_id, project.id],
      );
      await ear.query('select 1');
      expect(heard.map(({ channel }) => channel).sort()).toEqual(
        [channels.tenant, channels.client, channels.here].sort(),
      );
      await hear();
      await db.admin.query(
        `update app.task set estimate_minutes = 5 where title like 'of many %' and project_id = $1`,
        [project.id],
      );
      expect(await hear()).toEqual(['here', 'tenant']);
      await db.admin.query(
        `update app.task set title = title || '!' where title in ('of many 1', 'of many 2')`,
      );
      expect(await hear()).toEqual(['client', 'here', 'tenant']);
      await db.admin.query(`update app.task set title = title || '!' where title like 'of many %1'`);
      expect(await hear()).toEqual(['here', 'tenant']);
      await db.admin.query(`delete from app.task where title like 'of many %'`);
      await hear();
    });
  });

  test('in a hidden project, nothing to the client', async () => {
    const { db, clients } = inside();
    const hidden = await aProject(db, clients.own);
    const task = await aTask(db, hidden, { visibility: 'client_visible' });
    await aComment(db, task, { visibility: 'client_visible' });
    await db.admin.query("update app.task set status = 'done' where id = $1", [task.id]);
    expect(await hear()).toEqual(['tenant']);
  });

  test('nothing before the commit, and nothing of what is rolled back', async () => {
    const { db } = inside();
    const admin = await db.admin.connect();
    await admin.query('begin');
    await admin.query(
      "insert into app.task (tenant_id, project_id, title, visibility) values ($1, $2, 'x', 'client_visible')",
      [project.tenant_id, project.id],
    );
    expect(await hear()).toEqual([]);
    await admin.query('rollback');
    admin.release();
    expect(await hear()).toEqual([]);
  });

  test("L81: a session's end and a change of rights reach that person alone", async () => {
    const { db, clients, people, team } = inside();
    const other = await aClientUser(db, clients.own);
    const token = await aSession(db, people.employee);
    expect(await hear()).toEqual([]);
    await db.admin.query(
      'delete from identity.client_session where token_hash = sha256(convert_to($1, $2))',
      [token, 'UTF8'],
    );
    expect(await hear()).toEqual(['employee']);
    await db.admin.query("update app.client_user set sections = '{tickets}' where id = $1", [
      people.sectionless.id,
    ]);
    expect(await hear()).toEqual(['sectionless']);
    await db.admin.query("update app.client_user set role = 'admin' where id = $1", [people.sectionless.id]);
    expect(await hear()).toEqual(['sectionless']);
    await db.admin.query('update app.client_user set active = false where id = $1', [people.sectionless.id]);
    expect(await hear()).toEqual(['sectionless']);
    await db.admin.query('update app.client_user set active = false where id = $1', [other.id]);
    expect(await hear()).not.toContain('employee');
    await db.admin.query("update app.staff_member set role = 'manager' where id = $1", [team.outsider.id]);
    expect(await hear()).toEqual(['outsider']);
    await db.admin.query('update app.staff_member set active = false where id = $1', [team.outsider.id]);
    expect(await hear()).toEqual(['outsider']);
    await aSession(db, team.outsider);
    await db.admin.query('delete from identity.staff_session where staff_member_id = $1', [team.outsider.id]);
    expect(await hear()).toEqual(['outsider']);
  });

  test('L78: a look through a person’s eyes begins and ends without a word to that person', async () => {
    const { db, people, staff, team } = inside();
    const viewer = await channelOf('person', team.tenantManager.id, 'session');
    channels.viewer = viewer;
    await ear.query(`listen ${viewer}`);
    const look = await aLook(db, staff.tenantManager, people.employee);
    expect(await hear()).toEqual([]);
    const [{ live } = { live: null }] = await transact(
      db,
      seats.look(look),
      async (line) =>
        (await line.query<{ live: string[] }>("select app.client_live('projects') as live")).rows,
    );
    expect(live).toEqual([channels.client, viewer]);
    await db.admin.query('delete from identity.client_session where token_hash = $1', [hashOf(look)]);
    expect(await hear()).toEqual(['viewer']);
  });

  test("deactivating a client reaches its people's sessions", async () => {
    const { db, clients } = inside();
    await db.admin.query('update app.client set active = false where id = $1', [clients.own.id]);
    // The sessions end, a look through a person's eyes among them.
    expect(await hear()).toEqual(['employee', 'sectionless', 'viewer']);
    await db.admin.query('update app.client set active = true where id = $1', [clients.own.id]);
    expect(await hear()).toEqual(['employee', 'sectionless']);
  });

  test('each realm asks for its own channels', async () => {
    const { db, acme, people, staff, clients, team } = inside();
    const client = {
      employee: await aSession(db, people.employee),
      admin: await aSession(db, people.admin),
      neighbour: await aSession(db, people.neighbour),
    };
    const live = async (rows: Promise<{ live: (string | null)[] }[]>) => (await rows)[0]?.live;
    const ofClient = (token: string, section: string) =>
      live(asClient(db, token, 'select app.client_live($1) as live', [section]));
    const ofStaff = (token: string, section: string) =>
      live(asStaff(db, token, 'select app.staff_live($1) as live', [section]));
    expect(await ofClient(client.employee, 'projects')).toEqual([channels.client, channels.employee]);
    expect(await ofClient(client.employee, 'tickets')).toEqual([null, channels.employee]);
    expect(await ofClient(client.admin, 'tickets')).toEqual([
      await channelOf('client', clients.own.id, 'tickets'),
      expect.any(String),
    ]);
    expect((await ofClient(client.neighbour, 'projects'))?.[0]).toBe(channels.neighbour);
    const own = [
      await channelOf('person', team.observer.id, 'session'),
      await channelOf('person', team.observer.id, 'time'),
    ];
    expect(await ofStaff(staff.observer, 'projects')).toEqual([channels.tenant, ...own]);
    expect((await ofStaff(staff.observer, 'tickets'))?.[0]).toBe(
      await channelOf('tenant', acme.tenant_id, 'tickets'),
    );
    expect((await ofStaff(staff.foreigner, 'projects'))?.[0]).toBe(channels.rival);
    for (const token of Object.values(inside().clientNobodies))
      expect(await ofClient(token, 'projects')).toEqual([null, null]);
    for (const token of Object.values(inside().staffNobodies))
      expect(await ofStaff(token, 'projects')).toEqual([null, null, null]);

    const { projects, contracts } = inside();
    const narrowly = (token: string, place: { project?: string; contract?: string }) =>
      live(
        asStaff(db, token, `select app.staff_live('tickets', $1, $2) as live`, [
          place.project ?? null,
          place.contract ?? null,
        ]),
      );
    for (const [place, audience] of [
      [{ project: projects.shared.id }, 'project'],
      [{ contract: contracts.both.id }, 'contract'],
    ] as const) {
      const [id = ''] = Object.values(place);
      const channel = await channelOf(`${audience} of ${acme.tenant_id}`, id, 'tickets');
      expect(await narrowly(staff.observer, place)).toEqual([channel, ...own]);
      expect((await narrowly(staff.tenantManager, place))?.[0]).toBe(channel);
      expect((await narrowly(staff.outsider, place))?.[0]).toBeNull();
      // The project of the other tenant has the same id, and a channel of its own.
      expect((await narrowly(staff.foreigner, place))?.[0]).not.toBe(channel);
    }
    expect((await narrowly(staff.observer, { project: projects.neighbour.id }))?.[0]).toBeNull();
    expect((await narrowly(staff.observer, { contract: contracts.neighbour.id }))?.[0]).toBeNull();
  });
});
