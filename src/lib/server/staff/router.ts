import { me } from './account/me';
import { list as listClients } from './clients/list';
import { open as openClient } from './clients/open';
import { create as createComment } from './comments/create';
import { createNote } from './comments/create-note';
import { create as createEpic } from './epics/create';
import { createStory } from './epics/create-story';
import { update as updateEpic } from './epics/update';
import { projects as liveProjects } from './live/projects';
import { create as createMilestone } from './milestones/create';
import { update as updateMilestone } from './milestones/update';
import { staffCallerOf, staffRouterOf } from './procedure';
import { create as createProject } from './projects/create';
import { list as listProjects } from './projects/list';
import { open as openProject } from './projects/open';
import { roadmap } from './projects/roadmap';
import { setDefault } from './projects/set-default';
import { setMember } from './projects/set-member';
import { update as updateProject } from './projects/update';
import { complete as completeSprint } from './sprints/complete';
import { create as createSprint } from './sprints/create';
import { move as moveSprint } from './sprints/move';
import { open as openSprint } from './sprints/open';
import { setCapacity } from './sprints/set-capacity';
import { update as updateSprint } from './sprints/update';
import { backlog } from './tasks/backlog';
import { board } from './tasks/board';
import { create as createTask } from './tasks/create';
import { list as listTasks } from './tasks/list';
import { move as moveTask } from './tasks/move';
import { open as openTask } from './tasks/open';
import { place } from './tasks/place';
import { plan } from './tasks/plan';
import { update as updateTask } from './tasks/update';
import { exportLog } from './visibility/export-log';
import { log } from './visibility/log';
import { set } from './visibility/set';

/** Everything the delivery team can call. */
export const staffRouter = staffRouterOf({
  account: { me },
  clients: { list: listClients, open: openClient },
  comments: { create: createComment, createNote },
  epics: { create: createEpic, createStory, update: updateEpic },
  live: { projects: liveProjects },
  milestones: { create: createMilestone, update: updateMilestone },
  projects: {
    create: createProject,
    list: listProjects,
    open: openProject,
    roadmap,
    setDefault,
    setMember,
    update: updateProject,
  },
  sprints: {
    complete: completeSprint,
    create: createSprint,
    move: moveSprint,
    open: openSprint,
    setCapacity,
    update: updateSprint,
  },
  tasks: {
    backlog,
    board,
    create: createTask,
    list: listTasks,
    move: moveTask,
    open: openTask,
    place,
    plan,
    update: updateTask,
  },
  visibility: { exportLog, log, set },
});

export type StaffRouter = typeof staffRouter;
export const staffCaller = staffCallerOf(staffRouter);
