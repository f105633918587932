import { expect, test } from 'vitest';
import { taskTimeline } from '$lib/domain/task-history';

const at = (hour: number) => `2026-11-0${hour}T09:00:00Z`;

test('statuses, sprints, estimates and visibility make one line of time, the latest first', () => {
  const told = taskTimeline({
    history: [
      { id: 'a', at: at(1), actor: 'Marta Lind', from: null, to: 'to_do' },
      { id: 'b', at: at(3), actor: 'Jonas Weber', from: 'to_do', to: 'in_progress' },
    ],
    sprintMoves: [
      { id: 'c', at: at(2), actor: 'Marta Lind', from: null, to: 'Sprint 8' },
      { id: 'd', at: at(5), actor: null, from: 'Sprint 8', to: 'Sprint 9' },
      { id: 'e', at: at(6), actor: 'Marta Lind', from: 'Sprint 9', to: null },
    ],
    estimates: [
      { id: 'g', at: at(7), actor: 'Jonas Weber', from: null, to: 90 },
      { id: 'h', at: at(8), actor: null, from: 90, to: 240 },
      { id: 'i', at: at(9), actor: 'Marta Lind', from: 240, to: null },
    ],
    visibilityChanges: [
      {
        ...{ id: 'f', at: at(4), actor: 'Marta Lind', kind: 'task', reason: 'Agreed in the call' },
        ...{ from: 'internal_only', to: 'client_visible' },
      },
    ],
  });
  expect(told.map(({ sentence }) => sentence)).toEqual([
    'Marta Lind removed the estimate',
    'Estimate changed from 1 h 30 min to 4 h',
    'Jonas Weber set the estimate to 1 h 30 min',
    'Marta Lind removed it from Sprint 9',
    'Moved from Sprint 8 to Sprint 9',
    'Marta Lind shared it with the client',
    'Jonas Weber changed the status from To do to In progress',
    'Marta Lind added it to Sprint 8',
    'Marta Lind created it',
  ]);
  expect(told[5]?.reason).toBe('Agreed in the call');
});

test('only a task’s own unusual first visibility is in its history', () => {
  const started = (kind: string, to: 'client_visible' | 'internal_only') =>
    taskTimeline({
      history: [],
      sprintMoves: [],
      estimates: [],
      visibilityChanges: [{ id: 'a', at: at(1), actor: null, reason: null, kind, from: null, to }],
    }).map(({ sentence }) => sentence);
  const shared = taskTimeline({
    ...{ history: [], sprintMoves: [], estimates: [] },
    visibilityChanges: [
      {
        id: 'a',
        at: at(1),
        actor: 'Marta Lind',
        reason: null,
        kind: 'attachment',
        from: 'internal_only',
        to: 'client_visible',
      },
    ],
  });
  expect(shared.map(({ sentence }) => sentence)).toEqual(['Marta Lind shared a file with the client']);
  expect(started('task', 'client_visible')).toEqual(['Created as Client Visible']);
  expect(started('task', 'internal_only')).toEqual([]);
  expect(started('comment', 'client_visible')).toEqual([]);
});
