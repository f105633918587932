import { z } from 'zod';
import { id } from './staff';

const mostBytes = 1024 ** 4;

export const uploadBegin = z.strictObject({
  name: z.string().min(1, 'A file has a name.').max(255, 'A name has at most 255 characters.'),
  size: z.int().min(0).max(mostBytes),
});
export const uploadId = z.strictObject({ uploadId: id });
export const attachmentId = z.strictObject({ attachmentId: id });
