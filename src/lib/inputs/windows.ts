import { z } from 'zod';
import { threadParts_max } from '../domain/thread-part';
import { windowMax } from '../domain/window';

const taskStatus = z.enum(['to_do', 'in_progress', 'in_review', 'blocked', 'done']);
const shown = z
  .strictObject({ from: z.int().min(0).max(1_000_000), to: z.int().min(1).max(1_000_000) })
  .refine(({ from, to }) => to > from && to - from <= windowMax, `At most ${windowMax} cards of a list.`);

/** Which part of each column of a board is asked for; of one that is not named the first part. */
export const windows = z.partialRecord(taskStatus, shown).default({});

/** The same of a backlog: the list of no sprint, and each sprint's by its id. */
export const backlogWindows = z
  .partialRecord(z.union([z.literal('backlog'), z.uuid('This is not a sprint.')]), shown)
  .refine((windows) => Object.keys(windows).length <= 200, 'At most 200 lists.')
  .default({});

/** How many parts of a long thread to go back from its end. */
export const partsBack = z.int().min(0).max(threadParts_max).default(0);
