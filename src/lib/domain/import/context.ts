import type { Stretch } from '../far-days';

type Visibility = 'client_visible' | 'internal_only';

/** The records of a project that an import may refer to. */
export type ImportContext = {
  /** The default visibility of a new task of the project. */
  taskDefault: Visibility;
  epics: readonly { id: string; title: string }[];
  stories: readonly { id: string; title: string; epicId: string | null }[];
  sprints: readonly { id: string; name: string; isCompleted?: boolean }[];
  /** The tenant's active staff. */
  staff: readonly { id: string; name: string; email: string }[];
  /** The titles of its tasks. */
  titles: readonly string[];
  /** The days that the project has already. */
  days: Stretch;
};
