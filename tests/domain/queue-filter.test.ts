/** What the address of the team's queue asks for, and what people read of it. */
import { describe, expect, test } from 'vitest';
import { chipsOf } from '../../src/routes/staff/(signed-in)/tickets/chips.ts';
import { filterOf, keptQuery } from '../../src/routes/staff/(signed-in)/tickets/filter.ts';

const known = '3f7d1c5a-0b1e-4c7e-9a53-1d2f3a4b5c6d';
const unknown = '00000000-0000-4000-8000-000000000000';
const queue = {
  facets: {
    clients: [{ id: known, name: 'Nexus Corp', tickets: 1 }],
    contracts: [{ id: known, name: 'CON-1 Support', tickets: 1 }],
    jobTypes: [{ id: known, name: 'Incident, CON-1', tickets: 1 }],
    assignees: [{ id: known, name: 'Jonas Weber', tickets: 1 }],
  },
  staff: [],
} as unknown as Parameters<typeof chipsOf>[1];
const at = (query: string) => new URL(`http://staff/staff/tickets?${query}`);
const words = (query: string) => chipsOf(at(query), queue).map((chip) => chip.words);

describe('the filters of the queue', () => {
  test('are read as people call them', () => {
    const query = `search=late&status=closed&priority=high&level=l2&assignee=${known}&client=${known}&contract=${known}&job=${known}`;
    expect(words(query)).toEqual([
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
    expect(words(`client=${unknown}`)).toEqual(['Client: (no tickets here)']);
  });

  test.each([
    ['a form with nothing chosen', 'search=&assignee=&client=&contract=&job=&visibility=&escalated='],
    [
      'what makes no sense',
      'status=gone&priority=huge&client=nexus&contract=1&job=x&assignee=jonas&escalated=you',
    ],
  ])('are none in %s', (_, query) => {
    expect(filterOf(at(query))).toEqual({});
    expect(words(query)).toEqual([]);
  });

  test('are all that a kept view keeps of an address', () => {
    expect(keptQuery(at(`search=&status=closed&client=&after=x&other=1`))).toBe('status=closed');
  });
});
