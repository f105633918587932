import { z } from 'zod';
import { filePageSizes, fileSortWords } from '../domain/file-list';
import { id } from './staff-fields';
import { anyText } from './text';
import { pageAsked } from './windows';

const sorts = Object.keys(fileSortWords) as (keyof typeof fileSortWords)[];
const mostBytes = 1024 ** 4;

export const uploadBegin = z.strictObject({
  name: anyText(255, 'A file has a name.', 'A name has at most 255 characters.').min(1, 'A file has a name.'),
  size: z.int().min(0).max(mostBytes),
});
export const uploadId = z.strictObject({ uploadId: id });
export const attachmentId = z.strictObject({ attachmentId: id });

/** What narrows and orders a list of files: a project, or the tickets of a contract, and the beginnings of words of a name. */
export const fileListInput = z.strictObject({
  projectId: z.uuid('This is not a project.').optional(),
  contractId: z.uuid('This is not a contract.').optional(),
  search: z.string().trim().max(200, 'Search for at most 200 characters.').optional(),
  sort: z.enum(sorts).default('latest'),
  perPage: z.literal(filePageSizes).default(25),
  ...pageAsked,
});
