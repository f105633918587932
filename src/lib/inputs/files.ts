import { z } from 'zod';
import { filePageSizes, fileSortWords } from '../domain/file-list';
import { id } from './staff-fields';
import { anyText } from './text';
import { pageAsked } from './windows';

const sorts = Object.keys(fileSortWords) as (keyof typeof fileSortWords)[];
const mostBytes = 1024 ** 4;

export const uploadBegin = z.strictObject({
  name: anyText(255, 'Give the file a name.', 'File names can be up to 255 characters.').min(
    1,
    'Give the file a name.',
  ),
  size: z.int().min(0).max(mostBytes),
});
export const uploadId = z.strictObject({ uploadId: id });
export const attachmentId = z.strictObject({ attachmentId: id });

/** The filters and order of a list of files: a project, or the tickets of a contract, and the beginnings of words of a name. */
export const fileListInput = z.strictObject({
  projectId: z.uuid('Choose a project from the list.').optional(),
  contractId: z.uuid('Choose a contract from the list.').optional(),
  search: z.string().trim().max(200, 'Searches can be up to 200 characters.').optional(),
  sort: z.enum(sorts).default('latest'),
  perPage: z.literal(filePageSizes).default(25),
  ...pageAsked,
});
