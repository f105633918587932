/**
 * The SLA clock: readings a second (both clocks of a ticket, out of its events), against JSON clones of the same events, which
 * is about what it costs to have them from a database at all.
 */
import { join } from 'node:path';
import { runnerImport } from 'vite';
import type { SlaEvent } from '../src/lib/domain/sla/events.ts';
import type { SlaPolicyVersion } from '../src/lib/domain/sla/policy.ts';
import type { readClocks as ReadClocks } from '../src/lib/domain/sla/read-clocks.ts';

const MINUTE_ms = 60_000;
const rounds = 21;
const tickets = 2_000;

const target = { firstResponseMinutes: 240, resolutionMinutes: 2_400 };
const nine = [
  { fromMinute: 540, toMinute: 720 },
  { fromMinute: 780, toMinute: 1_020 },
];

const policyIn = (timeZone: string): SlaPolicyVersion => ({
  id: timeZone,
  calendar: {
    timeZone,
    week: [nine, nine, nine, nine, nine, [], []],
    holidays: Array.from({ length: 12 }, (_, month) => ({
      day: `2026-${String(month + 1).padStart(2, '0')}-15`,
      name: 'Closed',
    })),
  },
  targets: { l1: { critical: target, high: target, medium: target, low: target } },
  clockHours: {
    critical: '24x7',
    high: 'business_hours',
    medium: 'business_hours',
    low: 'business_hours',
  },
  pausesOnHold: true,
  thresholdsPercent: [50, 75, 90],
});

const policies = new Map(
  ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'].map((timeZone) => [
    timeZone,
    policyIn(timeZone),
  ]),
);

/** A ticket of some six weeks, over a change of the clocks: raised, answered, waiting twice, more urgent, resolved, reopened. */
function past(number: number): SlaEvent[] {
  const zones = [...policies.keys()];
  let at = Date.UTC(2026, 2, 1) + number * 97 * MINUTE_ms;
  const later = (hours: number) => (at += (hours * 60 + (number % 59)) * MINUTE_ms);
  return [
    { at, kind: 'raised', priority: 'medium', level: 'l1', policyVersionId: zones[number % zones.length]! },
    { at: later(3), kind: 'staff_replied' },
    { at: later(20), kind: 'status_changed', status: 'waiting_on_client' },
    { at: later(120), kind: 'status_changed', status: 'open' },
    { at: later(9), kind: 'priority_changed', priority: 'high' },
    { at: later(48), kind: 'status_changed', status: 'waiting_on_client' },
    { at: later(300), kind: 'status_changed', status: 'open' },
    { at: later(72), kind: 'status_changed', status: 'resolved' },
    { at: later(30), kind: 'reopened' },
  ];
}

/** Medians over the rounds, the two sides taken in turns; both in tickets a second. */
export async function measureSla(): Promise<{ readings: number; clones: number }> {
  const { module } = await runnerImport<{ readClocks: typeof ReadClocks }>(
    join(import.meta.dirname, '../src/lib/domain/sla/read-clocks.ts'),
    { configFile: false, logLevel: 'error' },
  );
  const pasts = Array.from({ length: tickets }, (_, number) => past(number));
  const now = Date.UTC(2026, 9, 26);
  let kept = 0;
  const perSecond = (work: (events: SlaEvent[]) => number) => {
    const started = performance.now();
    for (const events of pasts) kept += work(events);
    return tickets / ((performance.now() - started) / 1000);
  };
  const read = (events: SlaEvent[]) => module.readClocks(events, policies, now).resolution.elapsed_ms;
  const clone = (events: SlaEvent[]) => (JSON.parse(JSON.stringify(events)) as SlaEvent[]).length;
  const measured: [number[], number[]] = [[], []];
  for (let round = -3; round < rounds; round += 1) {
    const speeds = [perSecond(read), perSecond(clone)] as const;
    if (round >= 0) speeds.forEach((speed, side) => measured[side]?.push(speed));
  }
  if (!kept) throw new Error('No clock has run');
  const [readings, clones] = measured.map(
    (speeds) => speeds.sort((one, other) => one - other)[rounds >> 1] ?? NaN,
  );
  return { readings: readings ?? NaN, clones: clones ?? NaN };
}
