/** The sample tickets that are worth reading; load-tickets.ts adds the run of the mill. */
export type Status = 'new' | 'open' | 'waiting_on_client' | 'on_hold' | 'resolved' | 'closed';

/** `at` counts hours from the raising. A client's words carry no flag, the team's are a reply unless it says otherwise. */
export type Said = { at: number; by: string; body: string; as?: 'reply' | 'hidden reply' | 'note' };

export type TicketPlan = {
  client: string;
  contract: string;
  title: string;
  description: string;
  jobType: string;
  priority: 'low' | 'medium' | 'high' | 'critical';
  /** A client user, or a staff member by display name. */
  by: string;
  daysAgo: number;
  internal?: true;
  project?: string;
  assignee?: string;
  said?: Said[];
  moves?: [at: number, to: Status][];
  resolution?: string;
  rating?: [stars: number, comment: string];
};

const nexus = { client: 'nexus', contract: 'CON-2024-018' };
const orbis = { client: 'orbis', contract: 'CON-2024-018' };
const brightwater = { client: 'brightwater', contract: 'CON-2025-007' };
const larkspur = { client: 'larkspur', contract: 'MSA-0112' };
const tern = { client: 'tern', contract: 'MSA-0131' };

export const tickets: TicketPlan[] = [
  {
    ...nexus,
    title: 'Orders from Kestrel Supplies arrive twice since Tuesday',
    description:
      'Since **Tuesday morning** about one order in ten from Kestrel is there twice, with two numbers.\n\n- 14 doubles on Tuesday, 9 on Wednesday\n- only orders sent through the partner interface\n- the second one comes 30 to 40 seconds after the first\n\nWe delete them by hand for now, but accounting cannot close the day.',
    jobType: 'Incident',
    priority: 'high',
    by: 'Claire Dubois',
    daysAgo: 1.15,
    project: 'Platform Rewrite Q1',
    assignee: 'Jonas',
    said: [
      {
        at: 0.6,
        by: 'Jonas',
        body: 'Thank you, that is a precise description. We see the same pattern in our logs and are looking at the retry of the partner interface. Could you send us **three order numbers with their twins**?',
      },
      {
        at: 0.9,
        by: 'Jonas',
        as: 'note',
        body: 'Our own doing: Monday’s release set the time-out of the gateway to 30 s, and the retry has no idempotency key. Priya knew. Say “retry of the interface”, not “release”, until Marta has talked to Dana.',
      },
      {
        at: 3.1,
        by: 'Claire Dubois',
        body: 'Here you are:\n\n1. 88213 and 88219\n2. 88240 and 88241\n3. 88302 and 88310',
      },
      {
        at: 5,
        by: 'Jonas',
        as: 'hidden reply',
        body: 'Draft for when Marta agrees: the doubles come from a retry that we introduced on Monday. We are sorry.',
      },
    ],
    moves: [
      [0.6, 'open'],
      [0.6, 'waiting_on_client'],
      [3.1, 'open'],
    ],
  },
  {
    ...nexus,
    title: 'Checkout answers with an error for every customer',
    description:
      'Every customer gets “Something went wrong” at the last step. Started about 06:40 New York time. Nothing can be ordered.',
    jobType: 'Incident',
    priority: 'critical',
    by: 'Dana Whitfield',
    daysAgo: 9.3,
    project: 'Platform Rewrite Q1',
    assignee: 'Priya',
    said: [
      {
        at: 0.2,
        by: 'Priya',
        body: 'We are on it. The payment provider refuses our certificate since 06:38; a new one is being installed.',
      },
      {
        at: 0.3,
        by: 'Priya',
        as: 'note',
        body: 'Certificate expired. The reminder went to a mailbox nobody reads. Do not let this into the report unasked.',
      },
      {
        at: 1.4,
        by: 'Priya',
        body: 'Orders go through again since 08:02. We keep watching it for the next two hours.',
      },
      { at: 1.6, by: 'Dana Whitfield', body: 'Confirmed, orders come in. Thank you for the speed.' },
    ],
    moves: [
      [0.2, 'open'],
      [3.5, 'resolved'],
      [26, 'closed'],
    ],
    resolution:
      'The certificate towards the payment provider had expired and was replaced. Its end is watched from now on.',
    rating: [5, 'Fast, and we knew at all times what was going on.'],
  },
  {
    ...nexus,
    title: 'Add the Canadian warehouse to the stock report',
    description:
      'From 1 December we ship from Toronto, too. The nightly stock report should have a column for it.',
    jobType: 'Change',
    priority: 'medium',
    by: 'Claire Dubois',
    daysAgo: 6.1,
    assignee: 'Priya',
    said: [
      { at: 7, by: 'Priya', body: 'Gladly. Is Toronto one warehouse in your ERP, or two (bonded and free)?' },
      {
        at: 8,
        by: 'Luis',
        as: 'note',
        body: 'Small change, but the report is the old one. Two hours, or a day if we do it right.',
      },
    ],
    moves: [
      [7, 'open'],
      [7, 'waiting_on_client'],
    ],
  },
  {
    ...nexus,
    title: 'Search does not find article numbers with a slash',
    description:
      'Searching for `KX/4410` finds nothing, `KX 4410` does. The warehouse copies the number from the label, with the slash.',
    jobType: 'Incident',
    priority: 'medium',
    by: 'Claire Dubois',
    daysAgo: 0.2,
    project: 'Platform Rewrite Q1',
  },
  {
    ...nexus,
    title: 'New colleague needs access to the partner handbook',
    description: 'Please give *Jo Farrell* (partner team, starts Monday) read access.',
    jobType: 'Service request',
    priority: 'low',
    by: 'Claire Dubois',
    daysAgo: 0.05,
  },
  {
    ...nexus,
    title: 'Invoices show the old address',
    description: 'We moved in June; the PDF still shows Broad Street.',
    jobType: 'Incident',
    priority: 'low',
    by: 'Dana Whitfield',
    daysAgo: 17,
    assignee: 'Jonas',
    said: [
      {
        at: 20,
        by: 'Jonas',
        body: 'The new address is in the template since today. Invoices that have been sent stay as they are.',
      },
      { at: 44, by: 'Dana Whitfield', body: 'Looks right.' },
    ],
    moves: [
      [20, 'open'],
      [44.5, 'resolved'],
    ],
    resolution: 'The template carries the new address.',
    rating: [4, ''],
  },
  {
    ...nexus,
    title: 'Nexus: who pays for the hours of the double orders?',
    description: 'If the cause is ours we cannot charge the 11 hours. Marta decides before the month closes.',
    jobType: 'Question',
    priority: 'medium',
    by: 'Marta',
    daysAgo: 0.9,
    internal: true,
    assignee: 'Marta',
    said: [
      {
        at: 2,
        by: 'Tom',
        as: 'note',
        body: 'I would give them the hours and the credit, and tell them ourselves.',
      },
    ],
  },
  {
    ...orbis,
    title: 'Text reminders come an hour late',
    description:
      'Since the clocks went back, reminders for London appointments are sent **one hour late**. Manchester is right.',
    jobType: 'Incident',
    priority: 'high',
    by: 'Aisha Khan',
    daysAgo: 2.4,
    project: 'Patient portal refresh',
    assignee: 'Priya',
    said: [
      {
        at: 2.2,
        by: 'Priya',
        body: 'We found it: two clinics have a time zone set by hand that does not change in October. We correct them tonight.',
      },
      {
        at: 2.5,
        by: 'Priya',
        as: 'note',
        body: 'It took us two hours to see it. Alerting for Orbis went to the Nexus channel.',
      },
    ],
    moves: [[2.2, 'open']],
  },
  {
    ...orbis,
    title: 'Export of appointments for the yearly audit',
    description: 'Our auditors ask for all appointments of the year as CSV, without names.',
    jobType: 'Service request',
    priority: 'medium',
    by: 'Aisha Khan',
    daysAgo: 12,
    assignee: 'Jonas',
    said: [
      { at: 5, by: 'Jonas', body: 'We prepare it. The file will be in this ticket on Thursday.' },
      {
        at: 50,
        by: 'Jonas',
        as: 'note',
        body: 'On hold until their data protection officer has signed. Helen has it.',
      },
    ],
    moves: [
      [5, 'open'],
      [50, 'on_hold'],
    ],
  },
  {
    ...brightwater,
    title: 'Scanner at gate 3 loses its radio every night',
    description:
      'Between 02:00 and 03:00 the scanner at gate 3 has no radio. Afterwards it comes back by itself. *Nobody is hurt, but the night shift counts by hand.*',
    jobType: 'Fault',
    priority: 'high',
    by: 'Lena Hoff',
    daysAgo: 3.2,
    project: 'Warehouse scanners',
    assignee: 'Jonas',
    said: [
      {
        at: 4,
        by: 'Jonas',
        body: 'Could somebody tell us what else runs at that time, the defrosting of the cold room for instance?',
      },
      {
        at: 5,
        by: 'Jonas',
        as: 'note',
        body: 'Access point sits behind the freezer’s compressor. We planned it there. Move it on our cost.',
      },
      { at: 27, by: 'Lena Hoff', body: 'Yes! The cold room defrosts at two.' },
    ],
    moves: [
      [4, 'open'],
      [4, 'waiting_on_client'],
      [27, 'open'],
    ],
  },
  {
    ...larkspur,
    title: 'Nobody can print in the Melbourne office',
    description: 'Both printers show “offline” since nine.',
    jobType: 'Incident',
    priority: 'high',
    by: 'Mei Lin',
    daysAgo: 0.3,
    assignee: 'Ben',
    said: [{ at: 0.4, by: 'Ben', body: 'We see the print server is down and restart it now.' }],
    moves: [[0.4, 'open']],
  },
  {
    ...tern,
    title: 'Slow connection between Jurong and the head office',
    description: 'Transfers take three times as long as last week.',
    jobType: 'Incident',
    priority: 'medium',
    by: 'Kevin Goh',
    daysAgo: 4,
    assignee: 'Ben',
    said: [
      { at: 6, by: 'Ben', body: 'The line runs on its backup since Friday; the provider repairs the fibre.' },
    ],
    moves: [[6, 'open']],
  },
];

/** Everyday tickets of the past year: what was asked, of which kind, and how it ended. */
export const everyday: [title: string, description: string, answer: string, resolution: string][] = [
  [
    'Password of a colleague does not work',
    'She is locked out after her holiday.',
    'We have sent her a new one-time password.',
    'A new password was set.',
  ],
  [
    'Report is empty on Mondays',
    'The weekly report comes without figures.',
    'The import ran after the report; we have swapped them.',
    'The report now waits for the import.',
  ],
  [
    'Please add a user to the test system',
    'For the acceptance next week.',
    'Done, the invitation is on its way.',
    'The user was added.',
  ],
  [
    'Page takes ten seconds to open',
    'The overview of open orders.',
    'A missing index; the page opens in under a second now.',
    'An index was added.',
  ],
  [
    'E-mail confirmations land in spam',
    'Two of our customers told us.',
    'We have corrected the sender records; please let us know whether it helps.',
    'The sender records were corrected.',
  ],
  [
    'Wrong VAT on a credit note',
    'It shows 7 % instead of 19 %.',
    'The credit note took the rate of today instead of that of the invoice. Corrected.',
    'Credit notes take the rate of their invoice.',
  ],
  [
    'Can the export have the cost centre?',
    'As the last column, please.',
    'It is in from tomorrow on.',
    'The column was added.',
  ],
  [
    'App asks to sign in every hour',
    'On phones only.',
    'The session of the app now lasts as long as on the desktop.',
    'The duration was corrected.',
  ],
  [
    'Upload of a large file fails',
    'A drawing of 80 MB.',
    'The limit of the gateway was lower than ours. It goes through now.',
    'The limit was raised.',
  ],
  [
    'Two names for the same supplier',
    'Please merge them.',
    'Merged; the orders of both are under the older number.',
    'The records were merged.',
  ],
];
