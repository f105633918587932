import fc from 'fast-check';
import { expect, test } from 'vitest';
import { burnDown, type ScopeEvent } from '../../src/lib/domain/burn-down';
import { addDays } from '../../src/lib/domain/days';

const sprint = { startsOn: '2026-03-02', endsOn: '2026-03-13', today: '2026-03-13', timeZone: 'UTC' };

const event = fc.record({
  taskId: fc.constantFrom('a', 'b', 'c', 'd'),
  at: fc
    .date({ min: new Date('2026-02-25'), max: new Date('2026-03-13T23:59:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  change: fc.constantFrom('added' as const, 'removed' as const, 'done' as const, 'reopened' as const),
  estimateMinutes: fc.option(fc.nat(600)),
});
const events = fc.array(event, { maxLength: 40 });
const remaining = (given: readonly ScopeEvent[]) => burnDown(sprint, given).map((day) => day.remaining);

test('nothing is ever negative, and the ideal line ends at zero', () => {
  fc.assert(
    fc.property(events, (given) => {
      const days = burnDown(sprint, given);
      expect(days).toHaveLength(12);
      for (const { remaining: left, ideal, added, removed } of days)
        for (const work of [left, ideal, added, removed])
          for (const value of [work?.minutes, work?.tasks]) expect(value).toBeGreaterThanOrEqual(0);
      expect(days.at(-1)?.ideal).toEqual({ minutes: 0, tasks: 0 });
    }),
  );
});

test('a task that is added and removed leaves no trace from its removal on, and none at all within a day', () => {
  fc.assert(
    fc.property(events, fc.nat(11), fc.nat(11), fc.nat(600), (given, one, other, estimateMinutes) => {
      const [addedOn, removedOn] = [one, other]
        .sort((a, b) => a - b)
        .map((index) => addDays(sprint.startsOn, index));
      const change = (at: string, kind: 'added' | 'removed') => ({
        taskId: 'new',
        at,
        change: kind,
        estimateMinutes,
      });
      const more = [change(`${addedOn}T10:00:00Z`, 'added'), change(`${removedOn}T11:00:00Z`, 'removed')];
      const [without, all] = [burnDown(sprint, given), burnDown(sprint, [...more, ...given])];
      if (addedOn === removedOn) expect(all).toEqual(without);
      without.forEach(({ day, remaining: left }, index) => {
        if (day < (addedOn ?? '') || day >= (removedOn ?? '')) expect(all[index]?.remaining).toEqual(left);
      });
    }),
  );
});

test('a new estimate counts from its day on and leaves the days before unchanged', () => {
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 11 }), fc.nat(600), (given, index, minutes) => {
      const day = addDays(sprint.startsOn, index);
      const own = given.filter(({ taskId }) => taskId !== 'a');
      const task = { taskId: 'new', estimateMinutes: 60 };
      const added = { ...task, at: `${sprint.startsOn}T09:00:00Z`, change: 'added' as const };
      const anew = {
        ...task,
        at: `${day}T09:00:00Z`,
        change: 'estimated' as const,
        estimateMinutes: minutes,
      };
      const [before, after] = [remaining([added, ...own]), remaining([added, anew, ...own])];
      after.forEach((left, nth) => {
        const wanted = before[nth]?.minutes ?? 0;
        expect(left?.minutes).toBe(nth < index ? wanted : wanted - 60 + minutes);
        expect(left?.tasks).toBe(before[nth]?.tasks);
      });
    }),
  );
});

test('reopening what was done restores what was left', () => {
  fc.assert(
    fc.property(events, (given) => {
      const open = given.filter(({ change }) => change === 'added' || change === 'removed');
      const back = (['done', 'reopened'] as const).map((change) => ({
        taskId: 'a',
        at: '2026-03-13T23:59:30Z',
        change,
        estimateMinutes: null,
      }));
      expect(remaining([...open, ...back])).toEqual(remaining(open));
    }),
  );
});

test('a sprint of three days: the plan, a task done, a task that came later, a day to come', () => {
  const at = (
    taskId: string,
    when: string,
    change: ScopeEvent['change'],
    estimateMinutes: number | null,
  ) => ({
    taskId,
    at: when,
    change,
    estimateMinutes,
  });
  const days = burnDown(
    { startsOn: '2026-03-02', endsOn: '2026-03-04', today: '2026-03-03', timeZone: 'Europe/Berlin' },
    [
      at('a', '2026-03-01T09:00:00Z', 'added', 120),
      at('b', '2026-03-01T09:00:00Z', 'added', 240),
      at('old', '2026-02-20T09:00:00Z', 'done', null),
      at('old', '2026-03-01T09:00:00Z', 'added', 600),
      at('a', '2026-03-02T08:00:00Z', 'done', null),
      // 00:30 of the next day in Berlin.
      at('c', '2026-03-02T23:30:00Z', 'added', null),
    ],
  );
  const none = { minutes: 0, tasks: 0 };
  expect(days).toEqual([
    {
      day: '2026-03-02',
      remaining: { minutes: 240, tasks: 1 },
      ideal: { minutes: 360, tasks: 2 },
      added: none,
      removed: none,
    },
    {
      day: '2026-03-03',
      remaining: { minutes: 240, tasks: 2 },
      ideal: { minutes: 180, tasks: 1 },
      added: { minutes: 0, tasks: 1 },
      removed: none,
    },
    { day: '2026-03-04', remaining: null, ideal: none, added: none, removed: none },
  ]);
});
