import { z } from 'zod';
import {
  id,
  blankToNull,
  optionalDay,
  optionalId,
  name,
  text,
  version,
  endsAfter,
  endsAfterMessage,
  isNoAge,
  isNoAgeMessage,
  isSprintLong,
  isSprintLongMessage,
  page,
} from './staff-fields';
import { parseHours } from '../domain/durations';
import { confirmedDays, day } from './day';
import { number } from './number';
import { staffProject } from './staff-projects';
import { anyText } from './text';
import { partsBack } from './windows';

/** Sprints and milestones, a hundred at a time from the last one. */
export const datedList = staffProject.extend({ earlier: partsBack });
export const milestoneOpen = staffProject.extend({ milestoneId: id, moves: partsBack });
export const epicList = staffProject.extend({
  /** The stories of one epic alone, or of none. */
  epicId: z.union([id, z.literal('none')]).optional(),
  page,
});

const milestoneFields = z.object({
  title: name('a title'),
  description: text(4000).default(''),
  agreedOn: day,
  forecastOn: optionalDay,
  metOn: optionalDay,
  confirmedDays,
});
export const milestoneCreate = milestoneFields.extend({ projectId: id });
export const milestoneRemove = z.object({ projectId: id, milestoneId: id });
export const milestoneUpdate = milestoneFields.extend({
  projectId: id,
  milestoneId: id,
  version,
  reason: anyText(500).trim().default(''),
});

const sprintFields = z.object({
  projectId: id,
  name: name('a name'),
  goal: text(2000).default(''),
  startsOn: day,
  endsOn: day,
  confirmedDays,
});
export const sprintCreate = sprintFields
  .refine(endsAfter, endsAfterMessage)
  .refine(isSprintLong, isSprintLongMessage);
export const sprintMove = z.object({
  projectId: id,
  sprintId: id,
  version,
  status: z.enum(
    ['planned', 'active'],
    'Complete the sprint on its own page, where you choose what happens to unfinished tasks.',
  ),
});
export const sprintOpen = z.object({ projectId: id, sprintId: id });
export const sprintUpdate = sprintFields
  .extend({ sprintId: id, version })
  .refine(endsAfter, endsAfterMessage)
  .refine(isSprintLong, isSprintLongMessage);
export const sprintComplete = z.object({
  projectId: id,
  sprintId: id,
  version,
  /** The destination of unfinished tasks: a planned sprint, or the backlog. */
  carryOverTo: z.preprocess(
    (value) => (value === 'backlog' ? null : value),
    z.uuid('Choose where to move unfinished tasks.').nullable(),
  ),
});
export const sprintCapacity = z.object({
  projectId: id,
  sprintId: id,
  people: z
    .array(
      z.object({
        staffMemberId: id,
        /** None, or nothing, takes the person out of the sprint. */
        hours: z.preprocess(
          (value) => (typeof value === 'string' && value.trim() === '' ? null : blankToNull(value)),
          number(0, 9999, 'Enter hours, like 32 or 7.5.', 'Hours can be up to 9,999.', parseHours).nullable(),
        ),
      }),
    )
    .max(200, 'You can change up to 200 people at a time.'),
});

export const epicUpdate = z
  .object({
    projectId: id,
    epicId: id,
    version,
    title: name('a title'),
    summary: text(4000).default(''),
    startsOn: optionalDay,
    endsOn: optionalDay,
    confirmedDays,
  })
  .refine(endsAfter, endsAfterMessage)
  .refine(isNoAge, isNoAgeMessage);

export const epicCreate = z.object({
  projectId: id,
  title: name('a title'),
  summary: text(4000).default(''),
});
export const storyCreate = z.object({ projectId: id, epicId: optionalId, title: name('a title') });
export const storyUpdate = z.object({
  projectId: id,
  storyId: id,
  version,
  title: name('a title'),
  summary: text(4000).default(''),
  epicId: optionalId,
});
const direction = z.enum(['up', 'down'], 'Choose up or down.');
export const epicRemove = z.object({ projectId: id, epicId: id });
export const storyRemove = z.object({ projectId: id, storyId: id });
export const epicReorder = epicRemove.extend({ direction });
export const storyReorder = storyRemove.extend({ direction });
