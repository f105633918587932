import { me } from './account/me';
import { begin as beginFile } from './files/begin';
import { drop as dropFile } from './files/drop';
import { find as findFile } from './files/find';
import { open as openFile } from './files/open';
import { receive as receiveFile } from './files/receive';
import { projects as liveProjects } from './live/projects';
import { portalCallerOf, portalRouterOf } from './procedure';
import { board } from './projects/board';
import { burnUp } from './projects/burn-up';
import { comment } from './projects/comment';
import { list } from './projects/list';
import { open } from './projects/open';
import { task } from './projects/task';
import { tasks } from './projects/tasks';
import { record as recordReceipt } from './receipts/record';
import { list as listTeam } from './team/list';
import { switchSections } from './team/switch-sections';
import { record as recordVisit } from './visits/record';

/** Everything a client can call. */
export const portalRouter = portalRouterOf({
  account: { me },
  files: { begin: beginFile, drop: dropFile, find: findFile, open: openFile, receive: receiveFile },
  live: { projects: liveProjects },
  projects: { board, burnUp, comment, list, open, task, tasks },
  receipts: { record: recordReceipt },
  team: { list: listTeam, switchSections },
  visits: { record: recordVisit },
});

export type PortalRouter = typeof portalRouter;
export const portalCaller = portalCallerOf(portalRouter);
