/** "Platform Rewrite Q1": the project of the product page. 21 of its 50 visible tasks are done: 42 %. */
import type { ProjectPlan, SprintPlan, Status, TaskPlan } from './plan.ts';
import { platformAhead } from './platform-ahead.ts';
import { platformBacklog } from './platform-backlog.ts';
import { platformCurrent } from './platform-current.ts';
import { platformDone } from './platform-done.ts';
import { epics, milestones, type PlatformTask } from './platform-outline.ts';

const CURRENT_SPRINT = 9;

const goals = [
  'Agree the architecture and set up environments',
  'Sign-in and roles on the new platform',
  'Catalogue data on the new platform',
  'Orders in both systems',
  'Reports beside the old ones',
  'Search and filters at production size',
  'Finance export matches the old one',
  'Keys and webhooks for partners',
  'API at the agreed speed; catalogue live everywhere',
  'Staging open for acceptance',
  'Cut-over rehearsal',
  'Go-live and hand-over',
];

const sprints = goals.map((goal, index): SprintPlan => {
  const nth = index + 1;
  return {
    name: `Sprint ${nth}`,
    goal,
    flag: nth <= CURRENT_SPRINT ? 'visible' : 'internal',
    status: nth < CURRENT_SPRINT ? 'completed' : nth === CURRENT_SPRINT ? 'active' : 'planned',
    week: (nth - CURRENT_SPRINT) * 2 - 1,
    weeks: 2,
    capacityHours: 148 + ((nth * 7) % 5) * 9,
  };
});

const planned = (tasks: PlatformTask[], usual: Status) =>
  tasks.map(({ sprint, note, notes = [], flag = 'visible', status = usual, ...task }): TaskPlan => ({
    ...task,
    flag,
    status,
    sprint: `Sprint ${sprint}`,
    notes: note === undefined ? notes : [{ by: 'Marta', flag: 'internal', body: note }, ...notes],
  }));

export const platformRewrite: ProjectPlan = {
  client: 'nexus',
  contract: 'CON-2024-018',
  name: 'Platform Rewrite Q1',
  summary:
    'Your ordering platform moves to a new base: one sign-in, a faster API, and reports that match, without a day of downtime.',
  status: 'active',
  flag: 'visible',
  starts: -136,
  due: 75,
  members: { Marta: 'owner', Ines: 'observer', Priya: 'manager', Jonas: 'contributor', Luis: 'reviewer' },
  defaults: {
    task: 'internal',
    comment: 'internal',
    note: 'internal',
    milestone: 'visible',
    sprint: 'internal',
  },
  epics,
  sprints,
  milestones,
  tasks: [
    ...planned(platformDone, 'done'),
    ...planned(platformCurrent, 'to_do'),
    ...planned(platformAhead, 'to_do'),
    ...platformBacklog,
  ],
};
