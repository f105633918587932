/** A project from an outline: enough work around Nexus Corp to look lived in. */
import type { MilestonePlan, ProjectPlan, SprintPlan, Status, TaskPlan } from './plan.ts';

export type Outline = {
  client: string;
  contract: string;
  name: string;
  summary: string;
  /** The lead comes first and is the author of the texts. */
  members: ProjectPlan['members'];
  starts: number;
  due: number;
  /** How much of the work is done, from 0 to 1. */
  done: number;
  /** The last three iterations are the past one, the current one, and one that only staff see. */
  iterations: number;
  /** Titles with descriptions, by epic, in the order of the work. */
  epics: Record<string, [title: string, description: string][]>;
  /** The parts that the client must not read: a note beside each task, and every fourth as a task of its own. */
  asides: string[];
  comments: Record<string, TaskPlan['comments']>;
};

export function planOf(outline: Outline): ProjectPlan {
  const { client, contract, name, summary, members, starts, due, epics } = outline;
  const lead = Object.keys(members)[0] ?? '';
  return {
    client,
    contract,
    name,
    summary,
    members,
    starts,
    due,
    status: 'active',
    flag: 'visible',
    defaults: { task: 'internal', milestone: 'visible' },
    epics: Object.keys(epics).map((title) => ({
      title,
      summary: `${title}: everything that belongs to the first release.`,
      flag: 'visible',
      stories: [{ title: storyOf(title), flag: 'visible' }],
    })),
    sprints: sprintsOf(outline),
    milestones: milestonesOf(outline),
    tasks: tasksOf(outline, lead),
  };
}

const storyOf = (epic: string) => `${epic}: first release`;

/** How many iterations are over: all but the current one and the next. */
const pastOf = ({ iterations }: Outline) => iterations - 2;

const sprintsOf = (outline: Outline) =>
  Array.from({ length: outline.iterations }, (_, index): SprintPlan => {
    const fromNow = index - pastOf(outline);
    return {
      name: `Iteration ${index + 1}`,
      goal:
        fromNow < 0
          ? 'The first parts work end to end'
          : fromNow
            ? 'Buffer and hand-over'
            : 'What people use every day',
      flag: fromNow > 0 ? 'internal' : 'visible',
      status: fromNow < 0 ? 'completed' : fromNow ? 'planned' : 'active',
      week: fromNow * 2 - 1,
      weeks: 2,
      capacityHours: 80,
    };
  });

const milestonesOf = ({ done, due }: Outline): MilestonePlan[] => [
  {
    title: 'First release',
    description: 'In daily use by the first group.',
    flag: 'visible',
    agreed: done > 0.5 ? -9 : 16,
    moves:
      done > 0.5
        ? [{ on: -10, met: true }]
        : [
            {
              on: -2.2,
              forecast: done > 0.3 ? 16 : 20,
              reason: 'Looked through with the team: what is left fits.',
            },
          ],
  },
  {
    title: 'Hand-over',
    description: 'Everything in use, documentation delivered.',
    flag: 'visible',
    agreed: due - 5,
    forecast: due - 5,
  },
  { title: 'Review of margin', description: 'Before the next invoice.', flag: 'internal', agreed: 3 },
];

function tasksOf(outline: Outline, lead: string): TaskPlan[] {
  const { epics, done, asides, comments } = outline;
  const all = Object.entries(epics).flatMap(([epic, works]) =>
    works.map(([title, description]) => ({ title, description, story: storyOf(epic) })),
  );
  return all.flatMap((work, index) => {
    const share = index / all.length;
    const aside = asides[index % asides.length] ?? '';
    const stage = { story: work.story, ...stageOf(outline, share) };
    const task: TaskPlan = {
      ...work,
      ...stage,
      flag: 'visible',
      milestone: share < 0.5 ? 'First release' : 'Hand-over',
      after: index % 3 === 2 ? [all[index - 1]?.title ?? ''] : [],
      comments: comments[work.title] ?? [],
      notes: [{ by: lead, flag: 'internal', body: aside }],
    };
    const behind: TaskPlan = {
      ...stage,
      title: `Real effort of “${work.title}”`,
      flag: 'internal',
      description: aside,
      status: share < done - 0.2 ? 'done' : 'to_do',
    };
    return index % 4 === 3 ? [task, behind] : [task];
  });
}

/** Work is finished from the front, in as many iterations as are over; some is under way, the rest waits. */
function stageOf(outline: Outline, share: number): { status: Status; sprint: string; lastMove?: number } {
  const { done } = outline;
  const past = pastOf(outline);
  if (share < done - 0.12)
    return { status: 'done', sprint: `Iteration ${1 + Math.floor((share / done) * past)}` };
  if (share < done)
    return { status: 'done', sprint: `Iteration ${past + 1}`, lastMove: (-6 * (done - share)) / 0.12 - 0.7 };
  const current = `Iteration ${past + 1}`;
  if (share < done + 0.1) return { status: 'in_progress', sprint: current };
  if (share < done + 0.2) return { status: 'in_review', sprint: current };
  return { status: 'to_do', sprint: share < done + 0.3 ? current : `Iteration ${past + 2}` };
}
