/** The second company's clients. */
import type { Outline } from './outline.ts';

export const cobalt: Outline[] = [
  {
    client: 'larkspur',
    contract: 'MSA-0112',
    name: 'Laptop renewal',
    summary: 'Sixty new laptops, set up before they arrive.',
    members: { Elena: 'owner', Amara: 'manager', Ben: 'contributor' },
    starts: -58,
    due: 25,
    done: 0.5,
    iterations: 5,
    asides: [
      'Margin on hardware is 14 %. They think it is 5 %.',
      'Two laptops of the pilot came back with scratches; replaced from our own stock.',
      'Senior partner wants a model that we cannot support. Elena calls him.',
      'Ben does this beside the night desk. No dates before Wednesday.',
    ],
    epics: {
      Preparation: [
        ['Image with the firm’s programs', 'Ready to work twelve minutes after first start.'],
        ['Encryption keys in escrow', 'Recoverable by two people together, never by one.'],
        ['Pilot with five people', 'Two weeks, a form each Friday, nine wishes taken over.'],
        ['Hand-over appointments', 'Twenty minutes each, booked by the assistants.'],
        ['Docking stations at every desk', 'One cable: power, screens, network.'],
        ['Printers by floor', 'The nearest one is chosen by itself.'],
      ],
      'Roll-out': [
        ['First floor', 'Eighteen people in two days.'],
        ['Second floor', 'Twenty-two people in three days.'],
        ['Partners', 'At a time of their choosing, evenings included.'],
        ['People who work from home', 'By courier, set up over the telephone.'],
        ['Old laptops wiped', 'With a certificate for each serial number.'],
        ['Spare pool', 'Three laptops ready, exchanged within an hour.'],
      ],
      Support: [
        ['First-week desk in the lobby', 'Somebody from our team from 8:00 to 18:00.'],
        ['Short guides', 'One page each: sign-in, scanning, travelling.'],
        ['Review after thirty days', 'What people say, what we change.'],
      ],
    },
    comments: {
      'Pilot with five people': [
        { by: 'Tim Garner', flag: 'visible', body: 'Everybody wants to keep theirs, which I take as a yes.' },
      ],
    },
  },
  {
    client: 'tern',
    contract: 'MSA-0131',
    name: 'Branch network',
    summary: 'Nine branches on new lines, with a second way out.',
    members: { Elena: 'owner', Noah: 'manager', Ben: 'observer', Amara: 'contributor' },
    starts: -72,
    due: 70,
    done: 0.35,
    iterations: 6,
    asides: [
      'Carrier missed the date; penalty clause possible, ask legal first.',
      'Old firewall in Johor had a rule open to the world since 2021. Closed; tell Farid in person.',
      'We resell the second line at twice its price.',
      'Noah covers for Ben, who is not to be named in the status call.',
    ],
    epics: {
      Lines: [
        ['Survey of nine sites', 'Cable ways, power and a contact person for each.'],
        ['Orders with two carriers', 'No branch depends on one of them alone.'],
        ['First branch moved', 'On a Sunday, back to normal by noon.'],
        ['Second way out tried', 'Line pulled in working hours; calls went on.'],
        ['Branches two to five', 'One each week.'],
        ['Branches six to nine', 'After the holidays.'],
        ['Old lines cancelled', 'With the last invoice checked.'],
      ],
      Security: [
        ['Firewall rules reviewed', 'From 214 rules to 63, each with an owner.'],
        ['Guests kept apart', 'Own network, own line, nothing in common.'],
        ['Scanners on their own network', 'With nothing but the warehouse system in reach.'],
        ['Alarms to the night desk', 'With a picture of what is affected.'],
        ['Yearly test planned', 'By somebody else than us.'],
      ],
      Operations: [
        ['Map of the network', 'Drawn from what is there, not from what was planned.'],
        ['Configuration kept and compared', 'Each change seen the next morning.'],
        ['Hand-over to the night desk', 'Two nights side by side.'],
      ],
    },
    comments: {
      'Second way out tried': [
        { by: 'Siti Rahman', flag: 'visible', body: 'Nobody in the branch noticed. Well done.' },
        {
          by: 'Noah',
          flag: 'internal',
          body: 'First try failed the day before. We did not announce that one.',
        },
      ],
    },
  },
];
