import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOfView, type ClientView } from '../../src/lib/domain/client-view.ts';

const ids = fc.integer({ min: 0, max: 6 }).map(String);
const titled = fc.record({ id: ids, title: fc.string() });
const rows = <Row extends { id: string }>(row: fc.Arbitrary<Row>) =>
  fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 5 });
const said = fc.record({ id: ids, taskId: ids, body: fc.string(), author: fc.string() });
const history = fc.record({ id: ids, entries: fc.nat(9) });
const view: fc.Arbitrary<ClientView> = fc.record({
  projects: rows(fc.record({ id: ids, name: fc.string() })),
  epics: rows(titled),
  stories: rows(fc.record({ id: ids, title: fc.string(), epicId: fc.option(ids) })),
  sprints: rows(fc.record({ id: ids, name: fc.string() })),
  milestones: rows(titled),
  tasks: rows(
    fc.record({
      id: ids,
      number: fc.nat(999),
      title: fc.string(),
      status: fc.constantFrom('to_do', 'done'),
      storyId: fc.option(ids),
      sprintId: fc.option(ids),
      milestoneId: fc.option(ids),
    }),
  ),
  comments: rows(said),
  notes: rows(said),
  attachments: rows(fc.record({ id: ids, name: fc.string() })),
  tickets: rows(fc.record({ id: ids, number: fc.nat(999) })),
  links: fc.uniqueArray(
    fc.record({ ticketId: ids, ticketNumber: fc.nat(999), taskId: ids, taskNumber: fc.nat(999) }),
    { selector: ({ ticketId, taskId }) => `${ticketId} ${taskId}`, maxLength: 5 },
  ),
  statusHistories: rows(history),
  dateHistories: rows(history),
});

test('nothing changes between a view and itself', () => {
  fc.assert(
    fc.property(view, (one) => {
      expect(changeOfView(one, one)).toEqual({
        gains: [],
        losses: [],
        further: [],
        rollups: [],
        references: [],
        history: [],
      });
    }),
  );
});

test('a client gains by sharing exactly the records it loses by withdrawing, each counted once', () => {
  fc.assert(
    fc.property(view, view, (before, after) => {
      const [there, back] = [changeOfView(before, after), changeOfView(after, before)];
      expect(back.losses).toEqual(there.gains);
      expect(back.gains).toEqual(there.losses);
      const keys = there.gains.map(({ kind, id }) => `${kind} ${id}`);
      expect(new Set(keys).size).toBe(keys.length);
      const moves = (rollups: typeof there.rollups, from: 'from' | 'to', to: 'from' | 'to') =>
        rollups.map((one) => JSON.stringify([one[from], one[to]])).sort();
      expect(moves(back.rollups, 'to', 'from')).toEqual(moves(there.rollups, 'from', 'to'));
    }),
  );
});
