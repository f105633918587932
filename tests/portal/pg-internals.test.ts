/** Pipelined reads lean on parts of pg that a new version may have changed: such a process does not start, or starts without flights. */
import { expect, test } from 'vitest';
import { refuseUntriedPg, TRIED } from '../../src/lib/server/db/pg-internals.ts';

test('the installed pg is the one that pipelined reads were tried with', () => {
  expect(() => refuseUntriedPg()).not.toThrow();
});

test.each(['8.23.2', '8.24.0', '9.0.0'])('pg %s is refused, with the way out', (version) => {
  expect(() => refuseUntriedPg(version)).toThrow(
    `pg ${version} is installed, and reading by pipeline was tried with pg ${TRIED} alone`,
  );
  expect(() => refuseUntriedPg(version)).toThrow('DATABASE_PIPELINE=off');
});
