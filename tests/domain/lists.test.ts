/** Every list there is, found beside its page: its address against the schema of the procedure that reads it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fileListInput } from '../../src/lib/inputs/files.ts';
import * as portal from '../../src/lib/inputs/projects.ts';
import { epicList } from '../../src/lib/inputs/staff-planning.ts';
import { projectFilter, projectMembers } from '../../src/lib/inputs/staff-projects.ts';
import { backlogInput, boardInput, taskFilter } from '../../src/lib/inputs/staff-tasks.ts';
import { ticketFilter } from '../../src/lib/inputs/staff-tickets.ts';
import { visibilityLogFilter } from '../../src/lib/inputs/staff-visibility.ts';
import { reportFilter } from '../../src/lib/inputs/support.ts';
import { ticketListInput } from '../../src/lib/inputs/tickets.ts';
import { timeWeek } from '../../src/lib/inputs/time.ts';
import { allLists, nonsense, parametersOf, type ListIn } from '../support/lists.ts';

const schemas: Record<string, z.ZodObject> = {
  'portal/files': fileListInput,
  'portal/projects/[projectId]': portal.projectOpenInput,
  'portal/projects/[projectId]/board': portal.boardInput,
  'portal/projects/[projectId]/stories': portal.storyListInput,
  'portal/projects/[projectId]/tasks': portal.taskListInput,
  'portal/tickets': ticketListInput,
  staff: projectFilter,
  'staff/projects': projectFilter,
  'staff/projects/[projectId]': boardInput,
  'staff/projects/[projectId]/backlog': backlogInput,
  'staff/projects/[projectId]/epics': epicList,
  'staff/projects/[projectId]/settings': projectMembers,
  'staff/projects/[projectId]/tasks': taskFilter,
  'staff/reports': reportFilter,
  'staff/tickets': ticketFilter,
  'staff/time': timeWeek,
  'staff/visibility-log': visibilityLogFilter,
};

const id = '3f7d1c5a-0b1e-4c7e-9a53-1d2f3a4b5c6d';
const lists = (await allLists()).map(([route, list]): [string, ListIn, z.ZodObject] => [
  route,
  list,
  schemas[route.slice(1)] ?? z.object({}),
]);

test('each list is held against a schema here', () => {
  expect(lists.map(([route]) => route.slice(1)).sort()).toEqual(Object.keys(schemas).sort());
});

/** The words that a field of a schema takes; none for a field of another kind. */
function optionsIn(schema: unknown): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return optionsIn(schema.unwrap());
  if (schema instanceof z.ZodArray) return optionsIn(schema.element);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(optionsIn);
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(String);
  return schema instanceof z.ZodEnum ? schema.options.map(String) : [];
}

describe.each(lists)('%s', (_, list, schema) => {
  const names = parametersOf(list);
  const asked = (query: URLSearchParams) => list.at(new URL(`http://portal/list?${query.toString()}`));

  test('asks its procedure for nothing that it refuses, whatever its address says', () => {
    const good = [id, `project:${id}`, `epic:${id}`, '2026-03-31', '2', 'yes', '1', '1-50', 'none', 'ink'];
    const words = Object.values(schema.shape).flatMap(optionsIn);
    const text = fc.oneof(fc.constantFrom(...nonsense, ...good, ...words), fc.string({ maxLength: 300 }));
    const pairs = fc.array(fc.tuple(fc.constantFrom(...names), text), { maxLength: 12 });
    fc.assert(
      fc.property(pairs, (said) => {
        const { state, href } = asked(new URLSearchParams(said));
        const parsed = schema.safeParse({ projectId: id, ...state });
        expect(parsed.error?.issues ?? []).toEqual([]);
        for (const key of Object.keys(state)) expect(parsed.data).toHaveProperty(key);
        // What it says of itself is read as the same.
        const again = asked(new URL(href(), 'http://portal').searchParams);
        expect(again.href()).toBe(href());
        expect(href()).not.toMatch(/[?&][^=]*=(?:&|$)/);
      }),
      { numRuns: 150 },
    );
  });

  test('can be asked for each word that its procedure takes', () => {
    for (const [key, field] of Object.entries(list.fields)) {
      const name = field.name ?? key.replace(/Id$/, '');
      for (const option of optionsIn(schema.shape[key])) {
        const { state } = asked(new URLSearchParams([[name, option]]));
        expect([state[key]].flat().map(String)).toEqual([option]);
      }
    }
  });

  test.each(nonsense)('leaves out %j, and what else the address says stands', (odd) => {
    const usual = asked(new URLSearchParams()).state;
    for (const name of names) {
      const query = new URLSearchParams([[name, odd]]);
      const { state } = asked(query);
      const changed = Object.keys(state).filter(
        (key) => JSON.stringify(state[key]) !== JSON.stringify(usual[key]),
      );
      // Any words can be searched for.
      expect(changed.filter((key) => !['search', 'label'].includes(key))).toEqual([]);
    }
  });
});
