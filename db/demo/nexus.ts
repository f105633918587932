/** Nexus Corp's projects: one that is finished, the one of the product page, one that is wholly internal. */
import type { Flag, ProjectPlan, Status, TaskPlan } from './plan.ts';
import { platformRewrite } from './platform-rewrite.ts';

const finding = (title: string, description: string, note: string, flag: Flag = 'visible'): TaskPlan => ({
  title,
  description,
  flag,
  status: 'done',
  story: 'Forms and lists',
  sprint: 'Review',
  milestone: 'Report handed over',
  notes: [{ by: 'Marta', flag: 'internal', body: note }],
});

const accessibilityReview: ProjectPlan = {
  client: 'nexus',
  contract: 'CON-2024-018',
  name: 'Accessibility review',
  summary: 'A review of the partner pages against WCAG 2.2, with every finding closed.',
  status: 'completed',
  flag: 'visible',
  starts: -210,
  due: -140,
  members: { Marta: 'owner', Priya: 'contributor' },
  defaults: {},
  epics: [
    {
      title: 'Findings',
      summary: 'What the review found, and how it was closed.',
      flag: 'visible',
      stories: [{ title: 'Forms and lists', flag: 'visible' }],
    },
  ],
  sprints: [
    {
      name: 'Review',
      goal: 'All findings closed',
      flag: 'visible',
      status: 'completed',
      week: -26,
      weeks: 4,
      capacityHours: 90,
    },
  ],
  milestones: [
    {
      title: 'Report handed over',
      description: 'The report with all findings closed.',
      flag: 'visible',
      agreed: -142,
      moves: [{ on: -145, met: true }],
    },
  ],
  tasks: [
    finding(
      'Labels on every field',
      '61 fields had none; screen readers now name each of them.',
      'Automatic check would have found it before go-live in 2023. That was us.',
    ),
    finding(
      'Contrast of the order table',
      'Grey on grey became dark grey on white: 7.2 : 1.',
      'Brand team objected; Dana overruled them.',
    ),
    finding('Keyboard order in the cart', 'Tab follows what the eye sees.', 'Half a day, quoted as two.'),
    finding(
      'Names for icon buttons',
      'Every icon says what it does.',
      'Copied from the other client’s project.',
    ),
    finding(
      'Errors announced',
      'A wrong entry is read out as soon as it is shown.',
      'Last one, found by Claire.',
    ),
    finding(
      'Hours over budget',
      'Plan 90 h, used 117 h. Written off.',
      'Do not repeat at this price.',
      'internal',
    ),
  ],
};

const inPitch = (title: string, flag: Flag, status: Status) => ({
  title,
  flag,
  status,
  story: 'Price model',
  sprint: 'Pitch weeks',
  milestone: 'Offer sent',
  notes: [{ by: 'Ines', flag: 'internal' as const, body: 'Nothing of this before their budget round.' }],
});

/** Everything in it is marked Client Visible but one task; the project itself hides all of it. */
const renewalPitch: ProjectPlan = {
  client: 'nexus',
  contract: 'CON-2024-018',
  name: 'Renewal pitch 2027',
  summary: 'Prepare the offer for the next three years. The client does not know yet.',
  status: 'active',
  flag: 'internal',
  starts: -20,
  due: 60,
  members: { Ines: 'owner', Marta: 'manager' },
  defaults: { task: 'visible' },
  epics: [
    {
      title: 'Offer',
      summary: 'Figures and references.',
      flag: 'visible',
      stories: [{ title: 'Price model', flag: 'visible' }],
    },
  ],
  sprints: [
    {
      name: 'Pitch weeks',
      goal: 'First draft',
      flag: 'visible',
      status: 'active',
      week: -1,
      weeks: 3,
      capacityHours: 24,
    },
  ],
  milestones: [
    { title: 'Offer sent', description: 'Before their budget round.', flag: 'visible', agreed: 30 },
  ],
  tasks: [
    {
      ...inPitch('Compare prices of three rivals', 'visible', 'done'),
      description: 'The cheapest of three rivals is at 105 an hour, without on-call.',
    },
    {
      ...inPitch('Draft of the offer', 'visible', 'in_progress'),
      description: 'Three years, price fixed for the first two.',
      comments: [{ by: 'Ines', flag: 'visible', body: 'Marked for the client, hidden with the project.' }],
    },
    {
      ...inPitch('References from two clients', 'visible', 'to_do'),
      description: 'Ask a client of another contract first.',
    },
    {
      ...inPitch('Discount ladder', 'internal', 'to_do'),
      description: '3 % at signature, 5 % if they take support. Never more than 7 %.',
    },
  ],
};

export const nexusProjects = [accessibilityReview, platformRewrite, renewalPitch];
