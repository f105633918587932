import { describe, expect, test } from 'vitest';
import { fileStateWords, sizeWords } from '../../src/lib/domain/file-words.ts';
import { matchStart, matchStop, piecesOf } from '../../src/lib/domain/marked.ts';
import { countdownWords } from '../../src/lib/domain/sla-countdown.ts';
import { ticketHistory, type TicketEvent } from '../../src/lib/domain/ticket-history.ts';
import { clientMoveOf, takesReplies } from '../../src/lib/domain/client-ticket-moves.ts';
import { standingSentence } from '../../src/lib/domain/ticket-standing.ts';

const now = new Date('2026-03-02T12:00:00Z');

describe('what a client may do with a ticket', () => {
  const standing = (
    status: 'open' | 'resolved' | 'closed',
    reopenUntil: string | null = null,
    isMerged = false,
  ) => ({
    status,
    reopenUntil,
    isMerged,
  });

  test('an unresolved one is resolved, a resolved one reopened until its window ends', () => {
    expect(clientMoveOf(standing('open'), now)).toBe('resolved');
    expect(clientMoveOf(standing('resolved', '2026-03-02T12:00:01Z'), now)).toBe('open');
    expect(clientMoveOf(standing('closed', '2026-03-02T12:00:00Z'), now)).toBeNull();
    expect(takesReplies(standing('closed', '2026-03-02T12:00:01Z'), now)).toBe(true);
    expect(takesReplies(standing('closed'), now)).toBe(false);
  });

  test('a merged one neither', () => {
    expect(takesReplies(standing('open', null, true), now)).toBe(false);
    expect(clientMoveOf(standing('open', null, true), now)).toBeNull();
  });
});

test('a countdown rounds what is left up, and what is over down', () => {
  const in_ms = (milliseconds: number) =>
    countdownWords(new Date(now.getTime() + milliseconds).toISOString(), now);
  expect(in_ms(135 * 60_000)).toBe('2 h 15 min left');
  expect(in_ms(1)).toBe('1 min left');
  expect(in_ms(66.5 * 60 * 60_000)).toBe('2 days 18 h left');
  expect(in_ms(24 * 60 * 60_000)).toBe('1 day left');
  expect(in_ms(0)).toBe('due now');
  expect(in_ms(-59_999)).toBe('due now');
  expect(in_ms(-40 * 60_000)).toBe('40 min overdue');
});

test('a past is told in sentences, without what is the team’s', () => {
  const event = (values: Partial<TicketEvent>): TicketEvent => ({
    kind: 'status',
    fromStatus: null,
    toStatus: null,
    fromPriority: null,
    toPriority: null,
    byClient: false,
    at: '2026-03-02T12:00:00Z',
    ...values,
  });
  const told = (...events: Partial<TicketEvent>[]) =>
    ticketHistory(events.map(event)).map(({ sentence }) => sentence);
  expect(
    told(
      { kind: 'raised', byClient: true },
      { fromStatus: 'new', toStatus: 'open' },
      { kind: 'level' },
      { kind: 'replied' },
      { kind: 'priority', fromPriority: 'high', toPriority: 'low' },
      { fromStatus: 'open', toStatus: 'on_hold' },
      { fromStatus: 'on_hold', toStatus: 'open' },
      { fromStatus: 'open', toStatus: 'resolved' },
      { fromStatus: 'resolved', toStatus: 'open', byClient: true },
      { fromStatus: 'open', toStatus: 'closed' },
    ),
  ).toEqual([
    'Created',
    'Work started',
    'Priority lowered from High to Low',
    'Put on hold',
    'Work resumed',
    'Resolved by the delivery team',
    'Reopened by you or a colleague',
    'Closed',
  ]);
});

test('marked text comes in pieces, and signs that somebody typed mark nothing', () => {
  const mark = (text: string) => `${matchStart}${text}${matchStop}`;
  expect(piecesOf(`We **${mark('printed')}**\n\ninvoices`)).toEqual([
    { text: 'We ', isMatch: false },
    { text: 'printed', isMatch: true },
    { text: ' invoices', isMatch: false },
  ]);
  expect(piecesOf(`odd ${matchStop} signs ${matchStart}`).every(({ isMatch }) => !isMatch)).toBe(true);
  expect(piecesOf('')).toEqual([]);
});

test('sizes and standings in words', () => {
  expect([0, 1, 999, 1_000, 1_234_567, 999_999, 12_000_000_000].map(sizeWords)).toEqual([
    ...['0 bytes', '1 byte', '999 bytes', '1.0 KB', '1.2 MB', '1.0 MB', '12 GB'],
  ]);
  expect(fileStateWords.ready).toBeNull();
  expect(standingSentence({ unresolved: 0, waiting: 0 })).toBe('No unresolved tickets.');
  expect(standingSentence({ unresolved: 1, waiting: 0 })).toBe(
    '1 unresolved ticket. Nothing needs your reply.',
  );
  expect(standingSentence({ unresolved: 7, waiting: 2 })).toBe(
    '7 unresolved tickets, 2 waiting for your reply.',
  );
});
