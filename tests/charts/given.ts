/** What the pictures show in their tests: a project of some months and a sprint of two weeks. */
import { burnDown, type ScopeEvent } from '../../src/lib/domain/burn-down';
import { burnUp } from '../../src/lib/domain/burn-up';
import { addDays } from '../../src/lib/domain/days';
import { progressOf } from '../../src/lib/domain/progress';
import { sprintLoad } from '../../src/lib/domain/sprint-capacity';

export const today = '2026-03-10';
const at = (day: string, time = '10:00') => `${day}T${time}:00Z`;

export const projectDays = burnUp(
  Array.from({ length: 48 }, (_, index) => ({
    sharedAt: at(addDays('2026-01-05', Math.floor(index / 3) * 3)),
    completedAt: index % 3 === 2 ? null : at(addDays('2026-01-12', index)),
  })),
  { from: '2026-01-05', to: today, timeZone: 'UTC' },
);

const scope: ScopeEvent[] = Array.from({ length: 12 }, (_, index) => [
  {
    taskId: `task ${index}`,
    at: at('2026-02-27'),
    change: 'added' as const,
    estimateMinutes: 60 + 45 * index,
  },
  ...(index < 5
    ? [
        {
          taskId: `task ${index}`,
          at: at(addDays('2026-03-03', index)),
          change: 'done' as const,
          estimateMinutes: null,
        },
      ]
    : []),
]).flat();
export const sprintDays = burnDown({ startsOn: '2026-03-02', endsOn: '2026-03-13', today, timeZone: 'UTC' }, [
  ...scope,
  { taskId: 'late', at: at('2026-03-05'), change: 'added', estimateMinutes: 480 },
  { taskId: 'task 11', at: at('2026-03-09'), change: 'removed', estimateMinutes: null },
]);

export const load = sprintLoad(
  [
    { staffMemberId: 'ada', name: 'Ada Lindqvist', hours: 30 },
    { staffMemberId: 'ben', name: 'Benedikt Oyelaran-Featherstonehaugh', hours: 12.5 },
    { staffMemberId: 'cleo', name: 'Cleo Marsh', hours: 20 },
    { staffMemberId: 'dov', name: 'Dov Peretz', hours: 0 },
  ],
  [
    { assigneeId: 'ada', estimateMinutes: 28 * 60, status: 'in_progress' },
    { assigneeId: 'ben', estimateMinutes: 17 * 60, status: 'to_do' },
    { assigneeId: 'cleo', estimateMinutes: 20 * 60, status: 'done' },
    { assigneeId: null, estimateMinutes: null, status: 'to_do' },
  ],
);

const epic = (id: string, title: string, startsOn: string | null, endsOn: string | null, done: number) => ({
  id,
  title,
  href: `/epics/${id}`,
  startsOn,
  endsOn,
  progress: progressOf({ done, total: 12 }),
});
export const epics = [
  epic(
    'search',
    'Search over everything that was ever delivered, in every language',
    '2026-01-05',
    '2026-03-27',
    5,
  ),
  epic('payments', 'Payments', '2025-11-17', '2026-02-13', 12),
  epic('mobile', 'Mobile app', '2026-03-16', '2026-07-03', 0),
  epic('later', 'Reporting', null, null, 0),
];

const none = { forecastOn: null, metOn: null };
export const milestones = [
  {
    id: 'm1',
    title: 'Design agreed',
    href: '/m/1',
    agreedOn: '2026-01-16',
    ...none,
    metOn: '2026-01-20',
    standing: 'met' as const,
    progress: progressOf({ done: 4, total: 4 }),
  },
  {
    id: 'm2',
    title: 'Beta',
    href: '/m/2',
    agreedOn: '2026-03-03',
    ...none,
    forecastOn: '2026-04-02',
    standing: 'late' as const,
    progress: progressOf({ done: 2, total: 7 }),
  },
  {
    id: 'm3',
    title: 'Go-live',
    href: '/m/3',
    agreedOn: '2026-06-12',
    ...none,
    standing: 'on_track' as const,
    progress: progressOf({ done: 0, total: 0 }),
  },
];

const unmoved = {
  fromAgreedOn: null,
  toAgreedOn: null,
  fromForecastOn: null,
  toForecastOn: null,
  fromMetOn: null,
  toMetOn: null,
};
export const changes = [
  {
    ...unmoved,
    at: at('2026-02-10'),
    fromAgreedOn: '2026-03-03',
    toAgreedOn: '2026-03-13',
    reason: 'More languages',
    actor: 'Ada Lindqvist',
  },
  { ...unmoved, at: at('2026-03-01'), toForecastOn: '2026-04-02' },
];
