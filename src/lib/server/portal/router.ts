import { me } from './account/me';
import { projects as liveProjects } from './live/projects';
import { portalCallerOf, portalRouterOf } from './procedure';
import { board } from './projects/board';
import { list } from './projects/list';
import { open } from './projects/open';
import { task } from './projects/task';
import { tasks } from './projects/tasks';
import { list as listTeam } from './team/list';
import { switchSections } from './team/switch-sections';
import { record } from './visits/record';

/** Everything a client can call. */
export const portalRouter = portalRouterOf({
  account: { me },
  live: { projects: liveProjects },
  projects: { board, list, open, task, tasks },
  team: { list: listTeam, switchSections },
  visits: { record },
});

export type PortalRouter = typeof portalRouter;
export const portalCaller = portalCallerOf(portalRouter);
