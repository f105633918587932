/** What people read of what the team's queue is narrowed by. */
import { expect, test } from 'vitest';
import { chipWords, queue } from '../../src/routes/staff/(signed-in)/tickets/list.ts';

const known = '3f7d1c5a-0b1e-4c7e-9a53-1d2f3a4b5c6d';
const unknown = '00000000-0000-4000-8000-000000000000';
const found = {
  facets: {
    clients: [{ id: known, name: 'Nexus Corp', tickets: 1 }],
    contracts: [{ id: known, name: 'CON-1 Support', tickets: 1 }],
    jobTypes: [{ id: known, name: 'Incident, CON-1', tickets: 1 }],
    assignees: [{ id: known, name: 'Jonas Weber', tickets: 1 }],
  },
  staff: [],
} as unknown as Parameters<typeof chipWords>[0];

const words = (query: string) =>
  queue
    .at(new URL(`http://staff/staff/tickets?${query}`))
    .chips(chipWords(found))
    .map((chip) => chip.words);

test('the chips of the queue name what it is narrowed by', () => {
  const narrowed = `search=late&status=closed&priority=high&level=l2&assignee=${known}&client=${known}&contract=${known}&job=${known}`;
  expect(words(narrowed)).toEqual([
    '“late”',
    'Closed',
    'High priority',
    'L2',
    'Assigned to: Jonas Weber',
    'Client: Nexus Corp',
    'Contract: CON-1 Support',
    'Job type: Incident, CON-1',
  ]);
  expect(words('assignee=me')).toEqual(['Assigned to me']);
  expect(words('assignee=none&escalated=me&visibility=internal_only')).toEqual([
    'Unassigned',
    'Internal Only',
    'Escalated to me',
  ]);
});

test('a client without tickets in the queue is still told of', () => {
  expect(words(`client=${unknown}`)).toEqual(['Client: (no tickets here)']);
});

test('a form with nothing chosen and what makes no sense leave no chip', () => {
  expect(words('search=&assignee=&client=&contract=&job=&visibility=&escalated=')).toEqual([]);
  expect(words('status=gone&priority=huge&client=nexus&job=x&assignee=jonas&escalated=you')).toEqual([]);
});
