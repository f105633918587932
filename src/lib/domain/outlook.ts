import type { MilestoneStanding } from './milestone-standing';
import { plural } from './words';

type ProjectFacts = { status: string; milestones: readonly { standing: MilestoneStanding }[] };

/** How a project stands by its visible milestones: the worst of them counts. */
function outlookOf({ milestones }: ProjectFacts): 'late' | 'at_risk' | 'on_track' {
  if (milestones.some(({ standing }) => standing === 'late')) return 'late';
  return milestones.some(({ standing }) => standing === 'at_risk') ? 'at_risk' : 'on_track';
}

/** "Are we fine?" answered for all of a client's projects in one sentence. */
export function portfolioSentence(projects: readonly ProjectFacts[]): string {
  const running = projects.filter(({ status }) => status === 'active' || status === 'planned');
  if (running.length === 0)
    return projects.length ? 'No project is running at the moment.' : 'Nothing has been shared with you yet.';
  const late = running.filter((project) => outlookOf(project) === 'late').length;
  const atRisk = running.filter((project) => outlookOf(project) === 'at_risk').length;
  const count = `${plural(running.length, 'project')} running`;
  if (!late && !atRisk) return `${count}, ${running.length === 1 ? 'on track' : 'all on track'}.`;
  const worries = [late && `${late} with a late milestone`, atRisk && `${atRisk} at risk`]
    .filter(Boolean)
    .join(', ');
  return `${count}: ${worries}.`;
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
