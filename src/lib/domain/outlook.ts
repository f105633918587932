import { formatPercent } from './formats';
import type { MilestoneStanding } from './milestone-standing';
import { figure, plural } from './words';

type ProjectFacts = { status: string; milestones: readonly { title: string; standing: MilestoneStanding }[] };

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
    return projects.length ? 'No active projects right now.' : 'Nothing has been shared with you yet.';
  const onTrack = running.filter((project) => outlookOf(project) === 'on_track').length;
  const standings = running.flatMap(({ milestones }) => milestones.map(({ standing }) => standing));
  const count = (one: MilestoneStanding) => standings.filter((standing) => standing === one).length;
  const [late, atRisk] = [count('late'), count('at_risk')];
  const behind = [
    late && `${plural(late, 'milestone')} late`,
    atRisk && `${late ? figure(atRisk) : plural(atRisk, 'milestone')} at risk`,
  ].filter(Boolean);
  const some = running.length > 1 ? ', all on track' : ', on track';
  const good = onTrack < running.length ? onTrack && `, ${figure(onTrack)} on track` : some;
  return `${plural(running.length, 'active project')}${good || ''}${behind.length ? `: ${behind.join(', ')}` : ''}.`;
}

/** How one project stands, in a sentence: progress, then the milestones. */
export function projectSentence(
  project: ProjectFacts & { progress: { done: number; total: number; percent: number } },
): string {
  const { progress } = project;
  const done =
    progress.total === 0
      ? 'No tasks shared yet'
      : `${formatPercent(progress.percent)} done (${figure(progress.done)} of ${plural(progress.total, 'task')})`;
  if (project.status === 'completed') return `${done}. Project completed.`;
  if (project.milestones.length === 0) return `${done}.`;
  const outlook = outlookOf(project);
  if (outlook === 'on_track') return `${done}. Milestones are on track.`;
  const [first, second, third] = project.milestones.filter(({ standing }) => standing === outlook);
  const names = [first, second].flatMap((one) => (one ? [`“${one.title}”`] : []));
  const which = third ? `${names.join(', ')} and others` : names.join(' and ');
  return `${done}. ${which} ${second ? 'are' : 'is'} ${outlook === 'late' ? 'late' : 'at risk'}.`;
}
