/** The sample tickets of the other clients that are worth reading. */
import type { TicketPlan } from './ticket-plan.ts';

const orbis = { client: 'orbis', contract: 'CON-2024-018' };
const brightwater = { client: 'brightwater', contract: 'CON-2025-007' };
const larkspur = { client: 'larkspur', contract: 'MSA-0112' };
const tern = { client: 'tern', contract: 'MSA-0131' };

export const otherTickets: TicketPlan[] = [
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
    messages: [
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
    messages: [
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
    messages: [
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
    messages: [{ at: 0.4, by: 'Ben', body: 'We see the print server is down and restart it now.' }],
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
    messages: [
      { at: 6, by: 'Ben', body: 'The line runs on its backup since Friday; the provider repairs the fibre.' },
    ],
    moves: [[6, 'open']],
  },
];
