/** Why a ticket's clocks ran and stood still, interval by interval, under the SLA that it was raised under. */
import { afterAll, beforeAll, expect, test } from 'vitest';
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
  intervals: { from: string; until: string; runs: boolean; words: string }[];
  earlier: number;
};
const clocksOf = async (ticketId: string) =>
  (dataOf(await marta.query('staff', 'tickets.clock', { ticketId })) as { clocks: Clock[] | null }).clocks;
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
    sentence: 'Missed, 30 min over',
    elapsed_ms: minutes(90),
    target_ms: minutes(60),
    due: '2021-03-05T16:00:00.000Z',
    stopped: '2021-03-09T08:30:00.000Z',
    intervals: [interval('2021-03-09T08:00', '2021-03-09T08:30', 'Running'), ...begun],
    earlier: 0,
  });
  const [latest, ...before] = second?.intervals ?? [];
  expect({ ...second, intervals: before }).toEqual({
    clock: 'resolution',
    state: 'met',
    sentence: 'Met with 4 h 30 min left',
    elapsed_ms: minutes(210),
    target_ms: minutes(480),
    due: null,
    stopped: '2021-03-09T12:00:00.000Z',
    intervals: [
      interval('2021-03-09T12:00', '2021-03-10T12:00', 'Stopped: resolved'),
      interval('2021-03-09T11:00', '2021-03-09T12:00', 'Running'),
      interval('2021-03-09T10:30', '2021-03-09T11:00', 'Paused: on hold'),
      interval('2021-03-09T10:00', '2021-03-09T10:30', 'Running'),
      interval('2021-03-09T09:00', '2021-03-09T10:00', 'Paused: waiting on the client'),
      interval('2021-03-09T08:00', '2021-03-09T09:00', 'Running'),
      ...begun,
    ],
    earlier: 0,
  });
  expect(latest).toMatchObject({ from: '2021-03-10T12:00:00.000Z', runs: false, words: 'Stopped: closed' });
  expect(Math.abs(Date.parse(latest?.until ?? '') - Date.now())).toBeLessThan(60_000);
});

test('of a long past the last 60 intervals are told, and how many came before', async () => {
  const ticket = await aSlowTicket(company, contract);
  const [first] = (await clocksOf(ticket.id)) ?? [];
  expect(first?.intervals).toHaveLength(60);
  expect(first?.earlier).toBe(9);
  expect([first?.intervals[0], first?.intervals.at(-1)]).toEqual([
    interval('2021-06-18T07:00', '2021-06-18T08:00', 'Running'),
    interval('2021-05-07T15:00', '2021-05-10T07:00', 'Outside business hours'),
  ]);
});

test('a ticket that was raised before any SLA has no clocks', async () => {
  expect(await clocksOf((await aTimelessTicket(company, contract)).id)).toBeNull();
});
