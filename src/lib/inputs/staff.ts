import { z } from 'zod';
import { parseMinutes } from '../domain/durations';
import { labelMax, labelsMax, labelsTogetherMax } from '../domain/labels';
import { requestId } from './request';
import { uploads } from './uploads';
import { backlogWindows, partsBack, windows } from './windows';

export const id = z.uuid('This is not a record.');
/** An empty form field is no value. */
const blankToNull = (value: unknown) => (value === '' || value === undefined ? null : value);
export const day = z.iso.date('Enter a date like 2026-03-31.');
const optionalDay = z.preprocess(blankToNull, day.nullable());
export const optionalId = z.preprocess(blankToNull, id.nullable());
/** As `optionalId`, but what is left out stays as it is. */
const changedId = z.preprocess((value) => (value === '' ? null : value), id.nullable().optional());
const name = (what: string) =>
  z.string(`Enter ${what}.`).trim().min(1, `Enter ${what}.`).max(200, 'At most 200 characters.');
export const text = (max: number) => z.string().max(max, `At most ${max.toLocaleString('en')} characters.`);
export const version = z.coerce.number().int().min(1);
const visibility = z.enum(['client_visible', 'internal_only'], 'Choose Client Visible or Internal Only.');
const projectStatus = z.enum(['planned', 'active', 'on_hold', 'completed', 'cancelled'], 'Choose a status.');
export const taskStatus = z.enum(
  ['to_do', 'in_progress', 'in_review', 'blocked', 'done'],
  'Choose a status.',
);
export const priority = z.enum(['low', 'medium', 'high', 'urgent'], 'Choose a priority.');
const page = z.int().min(1).max(10_000).default(1);
const kind = z.enum(['project', 'epic', 'story', 'task', 'sprint', 'milestone', 'comment', 'note']);
const loggedKind = z.enum([...kind.options, 'ticket', 'message', 'attachment']);

const endsAfter = (dates: { startsOn: string | null; endsOn: string | null }) =>
  !dates.startsOn || !dates.endsOn || dates.endsOn >= dates.startsOn;
const endsAfterMessage = { path: ['endsOn'], message: 'The end lies before the start.' };

export const staffProject = z.object({ projectId: id });
export const projectChoices = staffProject.extend({
  /** What is chosen already, to be named even where there are too many to choose from. */
  keep: z.array(id).max(10).default([]),
});
export const projectMembers = staffProject.extend({ page });
/** Sprints and milestones, a hundred at a time from the last one. */
export const datedList = staffProject.extend({ earlier: partsBack });
export const milestoneOpen = staffProject.extend({ milestoneId: id, moves: partsBack });
export const epicList = staffProject.extend({
  /** The stories of one epic alone, or of none. */
  epicId: z.union([id, z.literal('none')]).optional(),
  page,
});
export const staffClient = z.object({ clientId: id });
export const clientViewBegin = z.object({ clientUserId: z.uuid('Choose a person.') });
export const clientViewEnd = z.object({ viewId: id, nonce: z.string().max(100) });

export const projectFilter = z.object({
  clientId: id.optional(),
  status: projectStatus.optional(),
  visibility: visibility.optional(),
  search: z.string().trim().max(200).optional(),
});

const projectFields = z.object({
  name: name('a name'),
  summary: text(4000).default(''),
  status: projectStatus.default('planned'),
  startsOn: optionalDay,
  endsOn: optionalDay,
});

export const projectCreate = projectFields
  .extend({ clientId: z.uuid('Choose a client.'), contractId: optionalId })
  .refine(endsAfter, endsAfterMessage);
export const projectUpdate = projectFields
  .extend({ projectId: id, version })
  .refine(endsAfter, endsAfterMessage);
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
  confirmation: z.string('Type the name of the project.').trim().default(''),
});
export const projectMember = z.object({
  projectId: id,
  staffMemberId: z.uuid('Choose a person.'),
  role: z.enum(['observer', 'reviewer', 'contributor', 'manager', 'owner', 'none'], 'Choose a role.'),
});

/** Words for filtering: a list, or as one types them, with commas between. */
export const labels = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? [...new Set(value.split(',').map((one) => one.trim()))].filter(Boolean)
      : value,
  z
    .array(z.string().trim().min(1).max(labelMax, 'A label has at most 40 characters.'))
    .max(labelsMax, 'A task has at most 20 labels.')
    .refine((all) => all.join().length <= labelsTogetherMax, 'These are too many words for labels.'),
);
/** A duration as people type it ("4h 30m"), or minutes as a number. */
export const duration = (max_minutes: number, tooLong: string) =>
  z.preprocess(
    (value) =>
      typeof value === 'string' && value !== '' ? (parseMinutes(value) ?? value) : blankToNull(value),
    z
      .number('Enter a duration like 4h 30m.')
      .int('Enter whole minutes.')
      .min(0, 'Enter a duration like 4h 30m.')
      .max(max_minutes, tooLong)
      .nullable(),
  );
const aOrNone = z.union([id, z.literal('none')]);

export const taskFilter = z.object({
  projectId: id,
  status: z.array(taskStatus).max(5).optional(),
  priority: z.array(priority).max(4).optional(),
  assigneeId: z.union([id, z.literal(['me', 'none'])]).optional(),
  sprintId: aOrNone.optional(),
  storyId: aOrNone.optional(),
  milestoneId: aOrNone.optional(),
  label: z.string().max(40).optional(),
  visibility: visibility.optional(),
  overdue: z.boolean().optional(),
  waiting: z.boolean().optional(),
  search: z.string().trim().max(200).optional(),
  sort: z
    .enum(['order', 'number', 'title', 'status', 'priority', 'due', 'estimate', 'changed'])
    .default('order'),
  descending: z.boolean().default(false),
  page,
});
export const boardInput = z.object({
  projectId: id,
  sprintId: id.optional(),
  assigneeId: aOrNone.optional(),
  label: z.string().max(40).optional(),
  mine: z.boolean().default(false),
  windows,
});
export const backlogInput = z.object({ projectId: id, windows: backlogWindows });
export const staffTask = z.object({ projectId: id, taskId: id });
export const staffTaskOpen = staffTask.extend({
  earlier: partsBack,
  grooming: partsBack,
  history: partsBack,
  time: partsBack,
});
export const taskCreate = z.object({
  projectId: id,
  title: name('a title'),
  sprintId: optionalId,
  status: taskStatus.default('to_do'),
});
export const taskMove = z.object({ projectId: id, taskId: z.uuid('Choose a card.'), status: taskStatus });
const taskFields = z.object({
  projectId: id,
  taskId: id,
  version,
  title: name('a title'),
  description: text(20_000).default(''),
  status: taskStatus,
  priority,
  storyId: optionalId,
  sprintId: changedId,
  milestoneId: optionalId,
  startsOn: optionalDay,
  dueOn: optionalDay,
  estimateMinutes: duration(100_000, 'Too long.'),
  labels: labels.optional(),
  assigneeId: optionalId,
});
export const taskUpdate = taskFields.refine(
  ({ startsOn, dueOn }) => !startsOn || !dueOn || dueOn >= startsOn,
  { path: ['dueOn'], message: 'It is due before it starts.' },
);

export const visibilityChange = z.object({
  kind: loggedKind,
  ids: z.array(id).min(1, 'Choose at least one record.').max(500, 'At most 500 at once.'),
  visibility,
  reason: z.string().trim().max(500, 'At most 500 characters.').default(''),
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

const milestoneFields = z.object({
  title: name('a title'),
  description: text(4000).default(''),
  agreedOn: day,
  forecastOn: optionalDay,
  metOn: optionalDay,
});
export const milestoneCreate = milestoneFields.extend({ projectId: id });
export const milestoneRemove = z.object({ projectId: id, milestoneId: id });
export const milestoneUpdate = milestoneFields.extend({
  projectId: id,
  milestoneId: id,
  version,
  reason: z.string().trim().max(500, 'At most 500 characters.').default(''),
});

const sprintFields = z.object({
  projectId: id,
  name: name('a name'),
  goal: text(2000).default(''),
  startsOn: day,
  endsOn: day,
});
export const sprintCreate = sprintFields.refine(endsAfter, endsAfterMessage);
export const sprintMove = z.object({
  projectId: id,
  sprintId: id,
  status: z.enum(
    ['planned', 'active'],
    'A sprint is completed on its own page, which asks where unfinished tasks go.',
  ),
});
export const sprintOpen = z.object({ projectId: id, sprintId: id });
export const sprintUpdate = sprintFields
  .extend({ sprintId: id, version })
  .refine(endsAfter, endsAfterMessage);
export const sprintComplete = z.object({
  projectId: id,
  sprintId: id,
  version,
  /** Where unfinished tasks go: a planned sprint, or the backlog. */
  carryOverTo: z.preprocess(
    (value) => (value === 'backlog' ? null : value),
    z.uuid('Choose where unfinished tasks go.').nullable(),
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
          blankToNull,
          z.coerce
            .number('Enter hours, like 32 or 7.5.')
            .min(0, 'Enter hours, like 32 or 7.5.')
            .max(9999, 'At most 9,999 hours.')
            .nullable(),
        ),
      }),
    )
    .max(200, 'At most 200 people at once.'),
});

/** A task's new place: right behind another one, or first, in the order of a sprint or of the backlog (null). */
export const taskPlace = z.object({
  projectId: id,
  taskId: id,
  version,
  status: taskStatus,
  sprintId: id.nullable().optional(),
  afterTaskId: id.nullable(),
});
export const taskPlan = z.object({
  projectId: id,
  taskIds: z.array(id).min(1, 'Tick at least one task.').max(500, 'At most 500 at once.'),
  sprintId: z.preprocess(
    (value) => (value === 'backlog' ? null : value),
    z.uuid('Choose a sprint, or the backlog.').nullable(),
  ),
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
  })
  .refine(endsAfter, endsAfterMessage);

export const taskAttach = staffTask.extend({
  uploads: uploads.refine((all) => all.length > 0, 'Choose a file.'),
});
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
export const epicPlace = epicRemove.extend({ direction });
export const storyPlace = storyRemove.extend({ direction });

export const commentCreate = z.object({
  projectId: id,
  taskId: id,
  body: z
    .string('Write something.')
    .trim()
    .min(1, 'Write something.')
    .max(20_000, 'At most 20,000 characters.'),
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
