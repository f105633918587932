import { z } from 'zod';
import { edgeLength_max } from '../domain/page-edge';
import { threadParts_max } from '../domain/thread-part';
import { windowMax } from '../domain/window';

const taskStatus = z.enum(['to_do', 'in_progress', 'in_review', 'blocked', 'done']);
const shown = z
  .strictObject({ from: z.int().min(0).max(1_000_000), to: z.int().min(1).max(1_000_000) })
  .refine(({ from, to }) => to > from && to - from <= windowMax, `A list can show up to ${windowMax} cards.`);

/** Which part of each column of a board is asked for; of one that is not named the first part. */
export const windows = z.partialRecord(taskStatus, shown).default({});

/** The same of a backlog: the list of no sprint, and each sprint's by its id. */
export const backlogWindows = z
  .partialRecord(z.union([z.literal('backlog'), z.uuid('Choose a sprint from the list.')]), shown)
  .refine((windows) => Object.keys(windows).length <= 200, 'You can show up to 200 lists.')
  .default({});

/** Which page of a list: of its number, or beside the row that was seen last, as the page before or behind names it. */
export const pageAsked = {
  page: z.int().min(1).max(10_000).default(1),
  edge: z.string().max(edgeLength_max).optional(),
};

/** How many parts of a long thread to go back from its end. */
const parts = z.int().min(0).max(threadParts_max);
export const partsBack = parts.default(0);

/** The same of a list that the client reads, or the edge by which the part is read, as the part beside it names it. */
export const partAsked = z.union([parts, z.string().max(edgeLength_max)]).default(0);
