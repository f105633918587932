/** Days counted from the moment of loading: whole for dates, broken for moments. */
export type Clock = {
  /** The ISO day so many days from today. */
  day: (offset: number) => string;
  /** The moment so many days from now, in working hours where that was more than four days ago. */
  at: (offset: number) => Date;
  /** How many days from today the Monday of a week is; 0 is the current week. */
  monday: (week: number) => number;
};

const MS_PER_DAY = 86_400_000;
const LATELY = -4;

export function clockAt(now: Date): Clock {
  const exactly = (offset: number) => new Date(now.getTime() + offset * MS_PER_DAY);
  return {
    day: (offset) => exactly(offset).toISOString().slice(0, 10),
    // The last days stay as they are, weekend or not: "since your last visit" has to have something to tell.
    at: (offset) => (offset > LATELY ? exactly(offset) : inWorkingHours(exactly(offset))),
    monday: (week) => week * 7 - ((now.getUTCDay() + 6) % 7),
  };
}

/** The same share of a working day from 8 to 18 h UTC; a weekend's moments fall on the evening of the Friday before. */
function inWorkingHours(moment: Date): Date {
  const midnight = Math.floor(moment.getTime() / MS_PER_DAY) * MS_PER_DAY;
  const share = (moment.getTime() - midnight) / MS_PER_DAY;
  const daysSinceFriday = (moment.getUTCDay() + 2) % 7;
  if (daysSinceFriday === 0 || daysSinceFriday > 2)
    return new Date(midnight + ((8 + 10 * share) / 24) * MS_PER_DAY);
  return new Date(midnight + ((17 + daysSinceFriday + share) / 24 - daysSinceFriday) * MS_PER_DAY);
}
