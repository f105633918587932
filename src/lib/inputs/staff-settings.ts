import { z } from 'zod';
import { timeZone } from './time-zone';

export const settingsUpdate = z.object({
  /** Whether those who approve time approve their own as well. */
  approveOwnTime: z.preprocess(
    (value) => (typeof value === 'string' ? value === 'true' : value),
    z.boolean('Choose yes or no.'),
  ),
  /** Whose day is the team's. */
  timeZone,
});
