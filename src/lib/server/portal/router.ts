import { me } from './account/me';
import { open as openAccount } from './account/open';
import { update as updateAccount } from './account/update';
import { begin as beginFile } from './files/begin';
import { drop as dropFile } from './files/drop';
import { find as findFile } from './files/find';
import { list as listFiles } from './files/list';
import { open as openFile } from './files/open';
import { preview as previewFile } from './files/preview';
import { receive as receiveFile } from './files/receive';
import { take as takeFile } from './files/take';
import { projects as liveProjects } from './live/projects';
import { tickets as liveTickets } from './live/tickets';
import { portalCallerOf, portalRouterOf } from './procedure';
import { board } from './projects/board';
import { burnUp } from './projects/burn-up';
import { comment } from './projects/comment';
import { list } from './projects/list';
import { open } from './projects/open';
import { milestone } from './projects/milestone';
import { stories } from './projects/stories';
import { task } from './projects/task';
import { tasks } from './projects/tasks';
import { record as recordReceipt } from './receipts/record';
import { list as listTeam } from './team/list';
import { switchSections } from './team/switch-sections';
import { exportList } from './tickets/export';
import { list as listTickets } from './tickets/list';
import { move } from './tickets/move';
import { open as openTicket } from './tickets/open';
import { options } from './tickets/options';
import { raise } from './tickets/raise';
import { rate } from './tickets/rate';
import { reply } from './tickets/reply';
import { summary } from './tickets/summary';
import { record as recordVisit } from './visits/record';

/** Everything a client can call. */
export const portalRouter = portalRouterOf({
  account: { me, open: openAccount, update: updateAccount },
  files: {
    begin: beginFile,
    drop: dropFile,
    find: findFile,
    list: listFiles,
    open: openFile,
    preview: previewFile,
    receive: receiveFile,
    take: takeFile,
  },
  live: { projects: liveProjects, tickets: liveTickets },
  projects: { board, burnUp, comment, list, milestone, open, stories, task, tasks },
  receipts: { record: recordReceipt },
  team: { list: listTeam, switchSections },
  tickets: {
    export: exportList,
    list: listTickets,
    move,
    open: openTicket,
    options,
    raise,
    rate,
    reply,
    summary,
  },
  visits: { record: recordVisit },
});

export type PortalRouter = typeof portalRouter;
export const portalCaller = portalCallerOf(portalRouter);
