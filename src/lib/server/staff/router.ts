import { me } from './account/me';
import { beginView } from './clients/begin-view';
import { endView } from './clients/end-view';
import { list as listClients } from './clients/list';
import { open as openClient } from './clients/open';
import { create as createComment } from './comments/create';
import { createNote } from './comments/create-note';
import { create as createEpic } from './epics/create';
import { createStory } from './epics/create-story';
import { preview as previewImport } from './imports/preview';
import { run as runImport } from './imports/run';
import { projects as liveProjects } from './live/projects';
import { create as createMilestone } from './milestones/create';
import { update as updateMilestone } from './milestones/update';
import { staffCallerOf, staffRouterOf } from './procedure';
import { create as createProject } from './projects/create';
import { list as listProjects } from './projects/list';
import { open as openProject } from './projects/open';
import { setDefault } from './projects/set-default';
import { setMember } from './projects/set-member';
import { update as updateProject } from './projects/update';
import { create as createSprint } from './sprints/create';
import { move as moveSprint } from './sprints/move';
import { board } from './tasks/board';
import { create as createTask } from './tasks/create';
import { list as listTasks } from './tasks/list';
import { move as moveTask } from './tasks/move';
import { open as openTask } from './tasks/open';
import { update as updateTask } from './tasks/update';
import { exportLog } from './visibility/export-log';
import { log } from './visibility/log';
import { open as openVisibility } from './visibility/open';
import { preview } from './visibility/preview';
import { set } from './visibility/set';

/** Everything the delivery team can call. */
export const staffRouter = staffRouterOf({
  account: { me },
  clients: { beginView, endView, list: listClients, open: openClient },
  comments: { create: createComment, createNote },
  epics: { create: createEpic, createStory },
  imports: { preview: previewImport, run: runImport },
  live: { projects: liveProjects },
  milestones: { create: createMilestone, update: updateMilestone },
  projects: {
    create: createProject,
    list: listProjects,
    open: openProject,
    setDefault,
    setMember,
    update: updateProject,
  },
  sprints: { create: createSprint, move: moveSprint },
  tasks: { board, create: createTask, list: listTasks, move: moveTask, open: openTask, update: updateTask },
  visibility: { exportLog, log, open: openVisibility, preview, set },
});

export type StaffRouter = typeof staffRouter;
export const staffCaller = staffCallerOf(staffRouter);
