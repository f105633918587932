/** What the address of a client's list of tickets asks for. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ticketSortWords, ticketViews } from '../../src/lib/domain/ticket-list.ts';
import { ticketPriorities } from '../../src/lib/domain/ticket-priority.ts';
import { hrefOf, inputOf } from '../../src/routes/portal/(signed-in)/tickets/filter.ts';

const usual = { status: 'unresolved', sort: 'activity', page: 1 };
const read = (href: string) => inputOf(new URL(href, 'http://portal'));

describe('the address of a list', () => {
  test('asks for what it was written of', () => {
    const day = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const search = fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .map((text) => text.trim())
      .filter((text) => text !== '' && text.length <= 200);
    const choices = fc.record(
      {
        ...{ priority: fc.constantFrom(...ticketPriorities), search },
        ...{ jobTypeId: fc.uuid(), projectId: fc.uuid(), contractId: fc.uuid() },
        ...{ from: day, to: day },
      },
      { requiredKeys: [] },
    );
    const list = fc.record({
      status: fc.constantFrom(...ticketViews),
      sort: fc.constantFrom(...(Object.keys(ticketSortWords) as (keyof typeof ticketSortWords)[])),
      page: fc.integer({ min: 1, max: 10_000 }),
    });
    fc.assert(
      fc.property(choices, list, (some, always) => {
        const input = { ...some, ...always };
        expect(read(hrefOf(input))).toEqual(input);
        expect(read(hrefOf(input, '/portal/tickets/export'))).toEqual(input);
      }),
      { numRuns: 300 },
    );
  });

  test('says nothing of what is usual', () => {
    expect(hrefOf({})).toBe('/portal/tickets');
    expect(read('/portal/tickets')).toEqual(usual);
    expect(hrefOf(read('/portal/tickets'))).toBe('/portal/tickets');
  });

  test('is read without what makes no sense in it', () => {
    for (const nonsense of [
      ...['status=urgent', 'priority=l1', 'type=1', 'project=all', 'contract=CON-2026-901', 'sort=level'],
      ...['from=2026-02-31', 'to=yesterday', 'search=%20', 'page=0', 'page=1.5', 'page=10001', 'level=l1'],
    ])
      expect({ nonsense, read: read(`/portal/tickets?${nonsense}`) }).toEqual({ nonsense, read: usual });
  });
});
