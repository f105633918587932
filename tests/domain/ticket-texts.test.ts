/** Macros, notes that stand in a reply, countdowns, sizes: the pure rules of the team's tickets. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countdownTo, toldOf } from '../../src/lib/domain/countdown.ts';
import { liveSectionOf } from '../../src/lib/domain/live-section.ts';
import { fillMacro, placeholders, placeholdersIn, unknownPlaceholders } from '../../src/lib/domain/macro.ts';
import { noteLeaks } from '../../src/lib/domain/note-leak.ts';
import { ticketEventSentence } from '../../src/lib/domain/ticket-events.ts';
import { mayMove, movesFrom, noMoveSentence } from '../../src/lib/domain/ticket-moves.ts';
import { changeOfTicketView, type TicketView } from '../../src/lib/domain/ticket-view.ts';

const values = {
  'client.name': 'Nexus',
  'ticket.number': 'TKT-0041',
  'ticket.title': 'It burns',
  'agent.name': 'Jonas',
};

describe('a macro', () => {
  test('fills what it knows, however it is spaced, and leaves the rest for people to see', () => {
    expect(fillMacro('{{client.name}}: {{ ticket.number }} {{ticket.title}} {{agent.name}}', values)).toBe(
      'Nexus: TKT-0041 It burns Jonas',
    );
    const body = 'Hello {{client.nam}}, {{toString}} {{client.name}} {{client.nam}}';
    expect(fillMacro(body, values)).toBe('Hello {{client.nam}}, {{toString}} Nexus {{client.nam}}');
    expect(placeholdersIn(fillMacro(body, values))).toEqual(['{{client.nam}}', '{{toString}}']);
    expect(unknownPlaceholders(body)).toEqual(['{{client.nam}}', '{{toString}}']);
  });

  test('with known placeholders alone has none left, whatever stands around them', () => {
    const word = fc.string({ maxLength: 5 }).filter((text) => !/[{}]/.test(text));
    const parts = fc.array(fc.tuple(word, fc.constantFrom(...placeholders)), { maxLength: 6 });
    fc.assert(
      fc.property(parts, (some) => {
        const body = some.map(([before, name]) => `${before}{{${name}}}`).join('');
        expect(placeholdersIn(fillMacro(body, values))).toEqual([]);
        expect(fillMacro(body, values)).toBe(some.map(([before, name]) => before + values[name]).join(''));
      }),
    );
  });

  test('whose values look like placeholders is filled once', () => {
    expect(fillMacro('{{ticket.title}}', { ...values, 'ticket.title': '{{agent.name}} $& $1' })).toBe(
      '{{agent.name}} $& $1',
    );
  });
});

describe('the words of a note in a reply', () => {
  const note = 'The gateway was cut to 30 s on Monday; nobody told the client about it.';
  const leaksOf = (reply: string, body = note, told: string[] = []) =>
    noteLeaks(reply, [{ id: 'n', body }], told).map(({ words }) => words);

  test('are found without case, markup and punctuation, as far as they go', () => {
    expect(leaksOf('Sorry: **the GATEWAY was cut** to 30 s on\nMonday, by mistake.')).toEqual([
      'the gateway was cut to 30 s on monday',
    ]);
    expect(leaksOf('The gateway was slow on Monday, we told the client about nothing.')).toEqual([]);
  });

  test('are all of a short note, unless it says next to nothing', () => {
    expect(leaksOf('We ask that you blame the intern today', 'blame the intern')).toEqual([
      'blame the intern',
    ]);
    expect(leaksOf('ok then, called back', 'called back')).toEqual([]);
    expect(leaksOf('', note)).toEqual([]);
  });

  test('are no leak where the client has been told them', () => {
    expect(leaksOf(note, note, [note])).toEqual([]);
    expect(leaksOf(note, note, ['The gateway was cut to 30 s on Monday.'])).toHaveLength(1);
  });

  test('are found wherever a whole run of them stands', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 6, maxLength: 30 }),
        fc.array(word, { maxLength: 10 }),
        fc.array(word, { maxLength: 10 }),
        fc.nat(),
        (words, before, after, seed) => {
          const from = seed % (words.length - 5);
          const reply = [...before, ...words.slice(from, from + 6), ...after].join(' ');
          expect(leaksOf(reply, words.join(' '))).toHaveLength(1);
        },
      ),
    );
  });
});

describe('a countdown', () => {
  const now = Date.parse('2026-03-02T10:00:00Z');
  test.each([
    ['2026-03-02T11:20:30Z', 'soon', 'due in 1 h 20 min'],
    ['2026-03-02T19:00:00Z', 'later', 'due in 9 h'],
    ['2026-03-05T14:10:00Z', 'later', 'due in 3 d 4 h'],
    ['2026-03-02T10:00:30Z', 'soon', 'due in less than a minute'],
    ['2026-03-02T10:00:00Z', 'missed', 'less than a minute overdue'],
    ['2026-03-02T07:00:00Z', 'missed', '3 h overdue'],
    ['2026-02-28T10:00:00Z', 'missed', '2 d overdue'],
  ])('%s is %s: %s', (breachAt, tone, words) => {
    expect(countdownTo(breachAt, now)).toEqual({ tone, words });
  });
});

test('moves are offered as they are, and refused with what is possible instead', () => {
  expect(movesFrom('resolved')).toEqual(['open', 'closed']);
  expect(mayMove('closed', 'on_hold')).toBe(false);
  expect(mayMove('open', 'open')).toBe(false);
  expect(noMoveSentence('closed', 'on_hold')).toBe(
    "You can't change a ticket from Closed to On hold. You can change it to: Open.",
  );
});

test('a client gains by sharing tickets what it loses by withdrawing them', () => {
  const none = { links: [], merged: [], histories: [] };
  const before: TicketView = { tickets: [], messages: [], attachments: [], ...none };
  const after: TicketView = {
    tickets: [{ id: '1', number: 41, title: 'It burns' }],
    messages: [{ id: '1', ticketId: '1', body: 'x'.repeat(90), author: 'Jonas' }],
    attachments: [{ id: '2', name: 'trace.txt' }],
    ...none,
  };
  const gains = [
    { kind: 'ticket', id: '1', label: 'TKT-0041 It burns' },
    { kind: 'message', id: '1', label: `Jonas: ${'x'.repeat(79)}…` },
    { kind: 'attachment', id: '2', label: 'trace.txt' },
  ];
  const rest = { further: [], rollups: [], references: [], history: [] };
  expect(changeOfTicketView(before, after)).toEqual({ gains, losses: [], ...rest });
  expect(changeOfTicketView(after, before)).toEqual({ gains: [], losses: gains, ...rest });
  expect(changeOfTicketView(after, after)).toEqual({ gains: [], losses: [], ...rest });
});

test('an event is told in a sentence', () => {
  const nothing = {
    fromStatus: null,
    toStatus: null,
    fromPriority: null,
    toPriority: null,
    fromLevel: null,
    toLevel: null,
    fromAssignee: null,
    toAssignee: null,
  };
  const said = (event: object) =>
    ticketEventSentence({ kind: 'status', actor: 'Marta', ...nothing, ...event });
  expect(said({ kind: 'raised' })).toBe('Marta created the ticket');
  expect(said({ fromStatus: 'open', toStatus: 'on_hold' })).toBe(
    'Marta changed the status from Open to On hold',
  );
  expect(said({ kind: 'level', fromLevel: 'l1', toLevel: 'solution_architect', actor: null })).toBe(
    'The system changed the level from L1 to Solution Architect',
  );
  const assigned = (names: object) => said({ kind: 'assigned', ...names });
  expect(assigned({ toAssignee: 'Marta' })).toBe('Marta picked it up');
  expect(assigned({ fromAssignee: 'Marta', toAssignee: 'Jonas' })).toBe('Marta assigned it to Jonas');
  expect(assigned({ fromAssignee: 'Jonas', toAssignee: 'Priya' })).toBe('Marta assigned it to Priya');
  expect(assigned({ fromAssignee: 'Jonas', toAssignee: 'Marta' })).toBe('Marta picked it up');
  expect(assigned({ fromAssignee: 'Marta' })).toBe('Marta put it back in the queue');
  expect(assigned({ fromAssignee: 'Jonas' })).toBe('Marta unassigned Jonas');
  expect(assigned({ actor: null, fromAssignee: 'Jonas' })).toBe('The system unassigned Jonas');
});

test.each([
  ['/staff/tickets', 'tickets'],
  ['/staff/tickets/new', 'tickets'],
  ['/staff/visibility/message/1', 'tickets'],
  ['/staff/visibility/task/1', 'projects'],
  ['/staff/ticketsandmore', 'projects'],
  ['/staff/time', 'time'],
  ['/staff/timeline', 'projects'],
  ['/staff', 'projects'],
])('%s follows %s', (path, section) => expect(liveSectionOf(path)).toBe(section));

describe('what the team is told of a ticket’s targets', () => {
  const now = Date.parse('2026-11-02T12:00:00Z');
  const told = (targets: Partial<Parameters<typeof toldOf>[0]>) =>
    toldOf({ breachAt: null, missedAt: null, isAtRisk: false, ...targets }, now).map(
      ({ tone, words }) => `${tone}: ${words}`,
    );
  test('is nothing while no clock runs', () => expect(told({})).toEqual([]));
  test('is what was missed, and then what comes', () =>
    expect(told({ missedAt: '2026-11-02T11:00:00Z', breachAt: '2026-11-03T12:00:00Z' })).toEqual([
      'missed: 1 h overdue',
      'later: due in 1 d',
    ]));
  test('is told once of one that is missed and still runs', () =>
    expect(told({ missedAt: '2026-11-02T11:00:00Z', breachAt: '2026-11-02T11:30:00Z' })).toEqual([
      'missed: 1 h overdue',
    ]));
  test('is urgent where it is at risk, however far off', () =>
    expect(told({ breachAt: '2026-11-03T12:00:00Z', isAtRisk: true })).toEqual(['soon: due in 1 d']));
});
