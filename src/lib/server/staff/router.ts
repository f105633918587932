import { me } from './account/me';
import { open as openAccount } from './account/open';
import { update as updateAccount } from './account/update';
import { beginView } from './clients/begin-view';
import { endView } from './clients/end-view';
import { list as listClients } from './clients/list';
import { open as openClient } from './clients/open';
import { create as createComment } from './comments/create';
import { createNote } from './comments/create-note';
import { remove as removeComment } from './comments/remove';
import { removeNote } from './comments/remove-note';
import { update as updateComment } from './comments/update';
import { updateNote } from './comments/update-note';
import { addSlaPolicy } from './contracts/add-sla-policy';
import { list as listContracts } from './contracts/list';
import { open as openContract } from './contracts/open';
import { saveJobType } from './contracts/save-job-type';
import { saveSupport } from './contracts/save-support';
import { setMember as setContractMember } from './contracts/set-member';
import { setStep } from './contracts/set-step';
import { create as createEpic } from './epics/create';
import { createStory } from './epics/create-story';
import { reorder as reorderEpic } from './epics/reorder';
import { reorderStory } from './epics/reorder-story';
import { remove as removeEpic } from './epics/remove';
import { removeStory } from './epics/remove-story';
import { list as listEpics } from './epics/list';
import { update as updateEpic } from './epics/update';
import { updateStory } from './epics/update-story';
import { begin as beginFile } from './files/begin';
import { drop as dropFile } from './files/drop';
import { find as findFile } from './files/find';
import { open as openFile } from './files/open';
import { preview as previewFile } from './files/preview';
import { receive as receiveFile } from './files/receive';
import { take as takeFile } from './files/take';
import { preview as previewImport } from './imports/preview';
import { run as runImport } from './imports/run';
import { remove as removeFilter } from './filters/remove';
import { save as saveFilter } from './filters/save';
import { list as listJobs } from './jobs/list';
import { retry as retryJob } from './jobs/retry';
import { projects as liveProjects } from './live/projects';
import { create as createMilestone } from './milestones/create';
import { list as listMilestones } from './milestones/list';
import { open as openMilestone } from './milestones/open';
import { remove as removeMilestone } from './milestones/remove';
import { update as updateMilestone } from './milestones/update';
import { queue } from './tickets/queue';
import { open as openTicket } from './tickets/open';
import { form as ticketForm } from './tickets/form';
import { raise } from './tickets/raise';
import { update as updateTicket } from './tickets/update';
import { mayShare } from './tickets/may-share';
import { move as moveTicket } from './tickets/move';
import { updateMany as updateTickets } from './tickets/update-many';
import { reply } from './tickets/reply';
import { createNote as createTicketNote } from './tickets/create-note';
import { updateMessage } from './tickets/update-message';
import { updateNote as updateTicketNote } from './tickets/update-note';
import { escalate } from './tickets/escalate';
import { mergePreview } from './tickets/merge-preview';
import { merge } from './tickets/merge';
import { split } from './tickets/split';
import { linkTask } from './tickets/link-task';
import { unlinkTask } from './tickets/unlink-task';
import { makeTask } from './tickets/make-task';
import { saveView } from './tickets/save-view';
import { removeView } from './tickets/remove-view';
import { create as createMacro } from './macros/create';
import { list as listMacros } from './macros/list';
import { remove as removeMacro } from './macros/remove';
import { update as updateMacro } from './macros/update';
import { open as openSettings } from './settings/open';
import { update as updateSettings } from './settings/update';
import { tickets as liveTickets } from './live/tickets';
import { time as liveTime } from './live/time';
import { staffCallerOf, staffRouterOf } from './procedure';
import { choices } from './projects/choices';
import { create as createProject } from './projects/create';
import { list as listProjects } from './projects/list';
import { members } from './projects/members';
import { move as moveProject } from './projects/move';
import { open as openProject } from './projects/open';
import { setCommenting } from './projects/set-commenting';
import { roadmap } from './projects/roadmap';
import { setDefault } from './projects/set-default';
import { setMember } from './projects/set-member';
import { update as updateProject } from './projects/update';
import { tickets as ticketReport } from './reports/tickets';
import { complete as completeSprint } from './sprints/complete';
import { create as createSprint } from './sprints/create';
import { list as listSprints } from './sprints/list';
import { move as moveSprint } from './sprints/move';
import { addDependency } from './tasks/add-dependency';
import { attach as attachToTask } from './tasks/attach';
import { open as openSprint } from './sprints/open';
import { remove as removeSprint } from './sprints/remove';
import { setCapacity } from './sprints/set-capacity';
import { update as updateSprint } from './sprints/update';
import { backlog } from './tasks/backlog';
import { board } from './tasks/board';
import { copy as copyTask } from './tasks/copy';
import { create as createTask } from './tasks/create';
import { find as findTasks } from './tasks/find';
import { list as listTasks } from './tasks/list';
import { move as moveTask } from './tasks/move';
import { open as openTask } from './tasks/open';
import { remove as removeTask } from './tasks/remove';
import { removeDependency } from './tasks/remove-dependency';
import { reorder } from './tasks/reorder';
import { plan } from './tasks/plan';
import { update as updateTask } from './tasks/update';
import { updateMany as updateTasks } from './tasks/update-many';
import { clock as ticketClock } from './tickets/clock';
import { decide as decideTime } from './time/decide';
import { decided as decidedTime } from './time/decided';
import { mine as myTime } from './time/mine';
import { record as recordTime } from './time/record';
import { remove as removeTime } from './time/remove';
import { running as runningTimer } from './time/running';
import { start as startTimer } from './time/start';
import { stop as stopTimer } from './time/stop';
import { takeBack as takeTimeBack } from './time/take-back';
import { update as updateTime } from './time/update';
import { waiting as waitingTime } from './time/waiting';
import { exportLog } from './visibility/export-log';
import { log } from './visibility/log';
import { open as openVisibility } from './visibility/open';
import { preview } from './visibility/preview';
import { set } from './visibility/set';

/** Everything the delivery team can call. */
export const staffRouter = staffRouterOf({
  account: { me, open: openAccount, update: updateAccount },
  clients: { beginView, endView, list: listClients, open: openClient },
  comments: {
    create: createComment,
    createNote,
    remove: removeComment,
    removeNote,
    update: updateComment,
    updateNote,
  },
  contracts: {
    addSlaPolicy,
    list: listContracts,
    open: openContract,
    saveJobType,
    saveSupport,
    setMember: setContractMember,
    setStep,
  },
  epics: {
    create: createEpic,
    createStory,
    list: listEpics,
    reorder: reorderEpic,
    reorderStory,
    remove: removeEpic,
    removeStory,
    update: updateEpic,
    updateStory,
  },
  files: {
    begin: beginFile,
    drop: dropFile,
    find: findFile,
    open: openFile,
    preview: previewFile,
    receive: receiveFile,
    take: takeFile,
  },
  filters: { remove: removeFilter, save: saveFilter },
  imports: { preview: previewImport, run: runImport },
  jobs: { list: listJobs, retry: retryJob },
  live: { projects: liveProjects, tickets: liveTickets, time: liveTime },
  milestones: {
    create: createMilestone,
    list: listMilestones,
    open: openMilestone,
    remove: removeMilestone,
    update: updateMilestone,
  },
  projects: {
    choices,
    create: createProject,
    list: listProjects,
    members,
    move: moveProject,
    open: openProject,
    roadmap,
    setCommenting,
    setDefault,
    setMember,
    update: updateProject,
  },
  reports: { tickets: ticketReport },
  sprints: {
    complete: completeSprint,
    create: createSprint,
    list: listSprints,
    move: moveSprint,
    open: openSprint,
    remove: removeSprint,
    setCapacity,
    update: updateSprint,
  },
  tasks: {
    attach: attachToTask,
    addDependency,
    backlog,
    board,
    copy: copyTask,
    create: createTask,
    find: findTasks,
    list: listTasks,
    move: moveTask,
    open: openTask,
    reorder,
    plan,
    remove: removeTask,
    removeDependency,
    update: updateTask,
    updateMany: updateTasks,
  },
  tickets: {
    clock: ticketClock,
    queue,
    open: openTicket,
    form: ticketForm,
    raise,
    update: updateTicket,
    mayShare,
    move: moveTicket,
    updateMany: updateTickets,
    reply,
    createNote: createTicketNote,
    updateMessage,
    updateNote: updateTicketNote,
    escalate,
    mergePreview,
    merge,
    split,
    linkTask,
    unlinkTask,
    makeTask,
    saveView,
    removeView,
  },
  settings: { open: openSettings, update: updateSettings },
  macros: { list: listMacros, create: createMacro, update: updateMacro, remove: removeMacro },
  time: {
    decide: decideTime,
    decided: decidedTime,
    mine: myTime,
    record: recordTime,
    remove: removeTime,
    running: runningTimer,
    start: startTimer,
    stop: stopTimer,
    takeBack: takeTimeBack,
    update: updateTime,
    waiting: waitingTime,
  },
  visibility: { exportLog, log, open: openVisibility, preview, set },
});

export type StaffRouter = typeof staffRouter;
export const staffCaller = staffCallerOf(staffRouter);
