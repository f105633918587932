import { expect, test } from 'vitest';
import { milestoneChangeSentences, type MilestoneChange } from '../../src/lib/domain/milestone-history';

const nothing: MilestoneChange = {
  at: '2026-03-01T10:00:00Z',
  fromAgreedOn: '2026-03-03',
  toAgreedOn: '2026-03-03',
  fromForecastOn: null,
  toForecastOn: null,
  fromMetOn: null,
  toMetOn: null,
};
const told = (change: Partial<MilestoneChange>) => milestoneChangeSentences({ ...nothing, ...change });

test('a change of dates is told in sentences, one for each date', () => {
  expect(told({})).toEqual([]);
  expect(told({ toAgreedOn: '2026-03-13' })).toEqual(['Agreed date changed from Tue 3 Mar to Fri 13 Mar']);
  expect(told({ toForecastOn: '2026-03-13', toMetOn: '2026-03-14' })).toEqual([
    'Forecast set to Fri 13 Mar',
    'Completed on Sat 14 Mar',
  ]);
  expect(told({ fromForecastOn: '2026-03-13', fromMetOn: '2026-03-14' })).toEqual([
    'Forecast removed',
    'Reopened',
  ]);
  expect(told({ fromMetOn: '2026-03-13', toMetOn: '2026-03-14' })).toEqual([
    'Completion date changed from Fri 13 Mar to Sat 14 Mar',
  ]);
});

test('a year is told where it is not the year of the change', () => {
  expect(told({ toAgreedOn: '2027-01-04' })).toEqual([
    'Agreed date changed from Tue 3 Mar to Mon 4 Jan 2027',
  ]);
});
