/**
 * How long a project of very many records takes to be shared for the first time, hidden, and shared again, by the function through which
 * Managers do it; by as many rows of a bare table whose indexed flag is set by one UPDATE.
 */
import pg from 'pg';
import type { Embedded } from '../db/embedded.ts';
import { restrictConnections, setPasswords } from '../db/logins.ts';
import { migrate } from '../db/migrate.ts';
import { aClient, aProject, aSession, aStaffMember, aTenant } from '../tests/support/builders.ts';

const database = 'bench_hiding';
/** Half of them are tasks, each with a comment; every task has one entry of history besides. */
const records = 100_000;

export type Hiding = { what: string; ms: number; bare_ms: number };

export async function measureHiding(cluster: Embedded): Promise<Hiding[]> {
  const server = new pg.Client({ connectionString: cluster.adminUrl });
  await server.connect();
  await server.query(`create database ${database}`);
  await server.end();
  const adminUrl = cluster.urlFor('owner', database);
  await migrate(adminUrl);
  const admin = new pg.Pool({ connectionString: adminUrl, max: 1 });
  const setUp = await admin.connect();
  await setPasswords(setUp, cluster.passwords);
  await restrictConnections(setUp);
  setUp.release();
  const db = { admin, as: async () => Promise.reject(new Error('not needed')) };
  const tenant = await aTenant(db, { name: 'Bench' });
  const manager = await aStaffMember(db, tenant, { role: 'manager' });
  const project = await aProject(db, await aClient(db, tenant, {}), {});
  const token = await aSession(db, manager);
  for (let made = 0; made < records / 2; made += 5_000) {
    await admin.query(
      `insert into app.task (tenant_id, project_id, title, visibility)
       select $1, $2, 'Task ' || n, 'client_visible' from generate_series(1, 5000) n`,
      [project.tenant_id, project.id],
    );
    await admin.query('analyze');
  }
  await admin.query(
    `insert into app.text (tenant_id, record_id, kind, body, author_name, visibility)
     select tenant_id, id, 'comment', 'Said on it', 'Somebody', 'client_visible' from app.task where project_id = $1`,
    [project.id],
  );
  await admin.query(
    `create table bare as select gen_random_uuid() as id, $1::uuid as project_id, false as shared from generate_series(1, ${records});
     create index on bare (project_id) where shared; alter table bare add primary key (id)`.replace(
      '$1',
      `'${project.id}'`,
    ),
  );
  const timed = async (work: () => Promise<unknown>) => {
    await admin.query('vacuum analyze');
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  const staff = new pg.Client({ connectionString: cluster.urlFor('staff_app', database) });
  await staff.connect();
  const found: Hiding[] = [];
  try {
    for (const [what, visibility] of [
      ['shared for the first time', 'client_visible'],
      ['hidden', 'internal_only'],
      ['shared again', 'client_visible'],
      ['hidden again', 'internal_only'],
    ] as const)
      found.push({
        what,
        bare_ms: await timed(() =>
          admin.query('update bare set shared = $1', [visibility === 'client_visible']),
        ),
        ms: await timed(async () => {
          await staff.query('begin');
          await staff.query(`select set_config('role', 'staff', true), set_config('app.session', $1, true)`, [
            token,
          ]);
          const { rows } = await staff.query<{ changed: number }>(
            `select app.set_visibility(array[$1]::uuid[], $2::app.visibility, 'measured') as changed`,
            [project.id, visibility],
          );
          if (rows[0]?.changed !== 1) throw new Error('the project was not reached');
          await staff.query('commit');
        }),
      });
  } finally {
    await staff.end();
    await admin.end();
  }
  return found;
}
