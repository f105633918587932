/** Brightwater Foods, under a contract of its own. */
import type { Outline } from './outline.ts';

export const brightwater: Outline[] = [
  {
    client: 'brightwater',
    contract: 'CON-2025-007',
    name: 'Warehouse scanners',
    summary: 'Every pallet is scanned once, and stock is right the same minute.',
    members: { Tom: 'owner', Jonas: 'manager', Priya: 'contributor', Luis: 'observer' },
    starts: -126,
    due: 20,
    done: 0.82,
    iterations: 9,
    asides: [
      'Their own team is the bottleneck. Say it to Karin, never in writing.',
      'Scanner vendor gives us 8 % that is not in the offer.',
      'Cold room tests were done at 4 °C, not at −22 °C. Repeat before hand-over.',
      'Emil reports everything to his works council; mind the wording.',
      'Fixed price: 61 h over already. No more favours.',
    ],
    epics: {
      Receiving: [
        ['Scan a delivery', 'Delivery note and pallets in one go, differences shown at the gate.'],
        ['Mixed pallets', 'Several articles on one pallet, each with its own best-before date.'],
        ['Damaged goods with a photo', 'The photo goes to the supplier with the claim.'],
        ['Labels from the new printers', 'Readable at −22 °C, from two metres.'],
        ['Offline for ten minutes', 'Scans are kept and sent when the radio is back.'],
        ['Best-before dates by camera', 'Read from the carton, confirmed with one press.'],
      ],
      Picking: [
        ['Pick lists by aisle', 'Shortest way through the hall: 18 % fewer steps in the trial.'],
        ['Short picks', 'What is missing is known in the office before the truck is loaded.'],
        ['Two people on one order', 'Neither picks what the other has.'],
        ['Voice for cold rooms', 'Gloves stay on.'],
        ['Urgent orders first', 'With a limit, so that the others are not forgotten.'],
      ],
      Figures: [
        ['Stock differences each night', 'By article and aisle, above a threshold you set.'],
        ['Pallets an hour', 'By gate and shift; never by person, as agreed with the works council.'],
        ['Export to purchasing', 'Every hour, in the format of your purchasing system.'],
        ['Recall within a minute', 'Where is lot 4711? On a list with telephone numbers.'],
        ['Yearly stock-take in one night', 'Counted by scanner, compared while counting.'],
      ],
    },
    comments: {
      'Pallets an hour': [
        {
          by: 'Emil Novak',
          flag: 'visible',
          body: 'By person would not be allowed here. Thank you for asking first.',
        },
      ],
      'Export to purchasing': [
        { by: 'Priya', flag: 'visible', body: 'First export arrived without errors this morning.' },
        { by: 'Tom', flag: 'internal', body: 'Third attempt. Do not count the others.' },
      ],
    },
  },
];
