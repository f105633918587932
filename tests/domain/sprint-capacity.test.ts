import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capacitySentence, movedWork, sprintLoad } from '../../src/lib/domain/sprint-capacity';

const people = [
  { staffMemberId: 'ada', name: 'Ada', hours: 4.5 },
  { staffMemberId: 'ben', name: 'Ben', hours: 2 },
];
const task = fc.record({
  assigneeId: fc.option(fc.constantFrom('ada', 'ben', 'somebody else')),
  estimateMinutes: fc.option(fc.nat(600)),
  status: fc.constantFrom('to_do', 'in_progress', 'done'),
});

test('every estimated minute of an assigned task is on somebody’s bar, and every open task is on a bar or counted', () => {
  fc.assert(
    fc.property(fc.array(task), (tasks) => {
      const load = sprintLoad(people, tasks);
      const known = tasks.filter(({ assigneeId }) => assigneeId === 'ada' || assigneeId === 'ben');
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      expect(sum(load.people.map(({ plannedMinutes }) => plannedMinutes))).toBe(
        sum(known.map(({ estimateMinutes }) => estimateMinutes ?? 0)),
      );
      const open = tasks.filter(({ status }) => status !== 'done');
      expect(load.unassigned + load.elsewhere + open.filter((one) => known.includes(one)).length).toBe(
        open.length,
      );
      for (const { plannedMinutes, remainingMinutes, overMinutes, capacityMinutes } of load.people) {
        expect(remainingMinutes).toBeLessThanOrEqual(plannedMinutes);
        expect(overMinutes).toBe(Math.max(0, plannedMinutes - capacityMinutes));
      }
    }),
  );
});

test('a load in sentences', () => {
  const load = sprintLoad(people, [
    { assigneeId: 'ada', estimateMinutes: 540, status: 'done' },
    { assigneeId: 'ben', estimateMinutes: null, status: 'to_do' },
    { assigneeId: null, estimateMinutes: null, status: 'to_do' },
    { assigneeId: null, estimateMinutes: null, status: 'done' },
    { assigneeId: 'cleo', estimateMinutes: 60, status: 'in_review' },
  ]);
  expect(load.people.map(({ sentence }) => sentence)).toEqual(['4 h 30 min over capacity', '2 h available']);
  expect(load.people[0]).toMatchObject({ plannedMinutes: 540, remainingMinutes: 0, overMinutes: 270 });
  expect(load.unassignedMinutes).toBe(0);
  expect(
    sprintLoad(people, [{ assigneeId: null, estimateMinutes: 45, status: 'done' }]).unassignedMinutes,
  ).toBe(45);
  expect(load.sentences).toEqual([
    '1 unassigned task',
    '2 unestimated tasks',
    '1 task assigned to people with no capacity in this sprint',
  ]);
  const [guest] = sprintLoad(
    [{ staffMemberId: 'cleo', name: 'Cleo', hours: null }],
    [{ assigneeId: 'cleo', estimateMinutes: 60, status: 'to_do' }],
  ).people;
  expect(guest).toMatchObject({ plannedMinutes: 60, overMinutes: 0, sentence: 'No capacity set' });
  expect(capacitySentence(60, 60)).toBe('Fully planned');
  expect(capacitySentence(0, 0)).toBe('No capacity set');
});

test('cards moved into and out of a list change its load as if it were read again', () => {
  const cards = fc.uniqueArray(fc.tuple(task, fc.nat(30)), { selector: ([, id]) => id });
  fc.assert(
    fc.property(cards, fc.func(fc.boolean()), fc.func(fc.boolean()), (all, wasThere, isThere) => {
      const there = (is: (id: number) => boolean) =>
        all.filter(([, id]) => is(id)).map(([one, id]) => ({ ...one, id: String(id) }));
      const [before, now] = [there(wasThere), there(isThere)];
      expect(sprintLoad(people, [...before, ...movedWork(before, now)])).toEqual(sprintLoad(people, now));
    }),
  );
});

test('tasks that are alike count and weigh together as they do one by one', () => {
  fc.assert(
    fc.property(fc.array(task), (tasks) => {
      const alike = Map.groupBy(
        tasks,
        ({ assigneeId, status, estimateMinutes }) => `${assigneeId} ${status} ${estimateMinutes === null}`,
      );
      const grouped = [...alike.values()].map((some) => ({
        ...some[0]!,
        tasks: some.length,
        estimateMinutes: some.some(({ estimateMinutes }) => estimateMinutes === null)
          ? null
          : some.reduce((sum, { estimateMinutes }) => sum + (estimateMinutes ?? 0), 0),
      }));
      expect(sprintLoad(people, grouped)).toEqual(sprintLoad(people, tasks));
    }),
  );
});
