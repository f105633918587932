/** The sample companies, loaded into an empty migrated database. */
import pg from 'pg';
import type { Account } from '../running.ts';
import { clockAt } from './clock.ts';
import { loadClientSide } from './load-client-side.ts';
import { loadFiles } from './load-files.ts';
import { loadTenant } from './load-people.ts';
import { loadProject } from './load.ts';
import { loadTickets } from './load-tickets.ts';
import { loadTicketTime } from './load-time.ts';
import type { Loader } from './loader.ts';
import { nexusProjects } from './nexus.ts';
import { otherProjects } from './others.ts';
import { tenants } from './people.ts';
import { randomFrom } from './random.ts';
import { insertRows } from './rows.ts';
import { rememberWhoShared } from './visibility-log.ts';

/**
 * Nexus Corp's earlier work has used up these many numbers of each stream (app.number_record), so that TSK-0138 and
 * TSK-0142 fall to the tasks of the product page.
 */
const earlierNumbers = { shared: 43, internal: 56 };

/**
 * Fills the database in one transaction, as its superuser, and returns who may sign in. Files come along where there is a directory for
 * their bytes.
 */
export async function seedDemo(adminUrl: string, filesDirectory?: string): Promise<Account[]> {
  const database = new pg.Client({ connectionString: adminUrl });
  await database.connect();
  try {
    await database.query('begin');
    const { rows } = await database.query<{ now: Date }>('select now() as now');
    const clock = clockAt(rows[0]?.now ?? new Date());
    const random = randomFrom(2024_018);
    const accounts: Account[] = [];
    for (const tenant of tenants) {
      const loaded = await loadTenant(database, clock, random, tenant);
      accounts.push(...loaded.accounts);
      await countEarlierNumbers(loaded.loader);
      for (const plan of [...nexusProjects, ...otherProjects]) {
        if (loaded.loader.clients.has(plan.client)) await loadProject(loaded.loader, plan);
      }
      await loadTickets(loaded.loader);
      await loadTicketTime(loaded.loader);
    }
    await loadClientSide(database, clock, random);
    if (filesDirectory) await loadFiles(database, clock, random, filesDirectory);
    await rememberWhoShared(database);
    await database.query('commit');
    await database.query('analyze');
    return accounts;
  } finally {
    await database.end();
  }
}

async function countEarlierNumbers({ database, tenantId, clients }: Loader) {
  const nexus = clients.get('nexus');
  if (!nexus) return;
  const counter = { tenant_id: tenantId, client_id: nexus.id, record_kind: 'task' };
  await insertRows(database, 'app.number_counter', [
    { ...counter, for_shared: true, last_number: earlierNumbers.shared },
    { ...counter, for_shared: false, last_number: earlierNumbers.internal },
  ]);
}
