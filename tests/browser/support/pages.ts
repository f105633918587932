/** Every page there is, found in the folders of the routes, with records to fill its address in. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { rowOf } from '../../portal/ticket-desk.ts';
import { recordsOf, type Records } from '../../staff/procedures.ts';
import { anAttachment, type Ticket } from '../../support/ticket-builders.ts';
import type { Database } from '../../support/builders.ts';
import { idFinder } from '../../support/id-finder.ts';

/** The realms, and who looks at the pages of each. */
export const realms = [
  { realm: 'staff', address: 'marta@' },
  { realm: 'portal', address: 'dana.' },
] as const;
export type Realm = (typeof realms)[number]['realm'];

/** Pages that are there to be posted to alone, and lead elsewhere when they are read. */
export const notRead = ['/portal/sign-out', '/staff/sign-out', '/staff/view-as/end'];

export const routesOf = (realm: Realm): string[] =>
  globSync(`${realm}/**/+page.svelte`, { cwd: join(import.meta.dirname, '../../../src/routes') })
    .map((file) => `/${file.replace('/(signed-in)', '').replace('/+page.svelte', '')}`)
    .sort();

/** Those of them that are there to be read. */
export const readRoutesOf = (realm: Realm): string[] =>
  routesOf(realm).filter((route) => !notRead.includes(route));

/** The one page of a realm that somebody sees who has not signed in. */
export const isForAnybody = (route: string): boolean => route.endsWith('/sign-in');

type Ids = Record<Realm, Partial<Records>>;

/** Records of the sample company that these two people may open. */
export async function idsOf({ database }: { database: Pick<Database, 'admin'> }): Promise<Ids> {
  const idOf = idFinder(database);
  const own = await recordsOf({ idOf }, 'Platform Rewrite Q1');
  const taskId = await idOf(
    'select id from app.task where shared and project_id = $1 order by number limit 1',
    [own.projectId],
  );
  const milestoneId = await idOf(
    'select id from app.milestone where shared and project_id = $1 order by agreed_on limit 1',
    [own.projectId],
  );
  const ticket = await rowOf<Ticket>(
    database,
    'select * from app.ticket where shared and client_id = $1 order by number limit 1',
    [own.clientId],
  );
  await anAttachment(database, ticket, {
    ...{ record_id: ticket.id, name: 'shown.txt', visibility: 'client_visible', state: 'ready' },
    sha256: '0'.repeat(64),
  });
  return { staff: own, portal: { projectId: own.projectId, taskId, milestoneId, ticketId: ticket.id } };
}

export const pathOf = (route: string, ids: Partial<Records>): string =>
  route.replaceAll(/\[(\w+)\]/g, (_, name: keyof Records) => ids[name] ?? 'missing');
