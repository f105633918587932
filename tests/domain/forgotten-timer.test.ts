import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forgottenTimer } from '../../src/lib/domain/forgotten-timer';
import { oddTime } from '../../src/lib/domain/odd-time';

const at = (moment: string) => Date.parse(`2026-11-${moment}:00Z`);

test('a timer of some hours of one day may be taken as it is', () => {
  expect(forgottenTimer(at('03T08:00'), at('03T18:00'))).toBeNull();
  expect(forgottenTimer(at('03T23:00'), at('03T23:59'))).toBeNull();
});

test('one that ran too long or over midnight offers what it may have been', () => {
  expect(forgottenTimer(at('03T23:45'), at('06T10:00'))).toEqual({
    ran: 3495,
    answers: [
      { minutes: 15, words: '15 min, until midnight' },
      { minutes: 480, words: '8 h, a working day' },
    ],
  });
  expect(forgottenTimer(at('03T23:45'), at('04T00:30'))?.answers).toEqual([
    { minutes: 15, words: '15 min, until midnight' },
    { minutes: 45, words: '45 min, until now' },
  ]);
  expect(forgottenTimer(at('03T08:00'), at('03T18:01'))?.answers).toEqual([
    { minutes: 480, words: '8 h, a working day' },
  ]);
});

test('no answer is longer than the timer ran, nor than anybody works', () => {
  fc.assert(
    fc.property(fc.nat(3 * 24 * 60), fc.nat(400 * 24 * 60), (start, ran) => {
      const from = at('01T00:00') + start * 60_000;
      for (const { minutes } of forgottenTimer(from, from + ran * 60_000)?.answers ?? []) {
        expect(minutes).toBeGreaterThanOrEqual(1);
        expect(minutes).toBeLessThanOrEqual(Math.min(ran, 600));
      }
    }),
  );
});

test('time is odd on a long day, a day off, and where it was entered long after or ahead', () => {
  const usual = { spentOn: '2026-11-03', enteredOn: '2026-11-04', dayMinutes: 720 };
  expect(oddTime(usual)).toEqual([]);
  expect(oddTime({ ...usual, dayMinutes: 721 })).toEqual(['12 h 1 min on this day in all']);
  expect(oddTime({ ...usual, spentOn: '2026-11-07', enteredOn: '2026-11-21' })).toEqual(['on a Saturday']);
  expect(oddTime({ ...usual, enteredOn: '2026-11-18' })).toEqual(['entered 15 days later']);
  expect(oddTime({ ...usual, spentOn: '2026-11-05' })).toEqual(['entered ahead']);
});
