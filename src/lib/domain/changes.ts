import { formatDay } from './dates';
import { plural } from './words';

/** How many tasks, and the sprint they are in, where it may be named. */
type CountInSprint = { sprint: string | null; tasks: number };

/** A milestone's days, ISO days. */
type Dates = { agreedOn: string; forecastOn: string | null; metOn: string | null };

/** A milestone whose days were changed, as it is now and as it was before the first of the changes. */
export type ChangedMilestone = Dates & { title: string; before: Dates };

/** The latest changes of a project that its client may read; counts and titles of visible records only. */
export type ProjectChanges = {
  finished: CountInSprint[];
  started: CountInSprint[];
  appeared: number;
  milestones: ChangedMilestone[];
};

const countSentence = ({ sprint, tasks }: CountInSprint, verb: string) =>
  `${plural(tasks, 'task')} ${verb}${sprint ? ` in ${sprint}` : ''}`;

const isNowMet = ({ metOn, before }: ChangedMilestone) => metOn !== null && before.metOn === null;

const expectedOn = ({ forecastOn, agreedOn }: Dates) => forecastOn ?? agreedOn;

/** The other changes of a milestone; of one that came and went back nothing, and of one that is met no day to wait for. */
function milestoneSentences(milestone: ChangedMilestone): string[] {
  const { title, agreedOn, forecastOn, metOn, before } = milestone;
  const sentences: string[] = [];
  if (metOn === null && before.metOn !== null) sentences.push(`Milestone “${title}” reopened`);
  if (metOn !== null && before.metOn !== null && metOn !== before.metOn)
    sentences.push(`Milestone “${title}”: completion date corrected to ${formatDay(metOn)}`);
  if (metOn === null && expectedOn(milestone) !== expectedOn(before))
    sentences.push(`Milestone “${title}” is now expected ${formatDay(expectedOn(milestone))}`);
  // Without a forecast the agreed day is the expected one, which is told by now.
  if (metOn === null && forecastOn !== null && agreedOn !== before.agreedOn)
    sentences.push(`Milestone “${title}”: agreed date changed to ${formatDay(agreedOn)}`);
  return sentences;
}

/**
 * The changes as sentences for people, the best news first. What became of a milestone is told by how it stands now beside
 * how it stood, however often it changed between; two of one title are two.
 */
export function changeSentences({ finished, started, appeared, milestones }: ProjectChanges): string[] {
  return [
    ...milestones.filter(isNowMet).map(({ title }) => `Milestone “${title}” completed`),
    ...finished.map((count) => countSentence(count, 'completed')),
    ...started.map((count) => countSentence(count, 'started')),
    ...(appeared ? [`${plural(appeared, 'task')} newly shared with you`] : []),
    ...milestones.flatMap(milestoneSentences),
  ];
}
