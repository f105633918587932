import { z } from 'zod';
import { requestId } from './request';
import { message } from './message';
import { id, version, visibility } from './staff-fields';
import { uploads } from './uploads';

export const commentCreate = z.object({
  projectId: id,
  taskId: id,
  body: message(),
  visibility: visibility.default('internal_only'),
  uploads,
  requestId,
});
export const noteCreate = commentCreate
  .omit({ visibility: true, uploads: true })
  .extend({ kind: z.enum(['note', 'grooming']).default('note') });
export const commentUpdate = commentCreate
  .pick({ body: true })
  .extend({ projectId: id, commentId: id, version });
export const noteUpdate = commentCreate.pick({ body: true }).extend({ projectId: id, noteId: id, version });
export const commentRemove = z.object({ projectId: id, commentId: id });
export const noteRemove = z.object({ projectId: id, noteId: id });
