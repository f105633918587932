/** The parts of a policy that can never be met: hours and holidays against targets. */
import { openTimeOf, type OpenTime } from './clock-time';
import { DAY_ms, MINUTE_ms, type Moment } from './moment';
import { policyOf, type StoredPolicy, type StoredTarget } from './stored-policy';

/** A ticket may be raised on any day of so many from now. */
const raised_days = 366;
/** By the calendar, a target runs out within so many days of a ticket. */
export const longestRun_days = 731;

export type PolicyFault =
  | { at: 'timeZone' | 'holidays'; sentence: string }
  | { at: 'target'; clock: 'first_response' | 'resolution'; target: StoredTarget; sentence: string };

const neverOpen =
  'There are no business hours, so this target would never be due. Add business hours or select “24/7”.';
const closedAYear =
  'These holidays close every business day of the coming year. Remove the ones that are not holidays.';
const tooLong =
  'In these hours, this target would take more than two years. Shorten it or extend your business hours.';

/** Empty for a policy that means what it says. At most a few hundred sums over two years, whatever was entered. */
export function faultsOfPolicy(stored: Omit<StoredPolicy, 'id'>, now: Moment): PolicyFault[] {
  const { calendar, clockHours } = policyOf({ ...stored, id: '' });
  let time: OpenTime;
  try {
    time = openTimeOf(calendar);
  } catch {
    return [{ at: 'timeZone', sentence: 'Choose a time zone.' }];
  }
  const promises = stored.targets.flatMap((target) =>
    clockHours[target.priority] === '24x7'
      ? []
      : (['first_response', 'resolution'] as const).flatMap((clock) => {
          const minutes = target[`${clock}_minutes`];
          return minutes === null ? [] : [{ clock, target, minutes }];
        }),
  );
  if (promises.length === 0) return [];
  const at = 'target' as const;
  if (time.week.total_ms === 0)
    return promises.map(({ clock, target }) => ({ at, clock, target, sentence: neverOpen }));
  if (time.between(now, now + raised_days * DAY_ms) === 0) return [{ at: 'holidays', sentence: closedAYear }];
  const days = Array.from({ length: Math.ceil(raised_days / 30) }, (_, month) => now + month * 30 * DAY_ms);
  const runsOut = (minutes: number) =>
    days.every((day) => time.after(day, minutes * MINUTE_ms, day + longestRun_days * DAY_ms) !== null);
  return promises
    .filter(({ minutes }) => !runsOut(minutes))
    .map(({ clock, target }) => ({ at, clock, target, sentence: tooLong }));
}
