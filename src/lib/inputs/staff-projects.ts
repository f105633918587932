import { z } from 'zod';
import {
  id,
  optionalDay,
  optionalId,
  name,
  text,
  version,
  visibility,
  kind,
  page,
  endsAfter,
  endsAfterMessage,
  isNoAge,
  isNoAgeMessage,
} from './staff-fields';
import { confirmedDays } from './day';

const projectStatus = z.enum(['planned', 'active', 'on_hold', 'completed', 'cancelled'], 'Choose a status.');

export const staffProject = z.object({ projectId: id });
export const projectChoices = staffProject.extend({
  /** The current choice, to be named even where there are too many to choose from. */
  keep: z.array(id).max(10).default([]),
});
export const projectMembers = staffProject.extend({ page });
export const staffClient = z.object({ clientId: id });
export const clientViewBegin = z.object({ clientUserId: z.uuid('Choose a person.') });
export const clientViewEnd = z.object({ viewId: id, nonce: z.string().max(100) });

export const projectFilter = z.object({
  clientId: id.optional(),
  status: projectStatus.optional(),
  visibility: visibility.optional(),
  search: z.string().trim().max(200).optional(),
  page,
});

const projectFields = z.object({
  name: name('a name'),
  summary: text(4000).default(''),
  status: projectStatus.default('planned'),
  startsOn: optionalDay,
  endsOn: optionalDay,
  confirmedDays,
});

export const projectCreate = projectFields
  .extend({ clientId: z.uuid('Choose a client.'), contractId: optionalId })
  .refine(endsAfter, endsAfterMessage)
  .refine(isNoAge, isNoAgeMessage);
export const projectUpdate = projectFields
  .extend({ projectId: id, version })
  .refine(endsAfter, endsAfterMessage)
  .refine(isNoAge, isNoAgeMessage);
export const projectDefault = z.object({
  projectId: id,
  kind: z.enum([...kind.exclude(['project']).options, 'attachment']),
  visibility,
});
export const projectCommenting = z.object({
  projectId: id,
  clientMayComment: z.preprocess(
    (value) => (typeof value === 'string' ? value === 'true' : value),
    z.boolean('Choose yes or no.'),
  ),
});
export const projectMove = z.object({
  projectId: id,
  clientId: z.uuid('Choose a client.'),
  contractId: optionalId,
  confirmation: z.string('Type the project name.').trim().default(''),
});
export const projectMember = z.object({
  projectId: id,
  staffMemberId: z.uuid('Choose a person.'),
  role: z.enum(['observer', 'reviewer', 'contributor', 'manager', 'owner', 'none'], 'Choose a role.'),
});
