/** A move of a milestone's dates as its client is told of it. Of app.milestone_change. */
export const moveColumns = [
  'changed_at as at',
  'from_agreed_on as fromAgreedOn',
  'to_agreed_on as toAgreedOn',
  'from_forecast_on as fromForecastOn',
  'to_forecast_on as toForecastOn',
  'from_met_on as fromMetOn',
  'to_met_on as toMetOn',
] as const;

/** By all that is told: of two moves that are the same it does not matter which comes first. */
export const latestFirst = [
  'changed_at desc',
  ...['from_agreed_on', 'to_agreed_on', 'from_forecast_on', 'to_forecast_on', 'from_met_on', 'to_met_on'],
] as const;
