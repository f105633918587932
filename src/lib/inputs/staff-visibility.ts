import { z } from 'zod';
import { day } from './day';
import { id, visibility, page, loggedKind } from './staff-fields';
import { anyText } from './text';

export const visibilityChange = z.object({
  kind: loggedKind,
  ids: z.array(id).min(1, 'Select at least one item.').max(500, 'You can change up to 500 at a time.'),
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
