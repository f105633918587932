import type { MilestoneStanding } from './milestone-standing';
import { counted, plural } from './words';

type ProjectFacts = { status: string; milestones: readonly { standing: MilestoneStanding }[] };

/** How a project stands by its visible milestones: the worst of them counts. */
function outlookOf({ milestones }: ProjectFacts): 'late' | 'at_risk' | 'on_track' {
  if (milestones.some(({ standing }) => standing === 'late')) return 'late';
  return milestones.some(({ standing }) => standing === 'at_risk') ? 'at_risk' : 'on_track';
}

/** Work that goes on, or soon will. */
export const isRunning = ({ status }: { status: string }) => status === 'active' || status === 'planned';

const urgency = { late: 0, at_risk: 1, on_track: 2 };

/** The projects that need an eye first; otherwise as they come. */
export const byUrgency = <Project extends ProjectFacts>(projects: readonly Project[]): Project[] =>
  projects.toSorted((a, b) => urgency[outlookOf(a)] - urgency[outlookOf(b)]);

/** "Are we fine?" answered for all of a client's projects in one sentence: the good news, then what needs their eye. */
export function portfolioSentence(projects: readonly ProjectFacts[]): string {
  const running = projects.filter(isRunning);
  if (running.length === 0)
    return projects.length ? 'No project is running at the moment.' : 'Nothing has been shared with you yet.';
  const onTrack = running.filter((project) => outlookOf(project) === 'on_track').length;
  const standings = running.flatMap(({ milestones }) => milestones.map(({ standing }) => standing));
  const count = (one: MilestoneStanding) => standings.filter((standing) => standing === one).length;
  const [late, atRisk] = [count('late'), count('at_risk')];
  const parts = [
    onTrack
      ? `${counted(onTrack, 'project is', 'projects are')} on track`
      : `${counted(running.length, 'project is', 'projects are')} running`,
    late && `${counted(late, 'milestone is', 'milestones are')} late`,
    atRisk &&
      `${late ? counted(atRisk, 'is', 'are') : counted(atRisk, 'milestone is', 'milestones are')} at risk`,
  ];
  const sentence = parts.filter(Boolean).join(', ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** How one project stands, in a sentence: progress, then the milestones. */
export function projectSentence(
  project: ProjectFacts & { progress: { done: number; total: number; percent: number } },
): string {
  const { progress } = project;
  const done =
    progress.total === 0
      ? 'No tasks shared yet'
      : `${progress.percent} % done, ${progress.done} of ${plural(progress.total, 'task')}`;
  if (project.status === 'completed') return `${done}. This project is completed.`;
  const words = {
    late: 'a milestone is late',
    at_risk: 'a milestone is at risk',
    on_track: 'milestones are on track',
  };
  return project.milestones.length ? `${done}; ${words[outlookOf(project)]}.` : `${done}.`;
}
