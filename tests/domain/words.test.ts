import { expect, test } from 'vitest';
import { changeSentences } from '../../src/lib/domain/changes';
import { formatDay, todayIn } from '../../src/lib/domain/dates';
import { byUrgency, portfolioSentence, projectSentence } from '../../src/lib/domain/outlook';
import { thinned } from '../../src/lib/domain/days';
import { taskReference } from '../../src/lib/domain/reference';
import { daysLeftWords } from '../../src/lib/domain/sprint-days';

const before = { agreedOn: '2026-02-02', forecastOn: null, metOn: null };
const nothing = { finished: [], started: [], appeared: 0, milestones: [] };

test('changes become sentences, the best news first, and none where nothing changed', () => {
  expect(changeSentences(nothing)).toEqual([]);
  expect(
    changeSentences({
      finished: [
        { sprint: 'Sprint 12', tasks: 3 },
        { sprint: null, tasks: 1 },
      ],
      started: [{ sprint: 'Sprint 12', tasks: 1 }],
      appeared: 2,
      milestones: [
        { ...before, title: 'Hand-over', forecastOn: '2026-03-03', before },
        { ...before, title: 'Go-live', forecastOn: '2026-03-01', metOn: '2026-03-02', before },
      ],
    }),
  ).toEqual([
    'Milestone “Go-live” completed',
    '3 tasks completed in Sprint 12',
    '1 task completed',
    '1 task started in Sprint 12',
    '2 tasks newly shared with you',
    'Milestone “Hand-over” is now expected Tue 3 Mar',
  ]);
});

test.each([
  ['was met, and its day was corrected', {}, { metOn: '2026-02-03' }, [' completed']],
  ['was met, and that was taken back', {}, {}, []],
  ['is reopened', { metOn: '2026-02-01' }, {}, [' reopened']],
  [
    'was met on another day',
    { metOn: '2026-02-01' },
    { metOn: '2026-02-03' },
    [': completion date corrected to Tue 3 Feb'],
  ],
  [
    'is met, and its agreed day moved',
    { metOn: '2026-02-01' },
    { metOn: '2026-02-01', agreedOn: '2026-03-02' },
    [],
  ],
  [
    'has no forecast, and its agreed day moved',
    {},
    { agreedOn: '2026-03-02' },
    [' is now expected Mon 2 Mar'],
  ],
  [
    'has the same forecast, and its agreed day moved',
    { forecastOn: '2026-03-03' },
    { forecastOn: '2026-03-03', agreedOn: '2026-03-02' },
    [': agreed date changed to Mon 2 Mar'],
  ],
  [
    'moved both ways',
    { forecastOn: '2026-03-03' },
    { forecastOn: '2026-03-04', agreedOn: '2026-03-02' },
    [' is now expected Wed 4 Mar', ': agreed date changed to Mon 2 Mar'],
  ],
  ['has its forecast taken away', { forecastOn: '2026-03-03' }, {}, [' is now expected Mon 2 Feb']],
  ['has a forecast that is the agreed day', {}, { forecastOn: '2026-02-02' }, []],
])('a milestone that %s is told as it stands now beside how it stood', (_, was, is, told) => {
  const milestone = { title: 'Go-live', ...before, ...is, before: { ...before, ...was } };
  expect(changeSentences({ ...nothing, milestones: [milestone] })).toEqual(
    told.map((words) => `Milestone “Go-live”${words}`),
  );
});

test('two milestones of one title are told as two', () => {
  const twin = { title: 'Go-live', ...before, before };
  expect(
    changeSentences({
      ...nothing,
      milestones: [
        { ...twin, metOn: '2026-02-03' },
        { ...twin, forecastOn: '2026-03-03' },
      ],
    }),
  ).toEqual(['Milestone “Go-live” completed', 'Milestone “Go-live” is now expected Tue 3 Mar']);
});

test('the dashboard answers "are we fine?" by the worst milestone', () => {
  const project = (...standings: ('late' | 'at_risk' | 'on_track')[]) => ({
    status: 'active',
    milestones: standings.map((standing, nth) => ({ title: `Stage ${nth + 1}`, standing })),
  });
  expect(portfolioSentence([])).toBe('Nothing has been shared with you yet.');
  expect(portfolioSentence([project('on_track')])).toBe('1 active project, on track.');
  expect(portfolioSentence([project('on_track'), project('at_risk', 'late'), project('at_risk')])).toBe(
    '3 active projects, 1 on track: 1 milestone late, 2 at risk.',
  );
  expect(portfolioSentence([project('on_track'), project(), project('at_risk')])).toBe(
    '3 active projects, 2 on track: 1 milestone at risk.',
  );
  expect(portfolioSentence([project('on_track'), project()])).toBe('2 active projects, all on track.');
  expect(portfolioSentence([project('late')])).toBe('1 active project: 1 milestone late.');
  expect(portfolioSentence([{ ...project('late'), status: 'on_hold' }])).toBe(
    'No active projects right now.',
  );
  expect(byUrgency([project('on_track'), project('late'), project('at_risk')])).toEqual([
    project('late'),
    project('at_risk'),
    project('on_track'),
  ]);
  const told = (...standings: Parameters<typeof project>) =>
    projectSentence({ ...project(...standings), progress: { done: 21, total: 50, percent: 42 } });
  expect(told('at_risk')).toBe('42% done (21 of 50 tasks). “Stage 1” is at risk.');
  expect(told('on_track', 'late', 'at_risk')).toBe('42% done (21 of 50 tasks). “Stage 2” is late.');
  expect(told('late', 'late')).toBe('42% done (21 of 50 tasks). “Stage 1” and “Stage 2” are late.');
  expect(told('late', 'late', 'late')).toBe(
    '42% done (21 of 50 tasks). “Stage 1”, “Stage 2” and others are late.',
  );
  expect(told('on_track')).toBe('42% done (21 of 50 tasks). Milestones are on track.');
  expect(told()).toBe('42% done (21 of 50 tasks).');
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

test('a sprint says how many days are left of it', () => {
  const sprint = { startsOn: '2026-03-02', endsOn: '2026-03-13' };
  const days = ['2026-02-27', '2026-03-02', '2026-03-12', '2026-03-13', '2026-03-15'];
  expect(days.map((day) => daysLeftWords(sprint, day))).toEqual([
    'starts in 3 days',
    '11 days left',
    '1 day left',
    'last day',
    '2 days overdue',
  ]);
  expect(daysLeftWords({ ...sprint, status: 'completed' }, '2026-03-15')).toBe('ended');
});

test('a long picture keeps its first and last day and spreads the rest evenly', () => {
  const days = Array.from({ length: 1000 }, (_, day) => day);
  const few = thinned(days, 180);
  expect([few.length, few[0], few.at(-1), new Set(few).size]).toEqual([180, 0, 999, 180]);
  expect(thinned(days, 1000)).toEqual(days);
});
