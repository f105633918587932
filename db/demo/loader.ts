/** The ids that the loaders hand on to one another. */
import type pg from 'pg';
import type { Clock } from './clock.ts';
import type { Flag } from './plan.ts';
import type { Random } from './random.ts';

export type Loader = {
  database: pg.Client;
  clock: Clock;
  random: Random;
  tenantId: string;
  /** Clients by key, their users' ids by name. */
  clients: Map<string, { id: string; users: Map<string, string> }>;
  /** Ids by number. */
  contracts: Map<string, string>;
  /** Staff members' ids by display name. */
  staff: Map<string, string>;
  /** Minutes of a person on a day, by both with a blank between. */
  spent: Map<string, number>;
};

/** The ids of a plan's records by title or name. */
export type ProjectIds = {
  projectId: string;
  stories: Map<string, string>;
  sprints: Map<string, string>;
  milestones: Map<string, string>;
};

/** Shares records of this table that were hidden, each at its own moment. */
export async function share(
  { database }: Loader,
  table: 'app.sprint' | 'app.task',
  records: readonly { id: string; at: Date }[],
  reason: string,
): Promise<void> {
  await database.query('select app.give_reason($1)', [reason]);
  await database.query(`update app.record set visibility = 'client_visible' where id = any($1)`, [
    records.map(({ id }) => id),
  ]);
  // The triggers wrote this transaction's time, and nothing of the past bears it.
  await database.query(
    `update ${table} t set shared_at = m.at, updated_at = m.at
       from jsonb_to_recordset($1) as m (id uuid, at timestamptz) where m.id = t.id`,
    [JSON.stringify(records)],
  );
  await database.query(`select app.give_reason('')`);
}

export const visibility = (flag: Flag) => (flag === 'visible' ? 'client_visible' : 'internal_only');

/** Created, last touched and, if visible at all, shared at one moment. */
export const since = (moment: Date) => ({ created_at: moment, updated_at: moment, shared_at: moment });
