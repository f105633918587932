/** How a sample project is written down: by words, with days counted from today. */

export type Flag = 'visible' | 'internal';
export type Status = 'to_do' | 'in_progress' | 'in_review' | 'blocked' | 'done';

export type TaskPlan = {
  title: string;
  flag: Flag;
  status: Status;
  story?: string;
  sprint?: string;
  milestone?: string;
  /** Titles of tasks of this project that have to be done first. */
  after?: string[];
  description?: string;
  priority?: 'low' | 'medium' | 'high' | 'urgent';
  /** When it came to its present status; left out, the sprint decides. */
  lastMove?: number;
  /** It began Internal Only and was shared on this day, for this reason. */
  sharedLater?: { on: number; reason: string };
  /** `by` names a staff member by display name, or a user of the client by full name. */
  comments?: { by: string; flag: Flag; body: string }[];
  notes?: { by: string; flag: Flag; body: string }[];
  /** The number the task has to come out with; the loader fails where it does not. */
  number?: number;
};

export type SprintPlan = {
  name: string;
  goal: string;
  flag: Flag;
  status: 'planned' | 'active' | 'completed';
  /** It begins on the Monday of this week, counted from the current one, and lasts so many weeks. */
  week: number;
  weeks: number;
  capacityHours: number;
};

export type MilestonePlan = {
  title: string;
  description: string;
  flag: Flag;
  agreed: number;
  forecast?: number;
  /** Later moves of its dates, oldest first; `met` on the day of the move itself. */
  moves?: { on: number; agreed?: number; forecast?: number; met?: true; reason?: string }[];
};

export type EpicPlan = {
  title: string;
  summary: string;
  flag: Flag;
  stories: { title: string; flag: Flag; summary?: string }[];
};

export type ProjectPlan = {
  client: string;
  contract: string;
  name: string;
  summary: string;
  status: 'planned' | 'active' | 'on_hold' | 'completed' | 'cancelled';
  flag: Flag;
  starts: number;
  due: number;
  members: Record<string, 'observer' | 'reviewer' | 'contributor' | 'manager' | 'owner'>;
  defaults: Record<string, Flag>;
  epics: EpicPlan[];
  sprints: SprintPlan[];
  milestones: MilestonePlan[];
  /** In the order in which they were written, and so numbered. */
  tasks: TaskPlan[];
};
