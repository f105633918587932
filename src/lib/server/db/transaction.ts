import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type DatabaseConnection,
  type PostgresDialectConfig,
  type Transaction,
  type TransactionSettings,
} from 'kysely';
import type { Pool } from 'pg';
import { inPipelinedReads } from './pipelined-read';
import { checkOut, pipeline } from './pools';

/**
 * The role a transaction runs as, and the token by which the database proves who is asking. A background job has nobody
 * behind it: it says for which tenant it works.
 */
export type Identity =
  | { role: 'client' | 'staff' | 'client_sign_in' | 'staff_sign_in'; session: string }
  | { role: 'worker'; tenant: string };

const identifyBy = (setting: 'app.session' | 'app.tenant') =>
  `select set_config('role', $1, true), set_config('${setting}', $2, true)`;
const identifications = {
  session: identifyBy('app.session'),
  tenant: identifyBy('app.tenant'),
};

const identify = (identity: Identity) =>
  identity.role === 'worker'
    ? { text: identifications.tenant, values: [identity.role, identity.tenant] }
    : { text: identifications.session, values: [identity.role, identity.session] };

/** The same for a pipelined read, which has no BEGIN to say that it only reads. */
function identifyReader(identity: Identity) {
  const { text, values } = identify(identity);
  return { text: `${text}, set_config('transaction_read_only', 'on', true)`, values };
}

/**
 * Opens a transaction with BEGIN and the identity, in one message with the first query: neither is waited for here.
 * If either fails the rest fails with it: an aborted transaction answers nothing, and where BEGIN itself failed the
 * query runs as the bare login, which may do nothing.
 */
class IdentityDriver extends PostgresDriver {
  opened: Promise<unknown> = Promise.resolve();
  readonly #identity: Identity;

  constructor(config: PostgresDialectConfig, identity: Identity) {
    super(config);
    this.#identity = identity;
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    const begun = connection.executeQuery(
      CompiledQuery.raw(settings.accessMode === 'read only' ? 'begin read only' : 'begin'),
    );
    if (!pipeline) await begun;
    const { text, values } = identify(this.#identity);
    const identified = connection.executeQuery(CompiledQuery.raw(text, values));
    this.opened = Promise.all([begun, identified]);
    this.opened.catch(() => {});
    if (!pipeline) await this.opened;
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.opened;
    await super.commitTransaction(connection);
  }
}

/**
 * Runs `work` in one transaction under an identity, and commits it; any error rolls it back and is thrown on.
 * `access` 'read only' makes the database refuse writes, and what `work` asks for together is answered by a pipelined read: a
 * transaction of its own, under the same identity. The handle is dead once `work` has ended.
 */
export async function inTransaction<DB, T>(
  pool: Pool,
  identity: Identity,
  access: 'read only' | 'read write',
  work: (db: Transaction<DB>) => Promise<T>,
): Promise<T> {
  if (access === 'read only' && pipeline) {
    // Read as a transaction's handle: it starts no other, and ends with the work.
    return inPipelinedReads<DB, T>(pool, identifyReader(identity), (db) =>
      work(db as unknown as Transaction<DB>),
    );
  }
  const config = { pool: { connect: () => checkOut(pool), end: async () => {}, options: {} } };
  const driver = new IdentityDriver(config, identity);
  const dialect = new PostgresDialect(config);
  dialect.createDriver = () => driver;
  const db = new Kysely<DB>({ dialect });
  try {
    return await db.transaction().setAccessMode(access).execute(work);
  } catch (error) {
    // The cause, where the identity failed, rather than "current transaction is aborted".
    await driver.opened;
    throw error;
  }
}
