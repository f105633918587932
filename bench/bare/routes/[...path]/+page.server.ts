import { error } from '@sveltejs/kit';
import { portalCaller } from '$lib/server/portal/router';
import { staffCaller } from '$lib/server/staff/router';
import { contextOf } from '$lib/server/trpc-endpoint';

type Portal = ReturnType<typeof portalCaller>;
type Staff = ReturnType<typeof staffCaller>;

/** Each measured page's address, and the procedures that answer with what it shows. */
const portal: [RegExp, (call: Portal, id: string, other: string) => Promise<unknown>[]][] = [
  [/^$/, ({ projects, tickets }) => [projects.list(), tickets.summary()]],
  [
    /^projects\/([^/]+)$/,
    ({ projects }, projectId) => [projects.open({ projectId }), projects.burnUp({ projectId })],
  ],
  [/^projects\/([^/]+)\/board$/, ({ projects }, projectId) => [projects.board({ projectId })]],
  [/^projects\/([^/]+)\/tasks$/, ({ projects }, projectId) => [projects.tasks({ projectId })]],
  [
    /^projects\/([^/]+)\/tasks\/([^/]+)$/,
    ({ projects }, projectId, taskId) => [projects.task({ projectId, taskId })],
  ],
  [
    /^projects\/([^/]+)\/milestones\/([^/]+)$/,
    ({ projects }, projectId, milestoneId) => [projects.milestone({ projectId, milestoneId })],
  ],
  [/^tickets$/, ({ tickets }) => [tickets.summary(), tickets.list({ status: 'unresolved' })]],
  [/^tickets\/new$/, ({ tickets }) => [tickets.options()]],
  [/^tickets\/([^/]+)$/, ({ tickets }, ticketId) => [tickets.open({ ticketId })]],
  [/^files$/, ({ files }) => [files.list({})]],
  [/^team$/, ({ team }) => [team.list()]],
];
const staff: [RegExp, (call: Staff, id: string) => Promise<unknown>[]][] = [
  [/^tickets$/, ({ tickets }) => [tickets.queue({}), tickets.mayShare()]],
  [
    /^tickets\/([^/]+)$/,
    ({ tickets }, ticketId) => [tickets.open({ ticketId }), tickets.clock({ ticketId })],
  ],
  [
    /^projects\/([^/]+)$/,
    ({ projects, tasks }, projectId) => [projects.open({ projectId }), tasks.board({ projectId })],
  ],
  [
    /^projects\/([^/]+)\/tasks$/,
    ({ projects, tasks }, projectId) => [projects.choices({ projectId }), tasks.list({ projectId })],
  ],
];

const find = <Call>(
  pages: [RegExp, (call: Call, ...ids: [string, string]) => Promise<unknown>[]][],
  call: Call,
  path: string,
) => {
  for (const [pattern, answers] of pages) {
    const [, id = '', other = ''] = pattern.exec(path) ?? [];
    if (pattern.test(path)) return answers(call, id, other);
  }
  return error(404);
};

export const load = async (event: Parameters<typeof contextOf>[0]) => {
  const [realm, ...path] = event.url.pathname.slice(1).split('/');
  const context = contextOf(event);
  const call = realm === 'staff' ? staffCaller(context) : portalCaller(context);
  const answers =
    realm === 'staff'
      ? [...find(staff, call as Staff, path.join('/')), (call as Staff).time.running()]
      : find(portal, call as Portal, path.join('/'));
  return { answers: await Promise.all([call.account.me(), ...answers]) };
};
