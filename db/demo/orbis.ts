/** Orbis Health, under the same contract as Nexus Corp. */
import type { Outline } from './outline.ts';

const asides = [
  'Quote was too low by a third; book the rest on the internal code.',
  'Their clinical safety officer has not answered in two weeks. Do not say so in writing.',
  'Can be shown as done although the handbook page is missing.',
  'Shares code with the Nexus project. They must not learn of each other.',
  'Priya is at 120 % until the 15th, plan around her.',
  'Contract ceiling is 46 h away. Raise it with Marta before Helen asks.',
];

export const orbis: Outline[] = [
  {
    client: 'orbis',
    contract: 'CON-2024-018',
    name: 'Patient portal refresh',
    summary: 'Appointments and letters in one place, readable on a phone.',
    members: { Marta: 'owner', Priya: 'manager', Jonas: 'contributor', Luis: 'contributor' },
    starts: -98,
    due: 55,
    done: 0.62,
    iterations: 7,
    asides,
    epics: {
      Appointments: [
        ['Calendar by clinic', 'One calendar for each clinic, with its own opening hours and holidays.'],
        ['Reminders by text message', 'Two days and two hours before; patients choose which.'],
        ['Cancel up to a day before', 'The slot is offered to the waiting list at once.'],
        ['Waiting list for earlier slots', 'First come, first served; an offer lasts four hours.'],
        ['Accessible date picker', 'Works with keyboard and screen reader, and speaks whole dates.'],
        ['Appointments for a dependant', 'Parents and carers book for others, with proof on file.'],
        ['Directions and parking', 'With the step-free way in for every clinic.'],
      ],
      Letters: [
        ['Letters as documents', 'Each letter as PDF/A, an hour after the clinic signs it.'],
        ['Plain-language summaries', 'Three sentences above each letter, checked by the clinic.'],
        ['Letters to a carer', 'A second recipient, ended by the patient at any time.'],
        ['Search in letters', 'By clinic, year and words.'],
        ['Print without clutter', 'One letter, one page more at most.'],
        ['Letters in Welsh', 'Templates and interface; medical text stays as written.'],
      ],
      Operations: [
        ['Weekly usage report', 'Sign-ins, appointments and letters by clinic, no patient named.'],
        ['Alert when messages fail', 'Your desk hears of it within five minutes.'],
        ['Synthetic data for tests', 'Invented patients that behave like real ones.'],
        ['Clean-up of old accounts', 'Three reminders, then closed after two years without use.'],
        ['On-call handbook', 'What to do, whom to call, what to tell the clinics.'],
        ['Penetration test, findings closed', 'Report by an independent tester, all findings answered.'],
      ],
    },
    comments: {
      'Calendar by clinic': [
        { by: 'Samuel Reed', flag: 'visible', body: 'The Leeds clinic closes at noon on Fridays.' },
        { by: 'Priya', flag: 'visible', body: 'Thank you, changed.' },
      ],
      'Search in letters': [
        { by: 'Luis', flag: 'visible', body: 'On staging since this morning.' },
        { by: 'Jonas', flag: 'internal', body: 'Slow above 10 000 letters. Leeds has 40 000.' },
      ],
    },
  },
  {
    client: 'orbis',
    contract: 'CON-2024-018',
    name: 'Single sign-on for clinics',
    summary: 'Clinic staff sign in once for all of your systems.',
    members: { Jonas: 'owner', Marta: 'observer', Luis: 'contributor', Priya: 'reviewer' },
    starts: -44,
    due: 90,
    done: 0.25,
    iterations: 4,
    asides,
    epics: {
      Connection: [
        ['Metadata with the first clinic', 'Exchanged and signed; test sign-ins work in both directions.'],
        ['Test clinic', 'An invented clinic with ten people in every role.'],
        ['Certificates renew themselves', 'Thirty days ahead, with a mail to your desk when that fails.'],
        ['Roles from the directory', 'A nurse who changes wards has the new rights at the next sign-in.'],
        ['Second clinic', 'Same steps as the first, timed, for the plan of the other eleven.'],
        ['Third to sixth clinic', 'Two a week.'],
        ['Shared workstations', 'Badge on the reader, signed in within two seconds.'],
      ],
      Security: [
        ['Second factor outside the clinic', 'App or key; none needed on the ward.'],
        ['Emergency access', 'Two people, one sealed envelope, everything logged.'],
        ['Leavers lose access the same day', 'As soon as the directory says so.'],
        ['Log of sign-ins for your auditor', 'A year, searchable by person and clinic.'],
      ],
      Support: [
        ['Help page for sign-in', 'Pictures instead of words, printable for the ward.'],
        ['When the directory is down', 'What still works, for how long, and who decides.'],
        ['Training for the help desk', 'Two sessions, the second with real cases.'],
        ['Figures for the steering group', 'Sign-ins, failures, minutes saved.'],
      ],
    },
    comments: {
      'Test clinic': [
        { by: 'Samuel Reed', flag: 'visible', body: 'Please add a locum doctor, they always break things.' },
      ],
    },
  },
];
