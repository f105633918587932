import { priorityWords, taskStatusWords, visibilityWords } from '$lib/domain/words';
import type { StaffOutputs } from '$lib/trpc/staff';

type Choices = StaffOutputs['projects']['choices'];
type Facets = StaffOutputs['tasks']['list']['facets'];
/** One thing that the list is filtered by, and the address without it. */
export type Chip = { key: string; words: string; without: string };

/** The filters of an address as people read them; what makes no sense in it has no chip. */
export function chipsOf({ pathname, searchParams }: URL, choices: Choices, facets: Facets): Chip[] {
  const known = wordsFor(choices, facets);
  const without = (name: string, value: string) => {
    const rest = new URLSearchParams(searchParams);
    rest.delete(name, value);
    rest.delete('page');
    return rest.size ? `${pathname}?${rest}` : pathname;
  };
  return Object.entries(known).flatMap(([name, wordsOf]) =>
    [...new Set(searchParams.getAll(name))].flatMap((value): Chip[] => {
      const words = wordsOf(value);
      return words ? [{ key: `${name} ${value}`, words, without: without(name, value) }] : [];
    }),
  );
}

const among =
  (words: Record<string, string>) =>
  (value: string): string | undefined =>
    words[value];

function wordsFor(choices: Choices, facets: Facets): Record<string, (value: string) => string | undefined> {
  const named = (records: { id: string; label: string | undefined }[], none: string) => (value: string) =>
    value === 'none' ? none : records.find(({ id }) => id === value)?.label;
  return {
    search: (value) => value.trim() && `“${value.trim()}”`,
    status: among(taskStatusWords),
    priority: among(
      Object.fromEntries(Object.entries(priorityWords).map(([key, word]) => [key, `${word} priority`])),
    ),
    assignee: (value) =>
      value === 'me'
        ? 'Assigned to me'
        : named(
            facets.assignees.map(({ id, name }) => ({ id, label: name })),
            'Unassigned',
          )(value),
    sprint: named(
      choices.sprints.map(({ id, name }) => ({ id, label: name })),
      'Backlog',
    ),
    story: named(
      choices.stories.map(({ id, title }) => ({ id, label: `Story: ${title}` })),
      'No story',
    ),
    milestone: named(
      choices.milestones.map(({ id, title }) => ({ id, label: `Milestone: ${title}` })),
      'No milestone',
    ),
    label: (value) => value && `Label: ${value}`,
    visibility: among(visibilityWords),
    overdue: among({ yes: 'Overdue' }),
    waiting: among({ yes: 'Blocked by another task' }),
  };
}
