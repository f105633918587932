/** Nexus Corp's projects: the one of the product page, one that is wholly internal, one that is finished. */
import type { ProjectPlan, Status, TaskPlan } from './plan.ts';

const staff = {
  Ines: 'owner',
  Marta: 'manager',
  Jonas: 'contributor',
  Priya: 'contributor',
  Luis: 'reviewer',
} as const;

const sprints: ProjectPlan['sprints'] = Array.from({ length: 12 }, (_, index) => {
  const nth = index + 1;
  return {
    name: `Sprint ${nth}`,
    goal:
      [
        'Agree the architecture and set up environments',
        'Sign-in and roles on the new platform',
        'Catalogue service behind the new gateway',
        'Orders read from both systems',
        'Reporting pipeline in parallel run',
        'Search and filters at production size',
        'Billing export matches the old one',
        'Webhooks and partner keys',
        'Performance work on the public API',
        'Staging open for acceptance',
        'Cut-over rehearsal',
        'Go-live and hand-over',
      ][index] ?? '',
    flag: nth >= 11 ? 'internal' : 'visible',
    status: nth < 9 ? ('completed' as const) : nth === 9 ? ('active' as const) : ('planned' as const),
    starts: (nth - 9) * 14 - 6,
    ends: (nth - 9) * 14 + 7,
  };
});

const epics: ProjectPlan['epics'] = [
  {
    title: 'Identity and access',
    summary: 'One sign-in for staff and partners, with roles your administrators manage.',
    flag: 'visible',
    stories: [
      { title: 'Partners sign in with their company account', flag: 'visible' },
      { title: 'Administrators manage roles', flag: 'visible' },
      { title: 'OAuth provider migration', flag: 'internal' },
    ],
  },
  {
    title: 'Public API',
    summary: 'The interface your partners build on: faster, versioned, documented.',
    flag: 'visible',
    stories: [
      { title: 'API answers within 200 ms', flag: 'visible' },
      { title: 'Partner keys and webhooks', flag: 'visible' },
      { title: 'Bulk export', flag: 'visible' },
    ],
  },
  {
    title: 'Orders and catalogue',
    summary: 'Orders and products move to the new platform without a day of downtime.',
    flag: 'visible',
    stories: [
      { title: 'Orders in both systems', flag: 'visible' },
      { title: 'Catalogue search', flag: 'visible' },
    ],
  },
  {
    title: 'Reporting',
    summary: 'Monthly figures that match the old reports to the cent.',
    flag: 'visible',
    stories: [
      { title: 'Parallel run of monthly reports', flag: 'visible' },
      { title: 'Export to the finance system', flag: 'visible' },
    ],
  },
  {
    title: 'Acceptance and go-live',
    summary: 'Rehearsals, training and the cut-over weekend.',
    flag: 'visible',
    stories: [
      { title: 'Acceptance on staging', flag: 'visible' },
      { title: 'Cut-over rehearsal', flag: 'visible' },
    ],
  },
  {
    title: 'Delivery risk buffer',
    summary: 'Work held back against scope creep. Not in the statement of work.',
    flag: 'internal',
    stories: [
      { title: 'Hidden debt in the order importer', flag: 'internal' },
      { title: 'Partner onboarding', flag: 'visible' },
    ],
  },
];

const milestones: ProjectPlan['milestones'] = [
  {
    title: 'Architecture agreed',
    description: 'Signed architecture document and hosting plan.',
    flag: 'visible',
    agreed: -104,
    met: -106,
  },
  {
    title: 'Sign-in live',
    description: 'All partners sign in on the new platform.',
    flag: 'visible',
    agreed: -62,
    met: -60,
  },
  {
    title: 'Catalogue on new platform',
    description: 'Products are served by the new catalogue.',
    flag: 'visible',
    agreed: -20,
    met: -21,
  },
  {
    title: 'Reporting parallel run',
    description: 'Two months of reports match the old system.',
    flag: 'visible',
    agreed: -5,
    forecast: 9,
  },
  {
    title: 'API at agreed speed',
    description: '95 of 100 calls answer within 200 ms.',
    flag: 'visible',
    agreed: 12,
    forecast: 12,
  },
  {
    title: 'Acceptance complete',
    description: 'Your team has signed off every acceptance case.',
    flag: 'visible',
    agreed: 40,
    forecast: 47,
  },
  {
    title: 'Go-live',
    description: 'Cut-over weekend and first week of support.',
    flag: 'visible',
    agreed: 68,
  },
  {
    title: 'Margin review with finance',
    description: 'Decide whether the buffer is released.',
    flag: 'internal',
    agreed: 10,
  },
];

type Line = [title: string, status: Status, story: string, sprint: number, milestone?: string];

/** 21 of these 50 are done: 42 %. */
const visibleWork: Line[] = [
  [
    'Draft architecture decision record',
    'done',
    'Partners sign in with their company account',
    1,
    'Architecture agreed',
  ],
  ['Set up staging environment', 'done', 'Acceptance on staging', 1, 'Architecture agreed'],
  [
    'Sign-in page with company accounts',
    'done',
    'Partners sign in with their company account',
    2,
    'Sign-in live',
  ],
  ['Invite partners by e-mail', 'done', 'Partners sign in with their company account', 2, 'Sign-in live'],
  ['Role editor for administrators', 'done', 'Administrators manage roles', 2, 'Sign-in live'],
  ['Audit trail of role changes', 'done', 'Administrators manage roles', 3, 'Sign-in live'],
  ['Catalogue schema and import', 'done', 'Catalogue search', 3, 'Catalogue on new platform'],
  ['Catalogue served through the gateway', 'done', 'Catalogue search', 3, 'Catalogue on new platform'],
  ['Product images from the new store', 'done', 'Catalogue search', 4, 'Catalogue on new platform'],
  ['Orders written to both systems', 'done', 'Orders in both systems', 4],
  ['Compare orders nightly', 'done', 'Orders in both systems', 4],
  ['Alert on order differences', 'done', 'Orders in both systems', 5],
  ['Monthly revenue report', 'done', 'Parallel run of monthly reports', 5, 'Reporting parallel run'],
  ['Monthly partner report', 'done', 'Parallel run of monthly reports', 5, 'Reporting parallel run'],
  ['Search by supplier code', 'done', 'Catalogue search', 6],
  ['Filters kept in the address', 'done', 'Catalogue search', 6],
  ['Billing export, format 2', 'done', 'Export to the finance system', 7],
  ['Rounding of discounts as in the old export', 'done', 'Export to the finance system', 7],
  ['Partner keys with expiry', 'done', 'Partner keys and webhooks', 9],
  ['Webhook on order shipped', 'done', 'Partner keys and webhooks', 9],
  ['Webhook signature check', 'done', 'Partner keys and webhooks', 9],
  ['Response cache for catalogue calls', 'in_review', 'API answers within 200 ms', 9, 'API at agreed speed'],
];

const nextWork: Line[] = [
  [
    'Batch look-ups in the order endpoint',
    'in_progress',
    'API answers within 200 ms',
    9,
    'API at agreed speed',
  ],
  [
    'Load test with a day of real traffic',
    'in_progress',
    'API answers within 200 ms',
    9,
    'API at agreed speed',
  ],
  ['Bulk export as a background job', 'in_review', 'Bulk export', 9],
  ['Progress of a bulk export', 'to_do', 'Bulk export', 9],
  ['Clear message when an export is too large', 'blocked', 'Bulk export', 9],
  ['Rate limits by partner', 'to_do', 'Partner keys and webhooks', 9, 'API at agreed speed'],
  ['API reference for partners', 'in_progress', 'Partner keys and webhooks', 9],
  [
    'Second month of the parallel run',
    'in_progress',
    'Parallel run of monthly reports',
    9,
    'Reporting parallel run',
  ],
  [
    'Explain the cent differences in March',
    'in_review',
    'Parallel run of monthly reports',
    9,
    'Reporting parallel run',
  ],
  ['Acceptance cases for ordering', 'to_do', 'Acceptance on staging', 10, 'Acceptance complete'],
  ['Acceptance cases for returns', 'to_do', 'Acceptance on staging', 10, 'Acceptance complete'],
  ['Acceptance cases for reports', 'to_do', 'Acceptance on staging', 10, 'Acceptance complete'],
  ['Test accounts for your team', 'to_do', 'Acceptance on staging', 10, 'Acceptance complete'],
  ['Training for administrators', 'to_do', 'Acceptance on staging', 10],
  ['Finance sign-off of the export', 'to_do', 'Export to the finance system', 10, 'Acceptance complete'],
  ['Export schedule in your time zone', 'to_do', 'Export to the finance system', 10],
  ['Rehearse the cut-over on a copy', 'to_do', 'Cut-over rehearsal', 11, 'Go-live'],
  ['Measure how long the copy takes', 'to_do', 'Cut-over rehearsal', 11, 'Go-live'],
  ['Way back if the cut-over fails', 'to_do', 'Cut-over rehearsal', 11, 'Go-live'],
  ['Status page for the weekend', 'to_do', 'Cut-over rehearsal', 12, 'Go-live'],
  ['Switch partner traffic', 'to_do', 'Cut-over rehearsal', 12, 'Go-live'],
  ['Close the old order importer', 'to_do', 'Orders in both systems', 12, 'Go-live'],
  ['Archive of old reports', 'to_do', 'Parallel run of monthly reports', 12],
  ['Sessions end after a day without use', 'to_do', 'Administrators manage roles', 10],
  ['Review of who may see what', 'to_do', 'Administrators manage roles', 10, 'Margin review with finance'],
  ['Partner onboarding guide', 'in_progress', 'Partner onboarding', 9],
  ['Move sign-in to the new provider', 'to_do', 'OAuth provider migration', 10],
];

const internalWork: [title: string, status: Status, story: string, sprint: number, description: string][] = [
  [
    'Estimate the real cost of the order importer',
    'done',
    'Hidden debt in the order importer',
    8,
    'We quoted 12 days; it will be 19. Do not mention before the change request is agreed.',
  ],
  [
    'Rewrite importer error handling',
    'in_progress',
    'Hidden debt in the order importer',
    9,
    'Our own mistake from sprint 4. Not billable.',
  ],
  [
    'Spike: replace message broker',
    'done',
    'Orders in both systems',
    6,
    'Vendor costs too high at current margin.',
  ],
  [
    'Prepare change request for webhooks',
    'in_review',
    'Partner keys and webhooks',
    9,
    'Client expects this for free. Keep two days of buffer for negotiation.',
  ],
  [
    'Rotate leaked staging key',
    'done',
    'Acceptance on staging',
    7,
    'Contained; no client data. Post-mortem in the wiki.',
  ],
  [
    'Pair Jonas with Priya on reporting',
    'to_do',
    'Parallel run of monthly reports',
    9,
    'Jonas is overloaded until the end of the month.',
  ],
  ['Grooming: split acceptance epic', 'to_do', 'Acceptance on staging', 9, 'Backlog notes from Tuesday.'],
  ['Tidy feature flags left from sprint 3', 'done', 'Catalogue search', 8, ''],
  ['Flaky test in order comparison', 'done', 'Orders in both systems', 8, ''],
  ['Upgrade database driver', 'done', 'API answers within 200 ms', 8, ''],
];

const sprintName = (nth: number) => `Sprint ${nth}`;

function visible(lines: Line[]): TaskPlan[] {
  return lines.map(([title, status, story, sprint, milestone], index) => ({
    title,
    status,
    story,
    sprint: sprintName(sprint),
    flag: 'visible',
    ...(milestone && { milestone }),
    description: `As agreed in ${sprintName(sprint)}.\n\n- [${status === 'done' ? 'x' : ' '}] built\n- [${status === 'done' ? 'x' : ' '}] tried on staging`,
    ...(index % 4 === 0 && {
      notes: [{ by: 'Marta', body: `Client asked twice about “${title}”. Answer only in the weekly call.` }],
    }),
    ...(index % 5 === 1 && {
      comments: [
        { by: 'Priya', flag: 'visible' as const, body: 'Ready for you to look at on staging.' },
        {
          by: 'Jonas',
          flag: 'internal' as const,
          body: 'Took twice as long as estimated; log the rest on the internal code.',
        },
      ],
    }),
  }));
}

const internal: TaskPlan[] = internalWork.map(([title, status, story, sprint, description]) => ({
  title,
  status,
  story,
  sprint: sprintName(sprint),
  flag: 'internal',
  description,
}));

const platformRewrite: ProjectPlan = {
  client: 'nexus',
  contract: 'CON-2024-018',
  name: 'Platform Rewrite Q1',
  summary:
    'Your ordering platform moves to a new base: one sign-in, a faster API, and reports that match, without a day of downtime.',
  status: 'active',
  flag: 'visible',
  starts: -118,
  due: 75,
  members: staff,
  defaults: { task: 'internal', comment: 'internal', milestone: 'visible' },
  epics,
  sprints,
  milestones,
  tasks: [
    ...visible(visibleWork),
    ...internal,
    {
      title: 'API performance work',
      number: 138,
      flag: 'visible',
      status: 'in_progress',
      priority: 'high',
      story: 'API answers within 200 ms',
      sprint: 'Sprint 9',
      milestone: 'API at agreed speed',
      description:
        'The public API answers 95 of 100 calls within 200 ms.\n\n1. Cache catalogue answers\n2. Batch the look-ups of the order endpoint\n3. Measure with a day of real traffic',
      comments: [
        { by: 'Priya', flag: 'visible', body: 'Fix deployed to staging' },
        {
          by: 'Jonas',
          flag: 'internal',
          body: 'Staging numbers look good because the data set is small. Do not promise 200 ms yet.',
        },
      ],
      notes: [{ by: 'Marta', body: 'They will ask for credits if this slips. Talk to Ines first.' }],
    },
    {
      title: 'OAuth provider fix',
      number: 142,
      flag: 'internal',
      status: 'in_progress',
      priority: 'urgent',
      story: 'OAuth provider migration',
      sprint: 'Sprint 9',
      description: 'Token refresh fails for 3 % of partners. Caused by our configuration.',
      comments: [
        { by: 'Luis', flag: 'visible', body: 'Sign-in is stable again. Nothing to do on your side.' },
      ],
      notes: [{ by: 'Priya', body: 'Do not share before the post-mortem.' }],
    },
    ...visible(nextWork),
  ],
  notes: [
    {
      by: 'Marta',
      flag: 'internal',
      body: 'Rate negotiation context: they compare us with a cheaper offer at 105 an hour. Floor is 112.',
    },
    { by: 'Ines', flag: 'internal', body: 'Margin is at 31 %. Release the buffer only after acceptance.' },
    { by: 'Marta', flag: 'visible', body: 'Weekly call every Tuesday at 10:00, your time.' },
  ],
};

const renewal: ProjectPlan = {
  client: 'nexus',
  contract: 'CON-2024-018',
  name: 'Renewal pitch 2027',
  summary: 'Prepare the offer for the next three years. The client does not know yet.',
  status: 'planned',
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
    { name: 'Pitch week', goal: 'First draft', flag: 'visible', status: 'active', starts: -3, ends: 11 },
  ],
  milestones: [{ title: 'Offer sent', description: '', flag: 'visible', agreed: 30 }],
  tasks: [
    'Compare prices of three rivals',
    'Draft of the offer',
    'Collect references',
    'Discount ladder',
  ].map((title, index) => ({
    title,
    flag: index === 3 ? 'internal' : 'visible',
    status: index === 0 ? 'done' : 'to_do',
    story: 'Price model',
    sprint: 'Pitch week',
  })),
  notes: [{ by: 'Ines', flag: 'visible', body: 'Hidden with the project, whatever its own flag says.' }],
};

const audit: ProjectPlan = {
  client: 'nexus',
  contract: 'CON-2024-018',
  name: 'Accessibility review',
  summary: 'A review of the partner pages against WCAG 2.2, with every finding closed.',
  status: 'completed',
  flag: 'visible',
  starts: -210,
  due: -140,
  members: { Marta: 'owner', Sofie: 'contributor' },
  defaults: {},
  epics: [
    {
      title: 'Findings',
      summary: 'What the review found, and how it was closed.',
      flag: 'visible',
      stories: [{ title: 'Forms', flag: 'visible' }],
    },
  ],
  sprints: [
    {
      name: 'Review',
      goal: 'All findings closed',
      flag: 'visible',
      status: 'completed',
      starts: -180,
      ends: -150,
    },
  ],
  milestones: [
    {
      title: 'Report handed over',
      description: 'The report with all findings closed.',
      flag: 'visible',
      agreed: -142,
      met: -145,
    },
  ],
  tasks: [
    'Labels on every field',
    'Contrast of the order table',
    'Keyboard order in the cart',
    'Names for icon buttons',
    'Errors announced',
    'Internal: hours over budget',
  ].map((title, index) => ({
    title,
    flag: index === 5 ? 'internal' : 'visible',
    status: 'done',
    story: 'Forms',
    sprint: 'Review',
  })),
  notes: [],
};

export const nexusProjects = [audit, platformRewrite, renewal];
