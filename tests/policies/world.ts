/**
 * The world in which each table's law is tested: two tenants, and a row of every table on either side of every line that a
 * policy draws. A record is named by where it lies: 'shared/open' is Client Visible in a shared project.
 *
 *   tenant Acme   client Own         projects shared, hidden
 *                 client Neighbour   project neighbour (shared)
 *                 client Closed      deactivated
 *   tenant Rival  client Stranger    project foreign (shared), whose id is that of the project "shared"
 *
 *   Tickets, under the contract "Both": open and internal of client Own, neighbour of client Neighbour; foreign of Stranger, whose
 *   id is that of the ticket "open". On each a message and a note, and files.
 *
 * Staff of Acme: a member in each project role on "shared", all of them observers on "hidden" and nothing on "neighbour"; an
 * outsider on no project; the same roles on contract "Both"; a manager of the tenant, who also looks through the eyes of a Client Admin.
 */
import { afterAll, beforeAll, inject } from 'vitest';
import {
  aClient,
  aClientUser,
  aComment,
  aContract,
  aDefault,
  aLook,
  aMilestone,
  anEpic,
  aNote,
  aProject,
  aProjectMember,
  aSession,
  aSprint,
  aStaffMember,
  aStory,
  aTask,
  aTenant,
  type Project,
  type ProjectRole,
  type StaffMember,
} from '../support/builders.ts';
import {
  aContractMember,
  aMessage,
  anAttachment,
  aSupport,
  aTicket,
  aTicketNote,
} from '../support/ticket-builders.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { templateWith } from '../support/template.ts';

export const projectRoles = [
  'observer',
  'reviewer',
  'contributor',
  'manager',
  'owner',
] as const satisfies ProjectRole[];

/** The project role just below this one. */
export const roleBelow = (role: ProjectRole): ProjectRole =>
  projectRoles[Math.max(projectRoles.indexOf(role) - 1, 0)] ?? 'observer';

/** What hangs on a project: of each kind one record that is flagged for the client and one that is not. */
async function fill(db: TestDatabase, project: Project) {
  for (const [flag, visibility] of [
    ['open', 'client_visible'],
    ['internal', 'internal_only'],
  ] as const) {
    const title = `${project.name}/${flag}`;
    const epic = await anEpic(db, project, { title, visibility });
    const story = await aStory(db, project, { title, visibility, epic_id: epic.id });
    const sprint = await aSprint(db, project, { name: title, visibility });
    const milestone = await aMilestone(db, project, { title, visibility });
    const references = { story_id: story.id, sprint_id: sprint.id, milestone_id: milestone.id };
    const task = await aTask(db, project, { title, visibility, ...references });
    await aComment(db, task, { body: title, visibility });
    await aNote(db, project, { body: `${title} note`, visibility });
    if (flag === 'open') {
      await aComment(db, task, { body: `${title} task, internal`, visibility: 'internal_only' });
    } else {
      await aComment(db, task, { body: `${title} task, open`, visibility: 'client_visible' });
      await aNote(db, project, {
        record_id: task.id,
        body: `${title} task, open note`,
        visibility: 'client_visible',
      });
    }
    await db.admin.query(
      "update app.milestone set forecast_on = '2026-07-01' where tenant_id = $1 and id = $2",
      [milestone.tenant_id, milestone.id],
    );
  }
  await aDefault(db, project, 'epic', 'internal_only');
}

async function aWorld(db: TestDatabase) {
  const acme = await aTenant(db, { name: 'Acme' });
  const rival = await aTenant(db, { name: 'Rival' });
  const own = await aClient(db, acme, { name: 'Own' });
  const neighbour = await aClient(db, acme, { name: 'Neighbour' });
  const closed = await aClient(db, acme, { name: 'Closed' });
  const stranger = await aClient(db, rival, { name: 'Stranger' });
  const contracts = {
    both: await aSupport(db, await aContract(db, [own, neighbour], { number: '1', name: 'Both' })),
    neighbour: await aSupport(db, await aContract(db, [neighbour], { number: '2', name: "Neighbour's" })),
    foreign: await aSupport(db, await aContract(db, [stranger], { number: '1', name: "Stranger's" })),
  };

  const shared = await aProject(db, own, { name: 'shared', visibility: 'client_visible' });
  const hidden = await aProject(db, own, { name: 'hidden' });
  const neighbours = await aProject(db, neighbour, { name: 'neighbour', visibility: 'client_visible' });
  const foreign = await aProject(db, stranger, {
    id: shared.id,
    name: 'foreign',
    visibility: 'client_visible',
  });
  for (const project of [shared, hidden, neighbours, foreign]) await fill(db, project);

  const people = {
    admin: await aClientUser(db, own, { name: 'Admin', role: 'admin', sections: [] }),
    employee: await aClientUser(db, own, { name: 'Employee' }),
    sectionless: await aClientUser(db, own, {
      name: 'Sectionless',
      sections: ['tickets', 'invoices', 'documents', 'team'],
    }),
    deactivated: await aClientUser(db, own, { name: 'Deactivated' }),
    ofClosedClient: await aClientUser(db, closed, { name: 'Of a closed client' }),
    neighbour: await aClientUser(db, neighbour, { name: 'Neighbour', sections: ['projects', 'tickets'] }),
    stranger: await aClientUser(db, stranger, { name: 'Stranger', sections: ['projects', 'tickets'] }),
  };
  const client = {
    admin: await aSession(db, people.admin),
    employee: await aSession(db, people.employee),
    sectionless: await aSession(db, people.sectionless),
    deactivated: await aSession(db, people.deactivated),
    ofClosedClient: await aSession(db, people.ofClosedClient),
    expired: await aSession(db, people.employee, { expiresIn: '-1 second' }),
    neighbour: await aSession(db, people.neighbour),
    stranger: await aSession(db, people.stranger),
  };

  const onTeam = {} as Record<ProjectRole, StaffMember>;
  const as = {} as Record<ProjectRole, string>;
  for (const role of projectRoles) {
    onTeam[role] = await aStaffMember(db, acme, { name: role, display_name: `The ${role}` });
    await aProjectMember(db, shared, onTeam[role], role);
    await aProjectMember(db, hidden, onTeam[role], 'observer');
    await aContractMember(db, contracts.both, onTeam[role], role);
    as[role] = await aSession(db, onTeam[role]);
  }
  const team = {
    tenantManager: await aStaffMember(db, acme, { name: 'tenant manager', role: 'manager' }),
    outsider: await aStaffMember(db, acme, { name: 'outsider' }),
    deactivated: await aStaffMember(db, acme, { name: 'deactivated', role: 'manager' }),
    foreigner: await aStaffMember(db, rival, { name: 'foreigner', role: 'manager' }),
    // The same id as a member of the other tenant: ids are unique within a tenant only.
    twin: await aStaffMember(db, rival, { id: onTeam.contributor.id, name: 'twin' }),
  };
  await aProjectMember(db, foreign, team.twin, 'owner');
  await aContractMember(db, contracts.foreign, team.twin, 'owner');
  const staff = {
    ...as,
    tenantManager: await aSession(db, team.tenantManager),
    outsider: await aSession(db, team.outsider),
    deactivated: await aSession(db, team.deactivated),
    expired: await aSession(db, team.tenantManager, { expiresIn: '-1 second' }),
    foreigner: await aSession(db, team.foreigner),
  };

  const open = await aTicket(db, contracts.both, own, {
    title: 'open',
    visibility: 'client_visible',
    project_id: shared.id,
    raised_by_client_user_id: people.admin.id,
  });
  const tickets = {
    open,
    internal: await aTicket(db, contracts.both, own, { title: 'internal', project_id: hidden.id }),
    neighbour: await aTicket(db, contracts.both, neighbour, {
      title: 'neighbour',
      visibility: 'client_visible',
    }),
    foreign: await aTicket(db, contracts.foreign, stranger, {
      id: open.id,
      title: 'foreign',
      visibility: 'client_visible',
    }),
  };
  for (const [title, ticket] of Object.entries(tickets)) {
    const author = title === 'foreign' ? team.foreigner : onTeam.contributor;
    for (const [flag, visibility] of [
      ['open', 'client_visible'],
      ['internal', 'internal_only'],
    ]) {
      const message = await aMessage(db, ticket, { body: `${title}/${flag}`, visibility });
      await anAttachment(db, ticket, { record_id: message.id, name: `${title}/${flag}` });
      await anAttachment(db, ticket, { record_id: ticket.id, name: `${title} ticket/${flag}`, visibility });
    }
    const note = await aTicketNote(db, ticket, author, { body: title });
    await anAttachment(db, ticket, { record_id: note.id, name: `${title} note` });
  }

  const looks = {
    admin: await aLook(db, staff.tenantManager, people.admin),
    stranger: await aLook(db, staff.foreigner, people.stranger),
  };

  // After their sessions began: the sessions have to learn of it.
  await db.admin.query('update app.client_user set active = false where id = $1', [people.deactivated.id]);
  await db.admin.query('update app.client set active = false where id = $1', [closed.id]);
  await db.admin.query('update app.staff_member set active = false where id = $1', [team.deactivated.id]);
  // Those sessions are gone. One that begins now is there, and is good for nothing.
  const late = {
    client: await aSession(db, people.deactivated),
    ofClosedClient: await aSession(db, people.ofClosedClient),
    staff: await aSession(db, team.deactivated),
  };

  return {
    acme,
    rival,
    clients: { own, neighbour, closed, stranger },
    contracts,
    projects: { shared, hidden, neighbour: neighbours, foreign },
    tickets,
    people,
    team: { ...onTeam, ...team },
    /** Tokens of client users. */
    client,
    /** Tokens of staff members; a project role is that of a Member on "shared". */
    staff,
    /** Tokens of staff who look through a client user's eyes. */
    looks,
    /** Sessions of the client realm under which nothing of any section may be read. */
    clientNobodies: {
      'a deactivated person': client.deactivated,
      'a person of a deactivated client': client.ofClosedClient,
      'a session that began after its person was deactivated': late.client,
      'a session that began after its client was deactivated': late.ofClosedClient,
      'an expired session': client.expired,
      'a token of the staff realm': staff.tenantManager,
      'a look of the staff': looks.admin,
      'a guessed token': 'Zm9yZ2Vk',
      'no token': '',
    },
    staffNobodies: {
      'a deactivated person': staff.deactivated,
      'a session that began after its person was deactivated': late.staff,
      'an expired session': staff.expired,
      'a token of the client realm': client.admin,
      "a look through a client user's eyes": looks.admin,
      'a guessed token': 'Zm9yZ2Vk',
      'no token': '',
    },
  };
}

export type World = Awaited<ReturnType<typeof aWorld>> & { db: TestDatabase };

/** A database with the world in it for the tests of this file. The world is there once the tests run. */
export function useWorld(): () => World {
  let db: TestDatabase | undefined;
  let world: World;
  beforeAll(async () => {
    const { world: name = 'portal_world', changedWorld } = inject('cluster');
    const { template, told } = await templateWith(name, aWorld);
    db = await createTestDatabase(changedWorld ?? template);
    world = { ...told, db };
  });
  afterAll(() => db?.drop());
  return () => world;
}
