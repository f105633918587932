/** The sample tickets of Nexus Corp that are worth reading. */
import type { TicketPlan } from './ticket-plan.ts';

const nexus = { client: 'nexus', contract: 'CON-2024-018' };

export const nexusTickets: TicketPlan[] = [
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
    messages: [
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
    messages: [
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
    messages: [
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
    messages: [
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
    messages: [
      {
        at: 2,
        by: 'Tom',
        as: 'note',
        body: 'I would give them the hours and the credit, and tell them ourselves.',
      },
    ],
  },
];
