import { z } from 'zod';
import { id } from './staff';

const mostBytes = 1024 ** 4;

export const uploadBegin = z.object({
  name: z.string().min(1, 'A file has a name.').max(255, 'A name has at most 255 characters.'),
  size: z.int().min(0).max(mostBytes),
});
export const uploadId = z.object({ uploadId: id });
export const attachmentId = z.object({ attachmentId: id });
