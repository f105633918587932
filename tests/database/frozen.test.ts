/** Migrations that databases have had: what `npm run db:freeze` names never changes again. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultsOfFrozen, freeze, readFrozen } from '../../db/frozen.ts';

const FIRST = '20260101000000_first.sql';
const SECOND = '20260102000000_second.sql';
const THIRD = '20260103000000_third.sql';

let folder: string;
const list = () => readFileSync(join(folder, 'frozen.json'), 'utf8');
const write = (file: string, text: string) => writeFileSync(join(folder, 'migrations', file), text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'client-portal-frozen-'));
  mkdirSync(join(folder, 'migrations'));
  writeFileSync(join(folder, 'frozen.json'), '{}\n');
  write(FIRST, 'select 1;\n');
  write(SECOND, 'select 2;\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('nothing is frozen before it is asked for', () => {
  write(FIRST, 'select 0;\n');
  expect(faultsOfFrozen(folder)).toEqual([]);
});

test('freezes by name and SHA-256, and once more finds nothing to do', () => {
  expect(freeze(folder)).toEqual([FIRST, SECOND]);
  expect(JSON.parse(list())).toEqual({
    [FIRST]: '4a45092ccf992ea92250053a80b931b787924ba61648f420555511b84f10ab6c',
    [SECOND]: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
  expect(freeze(folder)).toEqual([]);
  expect(faultsOfFrozen(folder)).toEqual([]);
});

test('adds later ones and leaves what is there', () => {
  freeze(folder);
  const before = readFrozen(folder);
  write(THIRD, 'select 3;\n');
  expect(faultsOfFrozen(folder)).toEqual([]);
  expect(freeze(folder)).toEqual([THIRD]);
  expect([...readFrozen(folder)].slice(0, 2)).toEqual([...before]);
});

describe('refuses to freeze, and changes no entry, where', () => {
  test.each([
    ['a frozen one has changed', () => write(FIRST, 'select 1; \n'), `${FIRST} is frozen and has changed`],
    [
      'a frozen one is gone',
      () => rmSync(join(folder, 'migrations', SECOND)),
      `${SECOND} is frozen and is gone`,
    ],
    [
      'another comes before it',
      () => write('20260101120000_late.sql', ''),
      '20260101120000_late.sql comes before',
    ],
  ])('%s', (_, change, message) => {
    freeze(folder);
    const before = list();
    write(THIRD, 'select 3;\n');
    change();
    expect(faultsOfFrozen(folder)).toEqual([expect.stringContaining(message)]);
    expect(faultsOfFrozen(folder)[0]).toContain('into a new migration');
    expect(() => freeze(folder)).toThrow(message);
    expect(list()).toBe(before);
  });
});
