/** A move of a milestone's dates as pages tell it. Of app.milestone_change as c, by app.staff_member as s. */
export const moveColumns = [
  'c.from_agreed_on as fromAgreedOn',
  'c.to_agreed_on as toAgreedOn',
  'c.from_forecast_on as fromForecastOn',
  'c.to_forecast_on as toForecastOn',
  'c.from_met_on as fromMetOn',
  'c.to_met_on as toMetOn',
  'c.reason',
  's.name as actor',
  'c.changed_at as at',
] as const;
