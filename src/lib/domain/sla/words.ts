/** The words for the SLA clock on screens. The client's side knows `clientClockWords` alone. */
import { formatMinutes } from '../durations';
import type { ClockBecause } from './explain-clock';
import { MINUTE_ms } from './moment';
import type { ClockReading } from './read-clocks';

export const supportLevelWords = {
  l1: 'L1',
  l2: 'L2',
  l3: 'L3',
  solution_architect: 'Solution Architect',
} as const;

export const clockWords = { first_response: 'First response', resolution: 'Resolution' } as const;

export const clockHoursWords = {
  '24x7': '24/7',
  business_hours: 'Business hours',
} as const;

export const clientClockWords = { on_time: 'On time', at_risk: 'At risk', missed: 'Missed' } as const;

/** The words for each SLA disclosure of a contract. */
export const disclosureWords = {
  nothing: 'Nothing',
  status: 'Status only',
  countdown: 'Status and countdown',
} as const;

const becauseWords = {
  running: 'Running',
  outside_hours: 'Outside business hours',
  waiting_on_client: 'Paused: waiting on the client',
  on_hold: 'Paused: on hold',
  resolved: 'Stopped: resolved',
  closed: 'Stopped: closed',
} as const;

/** Why a clock ran or stood still in an interval: "Outside business hours", "Holiday: Easter Monday". */
export function becauseSentence(because: ClockBecause): string {
  if (because.kind !== 'holiday') return becauseWords[because.kind];
  return because.name.trim() ? `Holiday: ${because.name.trim()}` : 'Holiday';
}

/** Whole minutes that have passed; what is left is rounded up, so that "0 min left" is never said too early. */
const passed = (time_ms: number) => formatMinutes(Math.floor(time_ms / MINUTE_ms));
const left = (time_ms: number) => formatMinutes(Math.ceil(time_ms / MINUTE_ms));

/** The state of a clock in words, for staff: "2 h 15 min left", "Breached by 40 min", "Met with 3 h to spare". Times are SLA time. */
export function readingSentence(reading: ClockReading): string {
  const { state, stoppedAt, pausedBy, remaining_ms, over_ms } = reading;
  if (state === 'not_started') return 'Not started';
  if (state === 'breached') {
    const over = passed(over_ms);
    if (stoppedAt !== null) return `Missed by ${over}`;
    return pausedBy ? `Breached by ${over}. ${becauseWords[pausedBy]}` : `Breached by ${over}`;
  }
  if (state === 'met')
    return remaining_ms === null ? 'Completed (no target)' : `Met with ${left(remaining_ms)} to spare`;
  const rest = remaining_ms === null ? 'No target' : `${left(remaining_ms)} left`;
  return pausedBy ? `${rest}. ${becauseWords[pausedBy]}` : rest;
}
