/** Why a ticket's clocks ran and stood still, interval by interval, under the SLA that it was raised under. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBreach, aTicket } from '../support/ticket-builders.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { aPausedTicket, aSlowTicket, aTimedContract, aTimelessTicket } from './ticket-timeline.ts';

let company: SampleCompany;
let marta: Visitor;
let contract: Awaited<ReturnType<typeof aTimedContract>>;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  contract = await aTimedContract(company);
});
afterAll(() => company.stop());

type Clock = {
  clock: string;
  state: string;
  sentence: string;
  elapsed_ms: number;
  target_ms: number;
  due: string;
  stopped: string;
  missingMinutes: number | null;
  intervals: { from: string; until: string; runs: boolean; words: string }[];
  before: number;
};
const clocksOf = async (
  ticketId: string,
  earlier?: Partial<Record<'first_response' | 'resolution', number>>,
) =>
  (dataOf(await marta.query('staff', 'tickets.clock', { ticketId, earlier })) as { clocks: Clock[] | null })
    .clocks;
const minutes = (some: number) => some * 60_000;
const interval = (from: string, until: string, words: string) => ({
  ...{ from: `${from}:00.000Z`, until: `${until}:00.000Z`, runs: words === 'Running', words },
});

test('every pause is told, the latest first, for each clock its own', async () => {
  const ticket = await aPausedTicket(company, contract);
  const [first, second] = (await clocksOf(ticket.id)) ?? [];
  const begun = [
    interval('2021-03-08T23:00', '2021-03-09T08:00', 'Outside business hours'),
    interval('2021-03-07T23:00', '2021-03-08T23:00', 'Holiday: Women’s Day'),
    interval('2021-03-05T16:00', '2021-03-07T23:00', 'Outside business hours'),
    interval('2021-03-05T15:00', '2021-03-05T16:00', 'Running'),
  ];
  expect(first).toEqual({
    clock: 'first_response',
    state: 'breached',
    sentence: 'Missed by 30 min',
    elapsed_ms: minutes(90),
    target_ms: minutes(60),
    due: '2021-03-05T16:00:00.000Z',
    stopped: '2021-03-09T08:30:00.000Z',
    missingMinutes: null,
    intervals: [interval('2021-03-09T08:00', '2021-03-09T08:30', 'Running'), ...begun],
    before: 0,
  });
  const [latest, ...before] = second?.intervals ?? [];
  expect({ ...second, intervals: before }).toEqual({
    clock: 'resolution',
    state: 'met',
    sentence: 'Met with 4 h 30 min to spare',
    elapsed_ms: minutes(210),
    target_ms: minutes(480),
    due: null,
    stopped: '2021-03-09T12:00:00.000Z',
    missingMinutes: null,
    intervals: [
      interval('2021-03-09T12:00', '2021-03-10T12:00', 'Stopped: resolved'),
      interval('2021-03-09T11:00', '2021-03-09T12:00', 'Running'),
      interval('2021-03-09T10:30', '2021-03-09T11:00', 'Paused: on hold'),
      interval('2021-03-09T10:00', '2021-03-09T10:30', 'Running'),
      interval('2021-03-09T09:00', '2021-03-09T10:00', 'Paused: waiting on the client'),
      interval('2021-03-09T08:00', '2021-03-09T09:00', 'Running'),
      ...begun,
    ],
    before: 0,
  });
  expect(latest).toMatchObject({ from: '2021-03-10T12:00:00.000Z', runs: false, words: 'Stopped: closed' });
  expect(Math.abs(Date.parse(latest?.until ?? '') - Date.now())).toBeLessThan(60_000);
});

test('of a long past the last 60 intervals are told, and how many came before', async () => {
  const ticket = await aSlowTicket(company, contract);
  const [first] = (await clocksOf(ticket.id)) ?? [];
  expect(first?.intervals).toHaveLength(60);
  expect(first?.before).toBe(9);
  expect([first?.intervals[0], first?.intervals.at(-1)]).toEqual([
    interval('2021-06-18T07:00', '2021-06-18T08:00', 'Running'),
    interval('2021-05-07T15:00', '2021-05-10T07:00', 'Outside business hours'),
  ]);
});

test('part by part a clock’s whole timeline is told, from now to when it was raised, without gaps, and the other clock’s stays', async () => {
  const ticket = await aSlowTicket(company, contract);
  for (const [nth, clock] of (['first_response', 'resolution'] as const).entries()) {
    const latest = await clocksOf(ticket.id);
    const walked: Clock['intervals'] = [];
    for (let earlier = 0, before = -1; before !== 0; earlier++) {
      const clocks = (await clocksOf(ticket.id, { [clock]: earlier }))!;
      const { intervals, ...read } = clocks[nth]!;
      expect(intervals.length).toBe(before < 60 && before > 0 ? before : 60);
      if (before > 0) expect(read.before).toBe(Math.max(0, before - 60));
      before = read.before;
      walked.push(...intervals);
      expect(clocks[1 - nth]?.intervals.at(-1)).toEqual(latest?.[1 - nth]?.intervals.at(-1));
    }
    expect(walked.length).toBeGreaterThan(clock === 'resolution' ? 2_000 : 68);
    for (const [at, { from }] of walked.slice(0, -1).entries()) expect(walked[at + 1]?.until).toBe(from);
    expect(walked.at(-1)?.from).toBe('2021-05-03T07:00:00.000Z');
    const running = walked.filter(({ runs }) => runs);
    const ran = running.reduce((sum, { from, until }) => sum + Date.parse(until) - Date.parse(from), 0);
    expect(Math.abs(ran - latest![nth]!.elapsed_ms)).toBeLessThan(60_000);
    const beyond = (await clocksOf(ticket.id, { [clock]: 10_000 }))![nth]!;
    expect(beyond).toMatchObject({ intervals: [], before: 0 });
  }
  for (const wrong of [-1, 0.5, 10_001, '1'])
    expect(
      (await marta.query('staff', 'tickets.clock', { ticketId: ticket.id, earlier: { resolution: wrong } }))
        .status,
    ).toBe(400);
});

test('on the page the links alone lead through all of it and back', async () => {
  const ticket = await aSlowTicket(company, contract);
  const read = async (query: string) => {
    const { body } = await marta.fetch(`/staff/tickets/${ticket.id}${query}`);
    const [, attributes = '', inside = ''] =
      /<details([^>]*id="timeline-first_response"[^>]*)>(.*?)<\/details>/s.exec(body) ?? [];
    const link = (rel: string) =>
      new RegExp(`<a [^>]*href="([^"#]*)#timeline-first_response"[^>]*rel="${rel}"`)
        .exec(inside)?.[1]
        ?.replaceAll('&amp;', '&');
    return {
      isOpen: /\bopen\b/.test(attributes),
      intervals: inside.split('<li').length - 1,
      told: /Earlier \((\d+)\)/.exec(inside)?.[1],
      prev: link('prev'),
      next: link('next'),
    };
  };
  const latest = await read('?earlier=1&resolution=3');
  expect(latest).toMatchObject({ isOpen: false, intervals: 60, told: '9', next: undefined });
  expect(latest.prev).toBe('?earlier=1&resolution=3&first_response=1');
  const first = await read(latest.prev!);
  expect(first).toMatchObject({ isOpen: true, intervals: 9, told: undefined, prev: undefined });
  expect(await read(first.next!)).toEqual({ ...latest, isOpen: true });
});

test('a missed target that nobody looked at again since tells how long it lasts now, on the page too', async () => {
  const hours_ms = 3_600_000;
  const raised = Date.now() - 50.5 * hours_ms;
  const ticket = await aTicket(company.database, contract, contract.client, {
    ...{ title: 'Still missed', priority: 'high', created_at: new Date(raised) },
  });
  const missed = (clock: string, target_minutes: number, values: object = {}) =>
    aBreach(company.database, ticket, {
      ...{ clock, target_minutes, actual_minutes: target_minutes },
      ...{ breached_at: new Date(raised + target_minutes * 60_000), ...values },
    });
  await missed('resolution', 480);
  await missed('first_response', 15);
  // Another one, which is over: what it lasted stands.
  await missed('resolution', 60, { actual_minutes: 75, ended_at: new Date(raised + 75 * 60_000) });
  const shown = async () =>
    (await marta.fetch(`/staff/tickets/${ticket.id}`)).body
      .replace(/^.*Missed targets/s, '')
      .replace(/<\/ul>.*$/s, '')
      .replaceAll(/<!--.*?-->|<[^>]+>/gs, ' ')
      .replaceAll(/\s+/g, ' ');
  for (const clock of (await clocksOf(ticket.id)) ?? [])
    expect(Math.abs(clock.missingMinutes! - 50.5 * 60)).toBeLessThan(2);
  const told = [
    ...(await shown()).matchAll(/(First response|Resolution) ,.*?: (.*?) \(target (.*?)(?=First|Res|$)/g),
  ];
  expect(told.map(([, clock, actual, target]) => [clock, actual, target?.trim()])).toEqual([
    ['First response', expect.stringMatching(/^50 h 3\d min$/), '15 min), still running'],
    ['Resolution', '1 h 15 min', '1 h)'],
    ['Resolution', expect.stringMatching(/^50 h 3\d min$/), '8 h), still running'],
  ]);
});

test('a ticket that was raised before any SLA has no clocks', async () => {
  expect(await clocksOf((await aTimelessTicket(company, contract)).id)).toBeNull();
});

test('the team sees what the client is shown of the clocks, also where it has none itself', async () => {
  const ticket = await aTimelessTicket(company, contract);
  const seen = async () =>
    dataOf(await marta.query('staff', 'tickets.clock', { ticketId: ticket.id })) as {
      clocks: null;
      client: unknown;
    };
  expect(await seen()).toEqual({ clocks: null, client: null });
  await company.database.admin.query(`update app.record set visibility = 'client_visible' where id = $1`, [
    ticket.id,
  ]);
  // What was known of a clock goes when a ticket is shared.
  await company.database.admin.query(
    `update app.ticket set sla_status = 'at_risk', sla_due_at = '2030-01-05 09:00Z' where id = $1`,
    [ticket.id],
  );
  expect(await seen()).toEqual({
    clocks: null,
    client: { status: 'at_risk', due: '2030-01-05T09:00:00+00:00' },
  });
  // In the team's time zone, which is Berlin's.
  const { body } = await marta.fetch(`/staff/tickets/${ticket.id}`);
  expect(body.replaceAll(/<[^>]*>|\s+/g, ' ')).toMatch(/Client sees: +At risk +Due +Sat 5 Jan 2030, 10:00/);
});
