export type MilestoneStanding = 'met' | 'late' | 'at_risk' | 'on_track';

/**
 * How a milestone stands today (PRODUCT P3). Dates are ISO days (YYYY-MM-DD), which compare as text. Met once it has a
 * date on which it was met; late after the agreed day; at risk while the forecast lies behind the agreed day.
 */
export function milestoneStanding(
  dates: { agreedOn: string; forecastOn: string | null; metOn: string | null },
  today: string,
): MilestoneStanding {
  if (dates.metOn) return 'met';
  if (today > dates.agreedOn) return 'late';
  if (dates.forecastOn && dates.forecastOn > dates.agreedOn) return 'at_risk';
  return 'on_track';
}
