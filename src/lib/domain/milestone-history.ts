import { formatDay } from './dates';

/** So many changes of each milestone are told where there are many milestones; all of them are counted. */
export const movesTold = 5;

/** One change of a milestone's dates. Days are ISO days, null where there was or is none; `at` is an ISO moment. */
export type MilestoneChange = {
  at: string;
  fromAgreedOn: string | null;
  toAgreedOn: string | null;
  fromForecastOn: string | null;
  toForecastOn: string | null;
  fromMetOn: string | null;
  toMetOn: string | null;
  reason?: string | null;
  actor?: string | null;
};

/** A change of a milestone's dates in sentences, one for each date that changed; years are told where they are not the year of the change. */
export function milestoneChangeSentences(change: MilestoneChange): string[] {
  const year = Number(change.at.slice(0, 4));
  const dayWords = (day: string) => formatDay(day, year);
  const moved = (what: string, from: string | null, to: string | null) => {
    if (from === to) return null;
    if (from && to) return `${what} changed from ${dayWords(from)} to ${dayWords(to)}`;
    return to ? `${what} set to ${dayWords(to)}` : `${what} removed`;
  };
  const { fromMetOn, toMetOn } = change;
  return [
    moved('Agreed date', change.fromAgreedOn, change.toAgreedOn),
    moved('Forecast', change.fromForecastOn, change.toForecastOn),
    !fromMetOn && toMetOn ? `Completed on ${dayWords(toMetOn)}` : null,
    fromMetOn && !toMetOn ? 'Reopened' : null,
    fromMetOn && toMetOn ? moved('Completion date', fromMetOn, toMetOn) : null,
  ].filter((sentence) => sentence !== null);
}
