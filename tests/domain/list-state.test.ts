/** The state of a list: read from an address, and turned into links, chips and inputs from there. */
import { describe, expect, test } from 'vitest';
import {
  aDay,
  aFlag,
  anId,
  anIdOr,
  aNumberOf,
  aText,
  byPages,
  oneOf,
  orderedBy,
  partsOf,
  someOf,
} from '../../src/lib/domain/list-fields.ts';
import { listOf } from '../../src/lib/domain/list-state.ts';

const id = '3f7d1c5a-0b1e-4c7e-9a53-1d2f3a4b5c6d';
const statuses = { open: 'Open', done: 'Done', lost: 'Lost' };
const list = listOf({
  search: aText(10),
  status: someOf(statuses),
  view: oneOf(['current', 'all']).usually('current'),
  ownerId: anIdOr('me'),
  jobId: anId().called('type'),
  projectId: anId('project').called('in'),
  contractId: anId('contract').called('in'),
  from: aDay(),
  late: aFlag(),
  sort: orderedBy(['name', '-name', 'age']).usually('name'),
  perPage: aNumberOf([25, 50]).called('per').usually(25),
  ...byPages,
});
const at = (query: string) => list.at(new URL(`http://portal/list?${query}`));
const usual = { view: 'current', sort: 'name', perPage: 25, page: 1 };
const read = (query: string) => at(query).state;

describe('an address', () => {
  test('is read by the fields of its list', () => {
    expect(
      read(
        `search=+ink+&status=done&status=open&owner=me&type=${id}&in=contract:${id}&from=2026-03-31&late=yes`,
      ),
    ).toEqual({
      ...usual,
      search: 'ink',
      status: ['open', 'done'],
      ownerId: 'me',
      jobId: id,
      contractId: id,
      from: '2026-03-31',
      late: true,
    });
    expect(read('view=all&sort=-name&per=50&page=3&edge=after~x')).toEqual({
      ...{ view: 'all', sort: '-name', perPage: 50, page: 3, edge: 'after~x' },
    });
  });

  test.each([
    ...['status=toString', 'status=__proto__', 'view=constructor', 'owner=you', 'owner=1', `type=${id}x`],
    ...[
      `in=${id}`,
      `in=task:${id}`,
      'in=project:',
      'from=2026-02-31',
      'from=1999-12-31',
      'late=1',
      'late=no',
    ],
    ...['sort=--name', 'sort=size', 'per=26', 'page=0', 'page=-1', 'page=1.5', 'page=10001', 'page=1e3'],
    ...[
      'search=%20',
      'search=',
      'edge=',
      `edge=${'x'.repeat(1001)}`,
      'nothing=1',
      `type=${id.replace('4c7e', '0c7e')}`,
    ],
  ])('is read as if it did not say %s, which makes no sense', (odd) => {
    expect(read(odd)).toEqual(usual);
    expect(read(`${odd}&from=2026-03-31`)).toEqual({ ...usual, from: '2026-03-31' });
    expect(at(odd).href()).toBe('/list');
    expect(at(odd).narrowed).toEqual([]);
  });

  test('has the first that makes sense of what it says twice, and an id in any case', () => {
    expect(read(`type=x&type=${id.toUpperCase()}&from=x&from=2026-03-31`)).toMatchObject({
      jobId: id,
      from: '2026-03-31',
    });
  });

  test('is cut where its words are too long', () => {
    expect(read('search=0123456789abc').search).toBe('0123456789');
  });

  test('says nothing of what is usual, and keeps no page where anything else changes', () => {
    const { href, toPage, only } = at(
      `status=open&view=current&sort=age&per=25&page=3&edge=after~x&late=maybe`,
    );
    expect(href()).toBe('/list?status=open&sort=age');
    expect(href({ late: true, sort: 'name' })).toBe('/list?status=open&late=yes');
    expect(href({ status: undefined }, '/export')).toBe('/export?sort=age');
    expect(toPage(4, 'before~y')).toBe('/list?status=open&sort=age&page=4&edge=before%7Ey');
    expect(toPage(1)).toBe('/list?status=open&sort=age');
    expect(only('sort')).toBe('/list?sort=age');
    expect(only()).toBe('/list');
  });

  test('names a part of each list that it holds, so many at most, which go when another thing changes', () => {
    const board = listOf({
      mine: aFlag('1'),
      windows: partsOf((name): name is string => /^[a-c]$/.test(name), 2),
    });
    const shown = board.at(new URL('http://staff/board?a=51-100&b=1-9999&d=1-50&c=1-50&mine=1'));
    expect(shown.state).toEqual({
      mine: true,
      windows: { a: { from: 50, to: 100 }, c: { from: 0, to: 50 } },
    });
    expect(shown.href({ windows: { a: { from: 0, to: 100 } } })).toBe('/board?mine=1&a=1-100');
    expect(shown.href({ mine: undefined })).toBe('/board');
    expect(board.read(new URL('http://staff/board?a=1-50&b=1-50&c=1-50')).windows).toEqual({
      ...{ a: { from: 0, to: 50 }, b: { from: 0, to: 50 } },
    });
  });
});

test('chips say what a list is narrowed by and lead to the list without it', () => {
  const words = {
    search: (text: string) => `“${text}”`,
    status: (status: keyof typeof statuses) => statuses[status],
    ownerId: (owner: string) => (owner === 'me' ? 'Mine' : undefined),
  };
  const { chips } = at(`search=ink&status=open&status=lost&status=gone&owner=${id}&sort=age&page=2`);
  expect(chips(words)).toEqual([
    { key: 'search ink', words: '“ink”', without: `/list?status=open&status=lost&owner=${id}&sort=age` },
    { key: 'status open', words: 'Open', without: `/list?search=ink&status=lost&owner=${id}&sort=age` },
    { key: 'status lost', words: 'Lost', without: `/list?search=ink&status=open&owner=${id}&sort=age` },
  ]);
  expect(
    at('status=open')
      .chips(words)
      .map(({ without }) => without),
  ).toEqual(['/list']);
});

test('a form keeps what it does not show, and leaves out what says nothing', () => {
  const { inputs, isIdle } = at('status=open&status=done&view=all&sort=name');
  expect(inputs('status', 'view', 'sort', 'from')).toEqual([
    ['status', 'open'],
    ['status', 'done'],
    ['view', 'all'],
  ]);
  expect([isIdle('search', ''), isIdle('sort', 'name'), isIdle('per', '25')]).toEqual([true, true, true]);
  expect([isIdle('search', 'name'), isIdle('sort', 'age'), isIdle('per', '50')]).toEqual([
    false,
    false,
    false,
  ]);
});

test('a query that is kept holds filters and order alone, and is the same in any order of its parts', () => {
  const { query, isSame, narrowed } = at('page=2&late=yes&status=done&status=open&other=1&sort=age&view=');
  expect(query).toBe('status=open&status=done&late=yes&sort=age');
  expect(isSame('sort=age&status=open&status=done&late=yes&page=7')).toBe(true);
  expect(isSame('status=open&late=yes&sort=age')).toBe(false);
  expect(narrowed).toEqual(['status', 'late']);
});
