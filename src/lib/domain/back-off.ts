const first_s = 2;
const longest_s = 3_600;

/**
 * How long to wait after the nth attempt that failed, in seconds: twice as long each time, an hour at most, and between three
 * quarters and the whole of it, so that what failed together is not tried again together. `random` is of [0, 1).
 */
export const backOff_s = (attempt: number, random: number): number =>
  Math.min(longest_s, first_s * 2 ** (Math.max(attempt, 1) - 1)) * (0.75 + random / 4);
