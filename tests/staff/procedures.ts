/** Every procedure of the delivery team with an input that would do something, given the records to name. */
import { join } from 'node:path';
import { runnerImport } from 'vite';
import type { SampleCompany } from '../support/visitor.ts';

export type Records = Record<
  'clientId' | 'projectId' | 'taskId' | 'sprintId' | 'milestoneId' | 'epicId' | 'staffMemberId',
  string
>;

const task = { title: 'Named', status: 'done', priority: 'low', version: 1, description: 'Written' };
const milestone = { title: 'Named', description: 'Written', agreedOn: '2026-12-01' };
const sprint = { name: 'Named', startsOn: '2026-12-01', endsOn: '2026-12-14' };

/** Inputs by procedure; null for one that names no record. */
export const inputs: Record<string, ((records: Records) => object) | null> = {
  'account.me': null,
  'clients.list': null,
  'clients.open': ({ clientId }) => ({ clientId }),
  'comments.create': ({ projectId, taskId }) => ({ projectId, taskId, body: 'Written' }),
  'comments.createNote': ({ projectId, taskId }) => ({ projectId, taskId, body: 'Written' }),
  'epics.create': ({ projectId }) => ({ projectId, title: 'Named' }),
  'epics.createStory': ({ projectId }) => ({ projectId, title: 'Named' }),
  'epics.update': ({ projectId, epicId }) => ({ projectId, epicId, version: 1, title: 'Named' }),
  'live.projects': null,
  'milestones.create': ({ projectId }) => ({ projectId, ...milestone }),
  'milestones.update': ({ projectId, milestoneId }) => ({ projectId, milestoneId, version: 1, ...milestone }),
  'projects.create': ({ clientId }) => ({ clientId, name: 'Named' }),
  'projects.list': () => ({}),
  'projects.open': ({ projectId }) => ({ projectId }),
  'projects.roadmap': ({ projectId }) => ({ projectId }),
  'projects.setDefault': ({ projectId }) => ({ projectId, kind: 'task', visibility: 'client_visible' }),
  'projects.setMember': ({ projectId, staffMemberId }) => ({ projectId, staffMemberId, role: 'owner' }),
  'projects.update': ({ projectId }) => ({ projectId, version: 1, name: 'Named' }),
  'sprints.complete': ({ projectId, sprintId }) => ({ projectId, sprintId, version: 1, carryOverTo: null }),
  'sprints.create': ({ projectId }) => ({ projectId, ...sprint }),
  'sprints.move': ({ projectId, sprintId }) => ({ projectId, sprintId, status: 'completed' }),
  'sprints.open': ({ projectId, sprintId }) => ({ projectId, sprintId }),
  'sprints.setCapacity': ({ projectId, sprintId, staffMemberId }) => ({
    ...{ projectId, sprintId, people: [{ staffMemberId, hours: 8 }] },
  }),
  'sprints.update': ({ projectId, sprintId }) => ({ projectId, sprintId, version: 1, ...sprint }),
  'tasks.backlog': ({ projectId }) => ({ projectId }),
  'tasks.board': ({ projectId }) => ({ projectId }),
  'tasks.create': ({ projectId }) => ({ projectId, title: 'Named' }),
  'tasks.list': ({ projectId }) => ({ projectId }),
  'tasks.move': ({ projectId, taskId }) => ({ projectId, taskId, status: 'blocked' }),
  'tasks.open': ({ projectId, taskId }) => ({ projectId, taskId }),
  'tasks.place': ({ projectId, taskId }) => ({
    ...{ projectId, taskId, version: 1, status: 'blocked', afterTaskId: null },
  }),
  'tasks.plan': ({ projectId, taskId }) => ({ projectId, taskIds: [taskId], sprintId: null }),
  'tasks.update': ({ projectId, taskId }) => ({ projectId, taskId, ...task }),
  'visibility.exportLog': ({ projectId }) => ({ projectId }),
  'visibility.log': ({ projectId }) => ({ projectId }),
  'visibility.set': ({ taskId }) => ({ kind: 'task', ids: [taskId], visibility: 'client_visible' }),
};

type Type = 'query' | 'mutation' | 'subscription';

/** What the router itself says there is. */
export async function procedureTypes(): Promise<Record<string, Type>> {
  const root = join(import.meta.dirname, '../..');
  const { module } = await runnerImport<{
    staffRouter: { _def: { procedures: Record<string, { _def: { type: Type } }> } };
  }>(join(root, 'src/lib/server/staff/router.ts'), {
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { $lib: join(root, 'src/lib') } },
  });
  const { procedures } = module.staffRouter._def;
  return Object.fromEntries(Object.entries(procedures).map(([name, { _def }]) => [name, _def.type]));
}

/** The records of one project, for the inputs. */
export async function recordsOf(company: SampleCompany, project: string): Promise<Records> {
  const { idOf } = company;
  const projectId = await idOf('select id from app.project where name = $1', [project]);
  const first = (table: string) =>
    idOf(`select id from app.${table} where project_id = $1 order by id limit 1`, [projectId]);
  return {
    projectId,
    clientId: await idOf('select client_id as id from app.project where id = $1', [projectId]),
    // One that is not shared yet: sharing it would do something.
    taskId: await idOf(
      `select id from app.task where project_id = $1 and visibility = 'internal_only' order by id limit 1`,
      [projectId],
    ),
    sprintId: await first('sprint'),
    milestoneId: await first('milestone'),
    epicId: await first('epic'),
    staffMemberId: await idOf(
      `select s.id from app.staff_member s join app.project p on p.tenant_id = s.tenant_id
        where p.id = $1 and s.role = 'member' order by s.email limit 1`,
      [projectId],
    ),
  };
}
