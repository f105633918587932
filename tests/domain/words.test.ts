import { expect, test } from 'vitest';
import { changeSentences } from '../../src/lib/domain/changes';
import { formatDay, todayIn } from '../../src/lib/domain/dates';
import { portfolioSentence, projectSentence } from '../../src/lib/domain/outlook';
import { taskReference } from '../../src/lib/domain/reference';

const nothing = { finished: 0, started: 0, appeared: 0, milestonesMoved: [], milestonesMet: [] };

test('what changed is told in sentences, the best news first, and nothing where nothing did', () => {
  expect(changeSentences(nothing)).toEqual([]);
  expect(
    changeSentences({
      finished: 3,
      started: 1,
      appeared: 2,
      milestonesMet: ['Go-live'],
      milestonesMoved: [
        { title: 'Hand-over', to: '2026-03-03' },
        { title: 'Go-live', to: '2026-03-01' },
      ],
    }),
  ).toEqual([
    'Milestone “Go-live” was met',
    '3 tasks finished',
    '1 task started',
    '2 tasks new to you',
    'Milestone “Hand-over” is now expected Tue 3 Mar',
  ]);
});

test('the dashboard answers "are we fine?" by the worst milestone', () => {
  const project = (...standings: ('late' | 'at_risk' | 'on_track')[]) => ({
    status: 'active',
    milestones: standings.map((standing) => ({ standing })),
  });
  expect(portfolioSentence([])).toBe('Nothing has been shared with you yet.');
  expect(portfolioSentence([project('on_track')])).toBe('1 project running, on track.');
  expect(portfolioSentence([project('on_track'), project('at_risk', 'late'), project('at_risk')])).toBe(
    '3 projects running: 1 with a late milestone, 1 at risk.',
  );
  expect(projectSentence({ ...project('at_risk'), progress: { done: 21, total: 50, percent: 42 } })).toBe(
    '42 % done, 21 of 50 tasks; a milestone is at risk.',
  );
});

test('a day is the reader’s day: it turns with their time zone', () => {
  const moment = new Date('2026-03-03T23:30:00Z');
  expect(todayIn('UTC', moment)).toBe('2026-03-03');
  expect(todayIn('Europe/Berlin', moment)).toBe('2026-03-04');
  expect(todayIn('America/New_York', moment)).toBe('2026-03-03');
  expect(formatDay('2026-03-03')).toBe('Tue 3 Mar');
});

test('numbers people quote have four digits at least', () => {
  expect([138, 5, 12_345].map(taskReference)).toEqual(['TSK-0138', 'TSK-0005', 'TSK-12345']);
});
