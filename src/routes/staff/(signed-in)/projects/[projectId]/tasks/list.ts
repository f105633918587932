import { aFlag, anIdOr, aPage, aText, oneOf, orderedBy, someOf } from '$lib/domain/list-fields';
import { listOf, type ChipWords, type StateOf } from '$lib/domain/list-state';
import { taskSorts } from '$lib/domain/task-sorts';
import { priorityWords, taskStatusWords, visibilityWords } from '$lib/domain/words';
import type { StaffOutputs } from '$lib/trpc/staff';

export const taskList = listOf({
  search: aText(200),
  status: someOf(taskStatusWords),
  priority: someOf(priorityWords),
  assigneeId: anIdOr('me', 'none'),
  sprintId: anIdOr('none'),
  storyId: anIdOr('none'),
  milestoneId: anIdOr('none'),
  label: aText(40),
  visibility: oneOf(visibilityWords),
  overdue: aFlag(),
  waiting: aFlag(),
  sort: orderedBy(taskSorts).usually('order'),
  page: aPage(),
});
export type TaskListState = StateOf<typeof taskList.fields>;

/** The choices beside the list, and those that the list is filtered by. */
export const choicesFor = (projectId: string, { sprintId, storyId, milestoneId }: TaskListState) => ({
  projectId,
  keep: [sprintId, storyId, milestoneId].flatMap((id) => (id && id !== 'none' ? [id] : [])),
});

type Named = { id: string; name?: string; title?: string };

/** How people read what the list is narrowed by; what is not there any more has no words. */
export function chipWords(
  choices: StaffOutputs['projects']['choices'],
  { assignees }: StaffOutputs['tasks']['list']['facets'],
): ChipWords<TaskListState> {
  const named = (records: readonly Named[], words: Record<string, string>, before = '') => {
    return (wanted: string) => {
      const found = records.find(({ id }) => id === wanted);
      return found ? `${before}${found.name ?? found.title}` : words[wanted];
    };
  };
  return {
    search: (words) => `“${words}”`,
    status: (status) => taskStatusWords[status],
    priority: (priority) => `${priorityWords[priority]} priority`,
    assigneeId: named(assignees, { me: 'Assigned to me', none: 'Unassigned' }),
    sprintId: named(choices.sprints, { none: 'Backlog' }),
    storyId: named(choices.stories, { none: 'No story' }, 'Story: '),
    milestoneId: named(choices.milestones, { none: 'No milestone' }, 'Milestone: '),
    label: (label) => `Label: ${label}`,
    visibility: (visibility) => visibilityWords[visibility],
    overdue: () => 'Overdue',
    waiting: () => 'Blocked by another task',
  };
}
