import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forgottenTimer } from '../../src/lib/domain/forgotten-timer';
import { oddTime } from '../../src/lib/domain/odd-time';

const at = (moment: string) => Date.parse(`2026-11-${moment}:00Z`);

test('a timer of some hours of one day may be taken as it is', () => {
  expect(forgottenTimer(at('03T08:00'), at('03T18:00'), 'UTC')).toBeNull();
  expect(forgottenTimer(at('03T23:00'), at('03T23:59'), 'UTC')).toBeNull();
});

test('one that ran too long or over midnight offers what it may have been', () => {
  expect(forgottenTimer(at('03T23:45'), at('06T10:00'), 'UTC')).toEqual({
    ran: 3495,
    answers: [
      { minutes: 15, words: '15 min, until midnight' },
      { minutes: 480, words: '8 h, a working day' },
    ],
  });
  expect(forgottenTimer(at('03T23:45'), at('04T00:30'), 'UTC')?.answers).toEqual([
    { minutes: 15, words: '15 min, until midnight' },
    { minutes: 45, words: '45 min, until now' },
  ]);
  expect(forgottenTimer(at('03T08:00'), at('03T18:01'), 'UTC')?.answers).toEqual([
    { minutes: 480, words: '8 h, a working day' },
  ]);
});

const zones = [
  ...['UTC', 'America/Denver', 'Pacific/Auckland', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Etc/GMT+12'],
  // Clocks are changed at midnight here, and there by half an hour.
  ...['Africa/Cairo', 'America/Santiago', 'Australia/Lord_Howe'],
];

test.each([
  // 17:00 on 30 November in Denver is the first moment of December of UTC.
  ['America/Denver', '2026-11-30T23:00Z', '2026-12-01T00:00Z', null],
  ['America/Denver', '2026-12-01T06:30Z', '2026-12-01T07:30Z', '30 min, until midnight'],
  ['Pacific/Auckland', '2026-11-30T23:30Z', '2026-12-01T00:30Z', null],
  ['Pacific/Auckland', '2026-11-30T10:40Z', '2026-11-30T11:10Z', '20 min, until midnight'],
  ['Asia/Kathmandu', '2026-11-30T23:30Z', '2026-12-01T00:30Z', null],
  ['Asia/Kathmandu', '2026-11-30T18:00Z', '2026-11-30T18:30Z', '15 min, until midnight'],
  // No midnight that night: the clocks go from 24:00 to 01:00.
  ['Africa/Cairo', '2026-04-23T21:30Z', '2026-04-23T22:30Z', '30 min, until midnight'],
  // And two of them that one: from 24:00 back to 23:00.
  ['Africa/Cairo', '2026-10-29T20:30Z', '2026-10-29T21:30Z', null],
  ['Africa/Cairo', '2026-10-29T20:30Z', '2026-10-29T22:30Z', '1 h 30 min, until midnight'],
])('over midnight is over the team’s midnight: %s from %s to %s', (zone, from, until, first) => {
  const forgotten = forgottenTimer(Date.parse(from), Date.parse(until), zone);
  expect(forgotten?.answers[0]?.words ?? null).toBe(first);
});

test('no answer is longer than the timer ran, nor than anybody works', () => {
  fc.assert(
    fc.property(
      fc.nat(400 * 24 * 60),
      fc.nat(400 * 24 * 60),
      fc.constantFrom(...zones),
      (start, ran, zone) => {
        const from = at('01T00:00') + start * 60_000;
        for (const { minutes } of forgottenTimer(from, from + ran * 60_000, zone)?.answers ?? []) {
          expect(minutes).toBeGreaterThanOrEqual(1);
          expect(minutes).toBeLessThanOrEqual(Math.min(ran, 600));
        }
      },
    ),
  );
});

test('time is odd on a long day, a day off, and where it was entered long after or ahead', () => {
  const usual = { spentOn: '2026-11-03', enteredOn: '2026-11-04', dayMinutes: 720 };
  expect(oddTime(usual)).toEqual([]);
  expect(oddTime({ ...usual, dayMinutes: 721 })).toEqual(['12 h 1 min in total on this day']);
  expect(oddTime({ ...usual, spentOn: '2026-11-07', enteredOn: '2026-11-21' })).toEqual(['on a Saturday']);
  expect(oddTime({ ...usual, enteredOn: '2026-11-18' })).toEqual(['logged 15 days later']);
  expect(oddTime({ ...usual, spentOn: '2026-11-05' })).toEqual(['logged in advance']);
});
