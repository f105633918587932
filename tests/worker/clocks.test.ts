/** The SLA job: what it writes down, and that being killed, restarted or doubled loses and doubles nothing. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  aClient,
  aContract,
  aStaffMember,
  aTenant,
  insert,
  type Client,
  type StaffMember,
  type Tenant,
} from '../support/builders.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  aContractMember,
  aMessage,
  aSlaPolicy,
  aSupport,
  aTicket,
  aTicketNote,
  type SupportedContract,
  type Ticket,
} from '../support/ticket-builders.ts';
import { startWorker, until, type Worker } from './process.ts';

let db: TestDatabase;
let tenant: Tenant;
let client: Client;
let agent: StaffMember;
let contract: SupportedContract;
const workers: Worker[] = [];

/** Targets of 60 and 480 minutes that run around the clock, so that a test can count in hours. */
async function anAroundTheClockContract(disclosure = 'status') {
  const made = await aContract(db, [client]);
  const support = await aSupport(db, made, { sla_disclosure: disclosure });
  await aContractMember(db, support, agent, 'contributor');
  await aSlaPolicy(db, made, {
    in_force_from: '2021-01-01',
    targets: JSON.stringify(
      ['low', 'medium', 'high', 'critical'].map((priority) => ({
        priority,
        level: null,
        first_response_minutes: 60,
        resolution_minutes: 480,
        around_the_clock: true,
      })),
    ),
  });
  return support;
}

beforeAll(async () => {
  db = await createTestDatabase();
  tenant = await aTenant(db);
  client = await aClient(db, tenant);
  agent = await aStaffMember(db, tenant, { name: 'Agent' });
  contract = await anAroundTheClockContract();
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.kill('SIGKILL');
});
afterAll(() => db.drop());

async function work() {
  const worker = await startWorker(db);
  workers.push(worker);
  return worker;
}

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
const ticketAgo = (hours: number, values: Record<string, unknown> = {}, under = contract) =>
  aTicket(db, under, client, {
    created_at: ago(hours),
    visibility: 'client_visible',
    shared_at: ago(hours),
    ...values,
  });

type Row = Record<string, unknown>;
const rows = async (text: string, values: unknown[] = []) => (await db.admin.query<Row>(text, values)).rows;
const breaches = (ticket: Ticket) =>
  rows(
    `select id, clock, target_minutes, actual_minutes::float as actual, breached_at, ended_at
       from app.sla_breach where ticket_id = $1 and withdrawn_at is null order by clock, breached_at`,
    [ticket.id],
  );
const clockOf = async (ticket: Ticket) =>
  (
    await rows(
      `select t.sla_status, t.sla_due_at, t.breach_at, t.at_risk_at, t.missed_at, s.evaluated_at, j.last_error as failure,
              case when j.leased_until is null then coalesce(j.next_run_at, 'infinity')::text else 'under way' end as next_run_at
         from app.ticket t
         left join app.ticket_sla s on s.ticket_id = t.id
         left join app.job j on j.record_id = t.id and j.kind = 'evaluate_sla'
        where t.id = $1`,
      [ticket.id],
    )
  )[0]!;
const looked = (ticket: Ticket) =>
  until(
    () => clockOf(ticket),
    ({ evaluated_at, failure }) => {
      if (typeof failure === 'string') throw new Error(failure);
      return evaluated_at !== null;
    },
  );

/** As if news of the ticket had come. */
async function again(ticket: Ticket) {
  await db.admin.query('delete from app.ticket_sla where ticket_id = $1', [ticket.id]);
  await db.admin.query(
    `insert into app.outbox (tenant_id, kind, record_id) values ($1, 'evaluate_sla', $2)`,
    [ticket.tenant_id, ticket.id],
  );
  await looked(ticket);
}

describe('what it writes', () => {
  test('a ticket on time: its standing, and when to look again', async () => {
    const ticket = await ticketAgo(0);
    await work();
    const clock = await looked(ticket);
    expect(clock.sla_status).toBe('on_time');
    expect(clock).toMatchObject({ sla_due_at: null, at_risk_at: null, missed_at: null });
    expect(Number(clock.breach_at) - Date.now()).toBeGreaterThan(55 * 60_000);
    expect(Date.parse(String(clock.next_run_at)) - Date.now()).toBeLessThan(31 * 60_000);
    expect(await breaches(ticket)).toEqual([]);
  });

  test('both targets missed: a record each, of the moment it happened and not of the moment it was found', async () => {
    const ticket = await ticketAgo(10);
    await work();
    expect((await looked(ticket)).sla_status).toBe('missed');
    const [first, second] = await breaches(ticket);
    expect(first).toMatchObject({ clock: 'first_response', target_minutes: 60, ended_at: null });
    expect(second).toMatchObject({ clock: 'resolution', target_minutes: 480, ended_at: null });
    expect(Math.abs(Number(first!.breached_at) - Number(ago(9)))).toBeLessThan(60_000);
    expect(Math.abs(Number(second!.breached_at) - Number(ago(2)))).toBeLessThan(60_000);
    expect(Math.abs(Number(first!.actual) - 600)).toBeLessThan(2);
  });

  test('an answer ends the breach of the first response, and what it lasted stands', async () => {
    const ticket = await ticketAgo(3);
    await work();
    await looked(ticket);
    await aMessage(db, ticket, { author_staff_id: agent.id, visibility: 'client_visible' });
    const [first] = await until(
      () => breaches(ticket),
      ([breach]) => breach?.ended_at !== null,
    );
    expect(Math.abs(Number(first!.actual) - 180)).toBeLessThan(2);
  });

  /** A resolution within 2 hours where the priority is high, within 24 where it is low, and nothing else. */
  async function aContractOfTwoTargets() {
    const made = await aContract(db, [client]);
    const support = await aSupport(db, made);
    const within = (priority: string, resolution_minutes: number) => ({
      ...{ priority, level: null, first_response_minutes: null, resolution_minutes, around_the_clock: true },
    });
    await aSlaPolicy(db, made, {
      in_force_from: '2021-01-01',
      targets: JSON.stringify([within('high', 120), within('low', 1440)]),
    });
    return support;
  }
  const becomesLow = (ticket: Ticket, at: Date) =>
    db.admin.query(
      `insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, from_priority, to_priority, happened_at)
       values ($1, $2, $3, $4, true, true, 'priority', 'high', 'low', $5)`,
      [ticket.tenant_id, ticket.client_id, ticket.contract_id, ticket.id, at],
    );

  test('a clock that misses two targets one after the other has a record of each, and looking again doubles neither', async () => {
    const ticket = await ticketAgo(30, { priority: 'high' }, await aContractOfTwoTargets());
    await becomesLow(ticket, ago(20));
    await work();
    await looked(ticket);
    const [first, second, ...others] = await breaches(ticket);
    expect(others).toEqual([]);
    // Missed after 2 hours, until its target was a longer one; that one was missed after 24.
    expect(first).toMatchObject({ clock: 'resolution', target_minutes: 120 });
    expect(Math.abs(Number(first!.breached_at) - Number(ago(28)))).toBeLessThan(60_000);
    expect(Math.abs(Number(first!.ended_at) - Number(ago(20)))).toBeLessThan(60_000);
    expect(Math.abs(Number(first!.actual) - 600)).toBeLessThan(2);
    expect(second).toMatchObject({ clock: 'resolution', target_minutes: 1440, ended_at: null });
    expect(Math.abs(Number(second!.breached_at) - Number(ago(6)))).toBeLessThan(60_000);
    expect(Math.abs(Number(second!.actual) - 1800)).toBeLessThan(2);
    const { missed_at } = await clockOf(ticket);
    expect(missed_at).toEqual(second!.breached_at);

    await again(ticket);
    const same = await breaches(ticket);
    expect(same).toMatchObject([first!, { ...second, actual: same[1]?.actual }]);
    expect(same).toHaveLength(2);

    await db.admin.query(`update app.ticket set status = 'resolved', resolution = 'Done' where id = $1`, [
      ticket.id,
    ]);
    const [, ended, ...more] = await until(() => breaches(ticket), ([, found]) => found?.ended_at !== null); // prettier-ignore
    expect(more).toEqual([]);
    expect(ended).toMatchObject({ id: second!.id, breached_at: second!.breached_at });
  });

  test('a breach that an event shows not to have been, for it happened before and arrived after, is withdrawn', async () => {
    const ticket = await ticketAgo(30, { priority: 'high' }, await aContractOfTwoTargets());
    await work();
    await looked(ticket);
    const [early] = await breaches(ticket);
    expect(early).toMatchObject({ target_minutes: 120, ended_at: null });
    await becomesLow(ticket, ago(29));
    const [only, ...others] = await until(() => breaches(ticket), ([found]) => found?.target_minutes === 1440); // prettier-ignore
    expect(others).toEqual([]);
    expect(Math.abs(Number(only!.breached_at) - Number(ago(6)))).toBeLessThan(60_000);
    const stored = () => rows('select id, withdrawn_at from app.sla_breach where ticket_id = $1 order by breached_at', [ticket.id]); // prettier-ignore
    const [withdrawn, standing] = await stored();
    expect(withdrawn).toMatchObject({ id: early!.id, withdrawn_at: expect.any(Date) as unknown });
    expect(standing).toMatchObject({ id: only!.id, withdrawn_at: null });
    await again(ticket);
    expect(await stored()).toEqual([withdrawn, standing]);
  });

  test('while a breach goes on its record grows by the hour, until the client is waited for', async () => {
    const raised = Date.now() - 30 * 3_600_000 + 8_000;
    const at = { created_at: new Date(raised), shared_at: new Date(raised) };
    const ticket = await ticketAgo(30, at);
    await work();
    const before = await looked(ticket);
    expect(Date.parse(String(before.next_run_at))).toBe(raised + 30 * 3_600_000);
    for (const { actual } of await breaches(ticket)) expect(actual).toBeLessThan(1800);
    const now = await until(
      () => clockOf(ticket),
      ({ next_run_at }) => next_run_at !== before.next_run_at && next_run_at !== 'under way',
    );
    expect(Date.parse(String(now.next_run_at))).toBe(raised + 31 * 3_600_000);
    const grown = await breaches(ticket);
    expect(grown).toMatchObject([
      { clock: 'first_response', ended_at: null },
      { clock: 'resolution', ended_at: null },
    ]);
    for (const { actual } of grown) expect(actual).toBeGreaterThanOrEqual(1800);

    await db.admin.query(`update app.ticket set status = 'waiting_on_client' where id = $1`, [ticket.id]);
    await until(
      () => clockOf(ticket),
      ({ next_run_at }) => next_run_at === 'infinity',
    );
    expect(await breaches(ticket)).toMatchObject([{ ended_at: null }, { ended_at: null }]);
  });

  test('the queue is told since when a ticket is near a breach, and since when a target is missed', async () => {
    const near = await ticketAgo(0.95);
    const missed = await ticketAgo(3);
    await work();
    const [nearing, late] = [await looked(near), await looked(missed)];
    expect(nearing).toMatchObject({ missed_at: null });
    expect(Number(nearing.breach_at)).toBeGreaterThan(Date.now());
    expect(Math.abs(Number(nearing.at_risk_at) - Number(ago(0.95 - 0.9)))).toBeLessThan(60_000);
    expect(Math.abs(Number(late.missed_at) - Number(ago(2)))).toBeLessThan(60_000);
    expect(late.at_risk_at).toEqual(late.missed_at);

    // Nothing runs while the client is waited for, but what was missed is missed until it is answered.
    await db.admin.query(`update app.ticket set status = 'waiting_on_client' where id = any ($1)`, [
      [near.id, missed.id],
    ]);
    await until(
      () => clockOf(near),
      ({ at_risk_at }) => at_risk_at === null,
    );
    const waiting = await until(
      () => clockOf(missed),
      ({ breach_at }) => breach_at === null,
    );
    expect(waiting).toMatchObject({ missed_at: late.missed_at, at_risk_at: late.missed_at });
    await aMessage(db, missed, { author_staff_id: agent.id, visibility: 'client_visible' });
    await until(
      () => clockOf(missed),
      ({ missed_at, at_risk_at }) => missed_at === null && at_risk_at === null,
    );
  });

  test('an internal message answers nothing', async () => {
    const ticket = await ticketAgo(3);
    await work();
    await looked(ticket);
    await aMessage(db, ticket, { author_staff_id: agent.id, visibility: 'internal_only' });
    const other = await ticketAgo(0);
    await looked(other);
    expect((await breaches(ticket))[0]).toMatchObject({ clock: 'first_response', ended_at: null });
  });

  test('the client is shown what the contract says', async () => {
    const silent = await ticketAgo(10, {}, await anAroundTheClockContract('nothing'));
    const counting = await ticketAgo(0, {}, await anAroundTheClockContract('countdown'));
    await work();
    expect(await looked(silent)).toMatchObject({ sla_status: null, sla_due_at: null });
    const { sla_status, sla_due_at, breach_at } = await looked(counting);
    expect(sla_status).toBe('on_time');
    expect(sla_due_at).toEqual(breach_at);
  });

  test('T7 the client’s word keeps its own time where the level was changed, to a longer target or a shorter one', async () => {
    const under = await aContract(db, [client]);
    const support = await aSupport(db, under, { sla_disclosure: 'countdown' });
    const targetOf = (level: string, minutes: number) => ({
      priority: 'medium',
      level,
      first_response_minutes: minutes,
      resolution_minutes: 6_000,
      around_the_clock: true,
    });
    await aSlaPolicy(db, under, {
      in_force_from: '2021-01-01',
      targets: JSON.stringify([targetOf('l1', 60), targetOf('l2', 5), targetOf('l3', 600)]),
    });
    const raised = Date.now() - 60 * 60_000 + 8_000;
    const at = { created_at: new Date(raised), shared_at: new Date(raised) };
    const [longer, shorter] = [await ticketAgo(1, at, support), await ticketAgo(1, at, support)];
    const toLevel = (ticket: Ticket, level: string) =>
      db.admin.query('update app.ticket set level = $2::app.support_level where id = $1', [ticket.id, level]);
    await toLevel(longer, 'l3');
    await toLevel(shorter, 'l2');
    await work();
    const due = new Date(raised + 60 * 60_000);
    for (const ticket of [longer, shorter]) {
      const clock = await looked(ticket);
      expect(clock).toMatchObject({ sla_status: 'at_risk', sla_due_at: due });
      expect(new Date(String(clock.next_run_at))).toEqual(due);
    }
    for (const ticket of [longer, shorter])
      await until(
        () => clockOf(ticket),
        ({ sla_status }) => sla_status === 'missed',
      );
    // For the team the long one is on time still, and the short one was missed when its level was changed.
    expect((await clockOf(longer)).missed_at).toBeNull();
    expect(Number((await clockOf(shorter)).missed_at)).toBeLessThan(Number(due));
  });

  test('V10 of two tickets alike, what happens inside to the one changes nothing that the client learns of its clock', async () => {
    const under = await aContract(db, [client]);
    const support = await aSupport(db, under, { sla_disclosure: 'countdown' });
    const targets = ['l1', 'l2', 'l3', 'solution_architect'].map((level, nth) => ({
      priority: 'medium',
      level,
      first_response_minutes: [60, 7, 500, 25][nth],
      resolution_minutes: [480, 20, 2_000, 100][nth],
      around_the_clock: nth % 2 === 0,
    }));
    await aSlaPolicy(db, under, { in_force_from: '2021-01-01', targets: JSON.stringify(targets) });
    const change = (set: string) => (ticket: Ticket) => db.admin.query(`update app.ticket set ${set} where id = $1`, [ticket.id]);
    const inside = [
      change(`level = 'l2'`),
      change(`level = 'l3'`),
      change(`level = 'solution_architect'`),
      async (ticket: Ticket) => {
        await change(`level = 'l3'`)(ticket);
        await change(`level = 'l1'`)(ticket);
      },
      (ticket: Ticket) => aMessage(db, ticket, { visibility: 'internal_only', author_staff_id: agent.id }),
      (ticket: Ticket) => aTicketNote(db, ticket, agent),
      (ticket: Ticket) =>
        db.admin.query('update app.ticket set assignee_staff_id = $2 where id = $1', [ticket.id, agent.id]),
    ];
    await aContractMember(db, support, agent, 'contributor');
    const pairs: [Ticket, Ticket][] = [];
    // Ages that are no threshold of any level, so that none is crossed while this runs.
    for (const [nth, happens] of [...inside, ...inside].entries()) {
      const hours = (nth < inside.length ? 11 : 73) / 60;
      const alike = { created_at: ago(hours), shared_at: ago(hours) };
      const pair: [Ticket, Ticket] = [await ticketAgo(1, alike, support), await ticketAgo(1, alike, support)];
      await happens(pair[1]);
      pairs.push(pair);
    }
    await work();
    for (const pair of pairs) {
      const [before, after] = [await looked(pair[0]), await looked(pair[1])];
      expect(after).toMatchObject({ sla_status: before.sla_status, sla_due_at: before.sla_due_at });
      // Looked at no later than the one to which nothing happened.
      expect(Date.parse(String(after.next_run_at))).toBeLessThanOrEqual(Date.parse(String(before.next_run_at)));
    }
  }); // prettier-ignore

  test('V10 L61 of tickets that were hidden, whatever happened to them inside, the client learns the same of the clock once they are shared', async () => {
    const under = await anAroundTheClockContract('countdown');
    const inside = (hours: number) => ticketAgo(hours, { visibility: 'internal_only', shared_at: null }, under);
    const set = (what: string) => (ticket: Ticket) => db.admin.query(`update app.ticket set ${what} where id = $1`, [ticket.id]);
    const [never, older, worked, answered, missed, hiddenAgain] = [
      await inside(0), await inside(7), await inside(7), await inside(7), await inside(30), await ticketAgo(0, {}, under),
    ] as const;
    for (const status of ['waiting_on_client', 'open', 'resolved', 'open', 'new']) {
      if (status !== 'new') await set(`status = '${status}', resolution = 'x'`)(worked);
    }
    await set(`priority = 'high'`)(worked);
    await set(`priority = 'medium'`)(worked);
    await aMessage(db, answered, { author_staff_id: agent.id, visibility: 'internal_only' });
    await work();
    for (const ticket of [never, older, worked, answered, missed, hiddenAgain]) await looked(ticket);
    expect((await clockOf(missed)).missed_at).not.toBeNull();
    for (const ticket of [never, older, worked, answered, missed])
      expect(await clockOf(ticket)).toMatchObject({ sla_status: null, sla_due_at: null });
    await db.admin.query(`update app.record set visibility = 'internal_only' where id = $1`, [hiddenAgain.id]);
    expect(await clockOf(hiddenAgain)).toMatchObject({ sla_status: null, sla_due_at: null });

    // One status, so that nothing but what was hidden tells them apart.
    for (const ticket of [never, older, answered, missed]) await set(`status = 'open'`)(ticket);
    const tickets = [never, older, worked, answered, missed];
    await db.admin.query(`update app.record set visibility = 'client_visible' where id = any ($1)`, [tickets.map(({ id }) => id)]);
    const clocks = [];
    for (const ticket of tickets)
      clocks.push(await until(() => clockOf(ticket), ({ sla_status }) => sla_status !== null));
    const [first] = clocks;
    expect(first).toMatchObject({ sla_status: 'on_time' });
    for (const clock of clocks) expect(clock).toMatchObject({ sla_status: first!.sla_status, sla_due_at: first!.sla_due_at });
    // For the team nothing begins anew.
    expect((await clockOf(missed)).missed_at).not.toBeNull();
  }); // prettier-ignore

  test('V10 L61 of tickets alike when they are shared, none tells its client what it has been through, shared for the first time or again', async () => {
    const under = await aContract(db, [client]);
    const support = await aSupport(db, under, { sla_disclosure: 'countdown' });
    const began = Date.now();
    const at = (hours: number) => new Date(began - hours * 3_600_000);
    const targetsOf = (factor: number) =>
      JSON.stringify(['low', 'medium', 'high', 'critical'].flatMap((priority, nth) => ['l1', 'l2'].map((level, lth) => ({
        priority,
        level,
        first_response_minutes: [900, 307, 211, 120][nth]! * factor + lth,
        resolution_minutes: [9_000, 3_700, 2_100, 1_200][nth]! * factor + lth,
        around_the_clock: true,
      }))));
    await aSlaPolicy(db, under, { in_force_from: '2021-01-01', targets: targetsOf(3) });
    await aSlaPolicy(db, under, { in_force_from: at(20), targets: targetsOf(1) });
    type Standing = { status: string; priority: string };
    type Past = (ticket: Ticket) => Promise<unknown>;
    /** What happened at that age of the ticket, as it stands in its history. */
    const types = { status: 'ticket_status', priority: 'ticket_priority', level: 'support_level' };
    const happened = (ticket: Ticket, hours: number, wasShown: boolean, kind: keyof typeof types, to: string) =>
      db.admin.query(
        `insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, to_${kind}, happened_at)
         select tenant_id, client_id, contract_id, id, shared, $2, $3, $4::text::app.${types[kind]}, $5 from app.ticket where id = $1`,
        [ticket.id, wasShown, kind, to, at(hours)],
      );
    /** As its history says, which has these moves already. */
    const stands = async (ticket: Ticket, { status, priority }: Standing) => {
      const quiet = await db.admin.connect();
      try {
        await quiet.query('begin');
        await quiet.query('set local session_replication_role = replica');
        await quiet.query(
          `update app.ticket set status = $2, priority = $3, resolved_at = $4, reopen_until = $4::timestamptz + interval '9 hours' where id = $1`,
          [ticket.id, status, priority, status === 'resolved' ? at(2.5) : null],
        );
        await quiet.query('commit');
      } finally {
        quiet.release();
      }
    };
    const inside: Record<string, Past> = {
      'nothing': async () => {},
      'moved': (ticket) => happened(ticket, 9, false, 'status', 'open'),
      'paused': async (ticket) => {
        await happened(ticket, 9, false, 'status', 'waiting_on_client');
        await happened(ticket, 5, false, 'status', 'open');
      },
      'put on hold': (ticket) => happened(ticket, 11, false, 'status', 'on_hold'),
      'reprioritised': async (ticket) => {
        await happened(ticket, 10, false, 'priority', 'critical');
        await happened(ticket, 4, false, 'priority', 'low');
      },
      'escalated': (ticket) => happened(ticket, 8, false, 'level', 'l2'),
      'escalated when it was shared before': (ticket) => happened(ticket, 7, true, 'level', 'l2'),
      'resolved': async (ticket) => {
        await happened(ticket, 12, false, 'status', 'resolved');
        await happened(ticket, 3, false, 'status', 'open');
      },
      'spoken to itself': (ticket) => aMessage(db, ticket, { author_staff_id: agent.id, visibility: 'internal_only' }),
    };
    const standings: Standing[] = [
      { status: 'open', priority: 'medium' },
      { status: 'waiting_on_client', priority: 'high' },
      { status: 'on_hold', priority: 'medium' },
      { status: 'resolved', priority: 'critical' },
    ];
    const shared = at(2);
    /** Of all of one kind the client is shown the same. */
    const kinds = new Map<string, { name: string; ticket: Ticket }[]>();
    for (const wasShownFirst of [false, true])
      for (const standing of standings)
        for (const [name, past] of Object.entries(inside)) {
          // Raised hidden it is of any age, also older than the SLA that holds when it is shared.
          const age = wasShownFirst ? 15 : { moved: 14, paused: 30, resolved: 17 }[name] ?? 13;
          const shownFirst = wasShownFirst ? { visibility: 'client_visible', shared_at: at(age) } : { visibility: 'internal_only', shared_at: null };
          const ticket = await ticketAgo(age, { created_at: at(age), ...shownFirst }, support);
          if (wasShownFirst) {
            await happened(ticket, 14, true, 'status', 'open');
            await db.admin.query(`update app.record set visibility = 'internal_only' where id = $1`, [ticket.id]);
          }
          await past(ticket);
          await happened(ticket, 2.5, false, 'status', standing.status);
          await happened(ticket, 2.5, false, 'priority', standing.priority);
          await stands(ticket, standing);
          await db.admin.query(`update app.record set visibility = 'client_visible' where id = $1`, [ticket.id]);
          await db.admin.query(`update app.ticket set shared_at = $2, reopen_until = reopen_until - (shared_at - $2::timestamptz) where id = $1`, [ticket.id, shared]);
          const kind = `${wasShownFirst ? 'shown, hidden, shown' : 'hidden, shown'}: ${standing.status} ${standing.priority}`;
          kinds.set(kind, [...(kinds.get(kind) ?? []), { name, ticket }]);
        }
    await work();
    const told: Record<string, Row> = {};
    for (const [kind, alike] of kinds)
      for (const { name, ticket } of alike) {
        await looked(ticket);
        const [row] = await rows(
          'select status, priority, sla_status, sla_due_at, reopen_until, shared_at from app.ticket where id = $1',
          [ticket.id],
        );
        told[kind] ??= row!;
        expect({ kind, name, ...row }).toEqual({ kind, name, ...told[kind] });
      }
    const minutesAfterSharing = (minutes: number) => new Date(Number(shared) + minutes * 60_000);
    expect(told['hidden, shown: open medium']).toMatchObject({ sla_status: 'on_time', sla_due_at: minutesAfterSharing(307) });
    expect(told['hidden, shown: waiting_on_client high']).toMatchObject({ sla_status: 'on_time', sla_due_at: null });
    expect(told['hidden, shown: resolved critical']).toMatchObject({ sla_status: 'on_time', sla_due_at: null });
    // Its clock has run since it was raised before their eyes, whatever was done with it in between; it misses its answer.
    expect(told['shown, hidden, shown: open medium']).toMatchObject({ sla_status: 'missed' });
  }, 240_000); // prettier-ignore

  test('V10 L61 of tickets that were raised inside, one from before the contract promised anything shows its client the clock that all of them show', async () => {
    const under = await aContract(db, [client]);
    const support = await aSupport(db, under, { sla_disclosure: 'countdown' });
    await db.admin.query('delete from app.sla_policy where contract_id = $1', [under.id]);
    await aSlaPolicy(db, under, { in_force_from: ago(20) });
    const inside = { visibility: 'internal_only', shared_at: null };
    const [older, younger, seenRaised] = [
      await ticketAgo(30, inside, support), await ticketAgo(10, inside, support), await ticketAgo(30, {}, support),
    ];
    await db.admin.query(`update app.record set visibility = 'client_visible' where id = any ($1)`, [[older.id, younger.id]]);
    await work();
    for (const ticket of [older, younger, seenRaised]) await looked(ticket);
    const [told, same, nothing] = [await clockOf(older), await clockOf(younger), await clockOf(seenRaised)];
    expect(told).toMatchObject({ sla_status: 'on_time', sla_due_at: same.sla_due_at });
    expect(told.sla_due_at).not.toBeNull();
    expect(nothing).toMatchObject({ sla_status: null, sla_due_at: null, next_run_at: 'infinity' });
    // For the team nothing was promised that could be missed.
    expect(told).toMatchObject({ breach_at: null, at_risk_at: null, missed_at: null });
    expect(await breaches(older)).toEqual([]);
  }); // prettier-ignore

  test('T5 what a contract discloses no more is gone at once, and what it discloses from now on is there soon', async () => {
    const under = await anAroundTheClockContract('countdown');
    const other = await anAroundTheClockContract('countdown');
    const [running, over, elsewhere] = [await ticketAgo(0, {}, under), await ticketAgo(10, {}, under), await ticketAgo(0, {}, other)];
    await db.admin.query(`update app.ticket set status = 'resolved', resolution = 'Done' where id = $1`, [over.id]);
    const shown = async () => Promise.all([running, over].map(async (ticket) => {
      const { sla_status, sla_due_at } = await clockOf(ticket);
      return [sla_status, sla_due_at === null];
    }));
    const worker = await work();
    for (const ticket of [running, over, elsewhere]) await looked(ticket);
    await worker.kill('SIGKILL');
    expect(await shown()).toEqual([['on_time', false], ['missed', true]]);
    const disclose = (disclosure: string) =>
      db.admin.query('update app.contract_support set sla_disclosure = $2::app.sla_disclosure where contract_id = $1', [under.id, disclosure]);

    await disclose('status');
    expect(await shown()).toEqual([['on_time', true], ['missed', true]]);
    await disclose('nothing');
    expect(await shown()).toEqual([[null, true], [null, true]]);
    expect((await clockOf(elsewhere)).sla_due_at).not.toBeNull();

    await work();
    await disclose('countdown');
    await until(shown, (seen) => JSON.stringify(seen) === JSON.stringify([['on_time', false], ['missed', true]]));
  }); // prettier-ignore

  test('a step that joins the path holds for the open tickets that are there, and for no others', async () => {
    const under = await anAroundTheClockContract();
    const [open, over] = [await ticketAgo(6, {}, under), await ticketAgo(6, {}, under)];
    await work();
    await looked(open);
    await db.admin.query(`update app.ticket set status = 'resolved', resolution = 'Done' where id = $1`, [over.id]);
    await until(() => clockOf(over), ({ next_run_at }) => next_run_at === 'infinity');
    await insert(db, 'app.escalation_step', {
      tenant_id: tenant.tenant_id, contract_id: under.id, clock: 'resolution', at_percent: 60, staff_member_id: agent.id,
    });
    const escalated = () => rows('select ticket_id from app.escalation where ticket_id = any($1)', [[open.id, over.id]]);
    await until(escalated, (found) => found.length > 0);
    expect(await escalated()).toEqual([{ ticket_id: open.id }]);
    expect((await clockOf(over)).next_run_at).toBe('infinity');
  }); // prettier-ignore

  test('it escalates along the contract’s path, once for each step that is reached', async () => {
    const under = await anAroundTheClockContract();
    for (const [clock, at_percent] of [['resolution', 60], ['resolution', 100], ['first_response', 100]])
      await insert(db, 'app.escalation_step', {
        tenant_id: tenant.tenant_id, contract_id: under.id, clock, at_percent, staff_member_id: agent.id,
      }); // prettier-ignore
    const ticket = await ticketAgo(6, {}, under);
    await work();
    await looked(ticket);
    const escalated = () =>
      rows(
        'select clock, at_percent, to_staff_id from app.escalation where ticket_id = $1 order by clock, at_percent',
        [ticket.id],
      );
    const wanted = [
      { clock: 'first_response', at_percent: 100, to_staff_id: agent.id },
      { clock: 'resolution', at_percent: 60, to_staff_id: agent.id },
    ];
    expect(await escalated()).toEqual(wanted);
    await again(ticket);
    expect(await escalated()).toEqual(wanted);
  });

  describe('what escalates to somebody who left the contract', () => {
    const step = (under: SupportedContract, clock: string, at_percent: number, to: StaffMember) =>
      insert(db, 'app.escalation_step', {
        ...{ tenant_id: tenant.tenant_id, contract_id: under.id, clock, at_percent, staff_member_id: to.id },
      });
    /** Somebody who joined the path while they were on the contract, and is not any more. */
    const leaves = (under: SupportedContract, person: StaffMember) =>
      db.admin.query('delete from app.contract_member where contract_id = $1 and staff_member_id = $2', [
        under.id,
        person.id,
      ]);
    const escalated = (ticket: Ticket) =>
      rows(
        'select clock, at_percent, to_staff_id as to from app.escalation where ticket_id = $1 order by clock, at_percent',
        [ticket.id],
      );
    const missed = async (under: SupportedContract) => {
      const ticket = await ticketAgo(6, {}, under);
      await work();
      await looked(ticket);
      return escalated(ticket);
    };

    test('goes on to the next of the path, and where its clock has nobody else to the other’s', async () => {
      const under = await anAroundTheClockContract();
      const [left, closed] = [await aStaffMember(db, tenant), await aStaffMember(db, tenant)];
      await aContractMember(db, under, left, 'owner');
      await aContractMember(db, under, closed, 'owner');
      await step(under, 'resolution', 50, left);
      await step(under, 'resolution', 60, closed);
      await step(under, 'resolution', 90, agent);
      await step(under, 'first_response', 100, left);
      await leaves(under, left);
      await db.admin.query('update app.staff_member set active = false where id = $1', [closed.id]);
      expect(await missed(under)).toEqual([
        { clock: 'first_response', at_percent: 100, to: agent.id },
        { clock: 'resolution', at_percent: 50, to: agent.id },
        { clock: 'resolution', at_percent: 60, to: agent.id },
      ]);
    });

    test('goes, with nobody of the path left, to an Owner of the contract, else to a Manager of the tenant, else to nobody', async () => {
      const under = await anAroundTheClockContract();
      const gone = await aStaffMember(db, tenant);
      await aContractMember(db, under, gone, 'contributor');
      await step(under, 'resolution', 50, gone);
      await leaves(under, gone);
      const to = async () => (await missed(under)).map((one) => one.to);
      expect(await to()).toEqual([null]);
      // Of another tenant, and without a say.
      await aStaffMember(db, await aTenant(db), { role: 'owner' });
      await aStaffMember(db, tenant, { role: 'owner', active: false });
      const manager = await aStaffMember(db, tenant, { role: 'manager' });
      await aStaffMember(db, tenant, { role: 'owner' });
      expect(await to()).toEqual([manager.id]);
      const owner = await aStaffMember(db, tenant);
      await aContractMember(db, under, owner, 'owner');
      await aContractMember(db, await anAroundTheClockContract(), await aStaffMember(db, tenant), 'owner');
      expect(await to()).toEqual([owner.id]);
    });
  });

  test('a ticket that cannot be computed is tried again, with its reason, and keeps nobody waiting', async () => {
    const made = await aContract(db, [client]);
    const under = await aSupport(db, made);
    await aSlaPolicy(db, made, {
      in_force_from: '2021-01-01',
      business_hours: '{"monday": [["9 a.m.", "5 p.m."]]}',
    });
    const broken = await ticketAgo(5, {}, under);
    const sound = await ticketAgo(5);
    // Under the version before it, which can be read.
    const older = await ticketAgo(24 * 365 * 6, { shared_at: ago(5) }, under);
    await work();
    for (const ticket of [sound, older]) await looked(ticket);
    const clock = await until(
      () => clockOf(broken),
      ({ failure }) => failure !== null,
    );
    expect(clock).toMatchObject({ failure: "“9 a.m.” isn't a valid time", evaluated_at: null });
  });

  test('resolved tickets close when their window has passed', async () => {
    const ticket = await ticketAgo(5);
    const open = await ticketAgo(5);
    for (const [{ id }, until_at] of [
      [ticket, ago(1)],
      [open, ago(-1)],
    ] as const)
      await db.admin.query("update app.ticket set status = 'resolved', reopen_until = $2 where id = $1", [
        id,
        until_at,
      ]);
    await work();
    const status = async ({ id }: Ticket) =>
      (await rows('select status from app.ticket where id = $1', [id]))[0]?.status;
    await until(
      () => status(ticket),
      (is) => is === 'closed',
    );
    expect(await status(open)).toBe('resolved');
  });

  test('a resolved ticket that cannot be closed keeps no other open', async () => {
    const [broken, sound] = [await ticketAgo(5), await ticketAgo(5)];
    for (const [{ id }, until_at] of [
      [broken, ago(2)],
      [sound, ago(1)],
    ] as const)
      await db.admin.query("update app.ticket set status = 'resolved', reopen_until = $2 where id = $1", [
        id,
        until_at,
      ]);
    await db.admin.query(`
      create function app.refuse_one() returns trigger language plpgsql as $$ begin raise 'not this one'; end $$;
      create trigger refuse_one before update on app.ticket for each row
        when (new.id = '${broken.id}' and new.status = 'closed') execute function app.refuse_one();`);
    try {
      await work();
      await until(
        async () => (await rows('select status from app.ticket where id = $1', [sound.id]))[0]?.status,
        (is) => is === 'closed',
      );
      expect(await rows('select status from app.ticket where id = $1', [broken.id])).toEqual([
        { status: 'resolved' },
      ]);
    } finally {
      await db.admin.query('drop function app.refuse_one cascade');
    }
  });
});

describe('faults', () => {
  test('killed in the middle, with another beside it: each missed target has one record and each step one escalation, and none is missing', async () => {
    const under = await anAroundTheClockContract();
    for (const [clock, at_percent] of [
      ['first_response', 100],
      ['resolution', 60],
    ])
      await insert(db, 'app.escalation_step', {
        ...{ tenant_id: tenant.tenant_id, contract_id: under.id, clock, at_percent },
        staff_member_id: agent.id,
      });
    const tickets: Ticket[] = [];
    for (let nth = 0; nth < 400; nth++) tickets.push(await ticketAgo(10, {}, under));
    const ids = tickets.map(({ id }) => id);
    const looked = async () =>
      Number(
        (
          await rows(
            'select count(*) from app.ticket_sla where ticket_id = any($1) and evaluated_at is not null',
            [ids],
          )
        )[0]?.count,
      );

    const one = await work();
    await work();
    await until(looked, (done) => done > 20);
    await one.kill('SIGKILL');
    expect(await looked()).toBeLessThan(400);
    await work();
    await until(looked, (done) => done === 400);
    expect(
      await rows(
        'select clock, count(*)::int, count(distinct ticket_id)::int as tickets from app.sla_breach where ticket_id = any($1) group by clock order by clock',
        [ids],
      ),
    ).toEqual([
      { clock: 'first_response', count: 400, tickets: 400 },
      { clock: 'resolution', count: 400, tickets: 400 },
    ]);
    expect(
      await rows(
        `select clock, at_percent, count(*)::int, count(distinct ticket_id)::int as tickets from app.escalation
          where ticket_id = any($1) group by clock, at_percent order by clock, at_percent`,
        [ids],
      ),
    ).toEqual([
      { clock: 'first_response', at_percent: 100, count: 400, tickets: 400 },
      { clock: 'resolution', at_percent: 60, count: 400, tickets: 400 },
    ]);
  }, 240_000);

  test('a ticket that somebody is answering on waits for the next turn, keeps no other waiting, and takes the answer', async () => {
    const ticket = await ticketAgo(3);
    const writing = await db.admin.connect();
    try {
      await writing.query('begin');
      await writing.query('select from app.ticket where id = $1 for update', [ticket.id]);
      await work();
      const other = await ticketAgo(0);
      await looked(other);
      // Which tells the clock: it would wait for the job, were the job waiting for it.
      await writing.query(
        `insert into app.message (tenant_id, ticket_id, body, author_staff_id, author_name, visibility)
         values ($1, $2, 'An answer', $3, 'Agent', 'client_visible')`,
        [tenant.tenant_id, ticket.id, agent.id],
      );
      await writing.query('commit');
    } finally {
      writing.release(true);
    }
    await until(
      () => breaches(ticket),
      ([breach]) => breach?.ended_at instanceof Date,
    );
  });

  test('a breach that comes while no worker runs is found by the next one, at its own moment', async () => {
    const ticket = await ticketAgo(0.998);
    const worker = await work();
    await looked(ticket);
    expect(await breaches(ticket)).toEqual([]);
    await worker.kill('SIGTERM');
    await until(
      () => Promise.resolve(Date.now()),
      (now) => now > Number(ago(0.998)) + 3_600_000 * 0.002 + 4_000,
    );
    await work();
    const [first] = await until(
      () => breaches(ticket),
      (found) => found.length > 0,
    );
    const raised = (await rows('select created_at from app.ticket where id = $1', [ticket.id]))[0]!
      .created_at;
    expect(Number(first!.breached_at)).toBe(Number(raised) + 3_600_000);
  });
});
