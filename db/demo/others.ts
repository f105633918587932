/** The other clients' projects: enough work around Nexus Corp to look lived in. */
import type { ProjectPlan, Status, TaskPlan } from './plan.ts';

type Outline = {
  client: string;
  contract: string;
  name: string;
  summary: string;
  members: ProjectPlan['members'];
  starts: number;
  due: number;
  /** How much of the work is done, from 0 to 1. */
  done: number;
  epics: Record<string, string[]>;
};

const outlines: Outline[] = [
  {
    client: 'orbis',
    contract: 'CON-2024-018',
    name: 'Patient portal refresh',
    summary: 'Appointments and letters in one place, readable on a phone.',
    members: { Marta: 'owner', Priya: 'manager', Luis: 'contributor' },
    starts: -70,
    due: 55,
    done: 0.6,
    epics: {
      Appointments: [
        'Calendar by clinic',
        'Reminders by text message',
        'Cancel up to a day before',
        'Waiting list for earlier slots',
        'Accessible date picker',
      ],
      Letters: [
        'Letters as documents',
        'Plain-language summaries',
        'Letters to a carer',
        'Search in letters',
        'Print without clutter',
      ],
      Operations: [
        'Weekly usage report',
        'Alert when messages fail',
        'Copy of live data for tests',
        'Clean-up of old accounts',
        'On-call handbook',
      ],
    },
  },
  {
    client: 'orbis',
    contract: 'CON-2024-018',
    name: 'Single sign-on for clinics',
    summary: 'Clinic staff sign in once for all of your systems.',
    members: { Marta: 'owner', Jonas: 'contributor' },
    starts: -30,
    due: 90,
    done: 0.2,
    epics: {
      Connection: [
        'Metadata with the first clinic',
        'Certificates renewed by themselves',
        'Test clinic',
        'Second clinic',
        'Roles from the directory',
      ],
      Support: [
        'Help page for sign-in',
        'What to do when the directory is down',
        'Training for the help desk',
      ],
    },
  },
  {
    client: 'brightwater',
    contract: 'CON-2025-007',
    name: 'Warehouse scanners',
    summary: 'Every pallet is scanned once, and stock is right the same minute.',
    members: { Tom: 'owner', Sofie: 'manager', Luis: 'contributor' },
    starts: -95,
    due: 20,
    done: 0.8,
    epics: {
      Receiving: [
        'Scan a delivery',
        'Mixed pallets',
        'Damaged goods with a photo',
        'Labels from the new printers',
        'Offline for ten minutes',
      ],
      Picking: ['Pick lists by aisle', 'Short picks', 'Two people on one order', 'Voice for cold rooms'],
      Figures: ['Stock differences each night', 'Pallets an hour', 'Export to purchasing'],
    },
  },
  {
    client: 'larkspur',
    contract: 'MSA-0112',
    name: 'Laptop renewal',
    summary: 'Sixty new laptops, set up before they arrive.',
    members: { Elena: 'owner', Ben: 'contributor' },
    starts: -40,
    due: 25,
    done: 0.5,
    epics: {
      Preparation: [
        'Image with the firm’s programs',
        'Encryption keys in escrow',
        'Pilot with five people',
        'Hand-over appointments',
      ],
      'Roll-out': ['First floor', 'Second floor', 'Partners', 'Old laptops wiped', 'Spare pool'],
    },
  },
  {
    client: 'tern',
    contract: 'MSA-0131',
    name: 'Branch network',
    summary: 'Nine branches on new lines, with a second way out.',
    members: { Elena: 'owner', Noah: 'manager', Ben: 'observer' },
    starts: -60,
    due: 70,
    done: 0.35,
    epics: {
      Lines: [
        'Survey of nine sites',
        'Orders with two carriers',
        'First branch moved',
        'Second way out tried',
        'Old lines cancelled',
      ],
      Security: [
        'Firewall rules reviewed',
        'Guests kept apart',
        'Alarms to the night desk',
        'Yearly test planned',
      ],
    },
  },
];

const asides = [
  'Quote was too low; book half on the internal code.',
  'Client’s own team is the bottleneck. Do not say so in writing.',
  'Waiting for the carrier. Penalty clause possible, ask legal first.',
  'Can be shown as done although documentation is missing.',
];

/** Every fourth task is internal; work is finished from the front. */
function tasksOf({ epics, done }: Outline): TaskPlan[] {
  const all = Object.entries(epics).flatMap(([epic, titles]) =>
    titles.map((title) => ({ title, story: `${epic}: first release` })),
  );
  return all.flatMap(({ title, story }, index): TaskPlan[] => {
    const share = index / all.length;
    const status: Status =
      share < done
        ? 'done'
        : share < done + 0.2
          ? ((['in_progress', 'in_review'] as const)[index % 2] ?? 'to_do')
          : 'to_do';
    const sprint = share < done ? 'Iteration 1' : share < done + 0.3 ? 'Iteration 2' : 'Iteration 3';
    const task: TaskPlan = {
      title,
      story,
      sprint,
      status,
      flag: 'visible',
      milestone: share < 0.5 ? 'First release' : 'Hand-over',
      description: `Part of “${story}”.`,
      ...(index % 3 === 0 && {
        comments: [{ by: 'lead', flag: 'visible' as const, body: 'On track for this iteration.' }],
      }),
      notes: index % 2 === 0 ? [{ by: 'lead', body: asides[index % asides.length] ?? '' }] : [],
    };
    if (index % 4 !== 3) return [task];
    const aside: TaskPlan = {
      title: `Check effort of “${title}”`,
      story,
      sprint,
      status,
      flag: 'internal',
      description: asides[index % asides.length] ?? '',
    };
    return [task, aside];
  });
}

/** Whoever leads the project wrote what the outline leaves unsigned. */
const signedBy = (lead: string, task: TaskPlan): TaskPlan => ({
  ...task,
  ...(task.comments && { comments: task.comments.map((comment) => ({ ...comment, by: lead })) }),
  ...(task.notes && { notes: task.notes.map((note) => ({ ...note, by: lead })) }),
});

export const otherProjects: ProjectPlan[] = outlines.map((outline) => {
  const { epics, done, members, starts, due, ...rest } = outline;
  const [lead = ''] = Object.keys(members);
  return {
    ...rest,
    members,
    starts,
    due,
    status: 'active',
    flag: 'visible',
    defaults: { task: 'internal' },
    epics: Object.keys(epics).map((title) => ({
      title,
      summary: `${title}: what is delivered with the first release.`,
      flag: 'visible',
      stories: [{ title: `${title}: first release`, flag: 'visible' }],
    })),
    sprints: [
      {
        name: 'Iteration 1',
        goal: 'The first half works end to end',
        flag: 'visible',
        status: 'completed',
        starts,
        ends: -8,
      },
      {
        name: 'Iteration 2',
        goal: 'What people use every day',
        flag: 'visible',
        status: 'active',
        starts: -7,
        ends: 7,
      },
      {
        name: 'Iteration 3',
        goal: 'Buffer and hand-over',
        flag: 'internal',
        status: 'planned',
        starts: 8,
        ends: 22,
      },
    ],
    milestones: [
      {
        title: 'First release',
        description: 'In daily use by the first group.',
        flag: 'visible',
        agreed: -9,
        ...(done > 0.5 ? { met: -10 } : { forecast: 6 }),
      },
      {
        title: 'Hand-over',
        description: 'Everything in use, documentation delivered.',
        flag: 'visible',
        agreed: due - 5,
        forecast: due - (done > 0.5 ? 5 : 1),
      },
      { title: 'Review of margin', description: '', flag: 'internal', agreed: 3 },
    ],
    tasks: tasksOf(outline).map((task) => signedBy(lead, task)),
    notes: [{ by: lead, flag: 'internal', body: 'Keep an eye on hours: contract ceiling is near.' }],
  };
});
