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
  description?: string;
  priority?: 'low' | 'medium' | 'high' | 'urgent';
  comments?: { by: string; flag: Flag; body: string }[];
  notes?: { by: string; body: string }[];
  /** The number the task has to come out with; the loader fails where it does not. */
  number?: number;
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
  epics: { title: string; summary: string; flag: Flag; stories: { title: string; flag: Flag }[] }[];
  sprints: {
    name: string;
    goal: string;
    flag: Flag;
    status: 'planned' | 'active' | 'completed';
    starts: number;
    ends: number;
  }[];
  milestones: {
    title: string;
    description: string;
    flag: Flag;
    agreed: number;
    forecast?: number;
    met?: number;
  }[];
  tasks: TaskPlan[];
  notes: { by: string; flag: Flag; body: string }[];
};
