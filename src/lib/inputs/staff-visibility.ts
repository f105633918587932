import { z } from 'zod';
import { day } from './day';
import { id, visibility, page, loggedKind } from './staff-fields';
import { anyText } from './text';

export const visibilityChange = z.object({
  kind: loggedKind,
  ids: z.array(id).min(1, 'Choose at least one record.').max(500, 'At most 500 at once.'),
  visibility,
  reason: anyText(500).trim().default(''),
});
/** One record that can be shared, by kind and id. */
export const sharedRecord = z.object({ kind: loggedKind, id });
export const visibilityLogFilter = z.object({
  projectId: id.optional(),
  contractId: id.optional(),
  kind: loggedKind.optional(),
  actorId: id.optional(),
  to: visibility.optional(),
  from: day.optional(),
  until: day.optional(),
  page,
});
