/**
 * Reading without BEGIN and COMMIT: what stands between two Syncs of the extended protocol is one transaction.
 *
 * A pipelined read is the identity and the statements that were asked for together, with a single Sync behind the last. PostgreSQL
 * runs them in order in one transaction and skips the rest once one has failed, so no statement can run without the
 * identity before it. It costs one message each way where BEGIN, identity, statement and COMMIT cost four.
 */
import {
  Kysely,
  PostgresDialect,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult as Answer,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { Part, Pipelined, type Callback, type Wire } from './pg-internals';
import { checkOut, statementOf } from './pools';

/** Extends pg's query, since only that is let into a pipeline; the parts do the work, each for its own statement. */
class PipelinedRead extends Pipelined {
  readonly #parts: Part[];
  #current = 0;

  constructor(parts: Part[]) {
    super({ text: '' });
    this.#parts = parts;
  }

  // pg notes by these two which statement the server has just learnt.
  get name() {
    return this.#parts[this.#current]?.name;
  }
  // The base class assigns what its configuration says; the parts know better.
  set name(_) {}

  get text() {
    return this.#parts[this.#current]?.text;
  }
  set text(_) {}

  submit(wire: Wire): null {
    const withoutSync = Object.create(wire, { sync: { value: () => {} } }) as Wire;
    const last = this.#parts.at(-1);
    wire.stream.cork();
    try {
      for (const part of this.#parts) {
        part._result._types = this._result._types;
        part.prepare(part === last ? wire : withoutSync);
      }
    } finally {
      wire.stream.uncork();
    }
    return null;
  }

  handleRowDescription(message: unknown) {
    this.#parts[this.#current]?.handleRowDescription(message);
  }

  handleDataRow(message: unknown) {
    this.#parts[this.#current]?.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, wire: Wire) {
    this.#parts[this.#current]?.handleCommandComplete(message, wire);
    this.#current += 1;
  }

  handleReadyForQuery(wire: Wire) {
    for (const part of this.#parts) part.handleReadyForQuery(wire);
  }

  handleError(error: Error, wire: Wire) {
    // The server has skipped what follows: it has not learnt those statements.
    for (const { name } of this.#parts.slice(this.#current)) {
      if (name) Reflect.deleteProperty(wire.submittedNamedStatements, name);
    }
    for (const part of this.#parts) part.handleError(error, wire);
  }
}

type Asked = Identification & { answered: Callback };

export type Identification = { text: string; values: readonly unknown[] };

/** One connection for as long as a piece of work takes, and the pipelined reads that leave on it. */
class PipelinedConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #identity: Asked;
  #asked: Asked[] = [];
  #failure: Error | null = null;
  #ended = false;

  constructor(client: PoolClient, identity: Identification) {
    this.#client = client;
    this.#identity = { ...identity, answered: () => {} };
  }

  /** Statements that are queued before the event loop goes on leave in one message. */
  executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<Answer<Row>> {
    if (this.#ended) return Promise.reject(new Error('this database handle has ended with its procedure'));
    return new Promise((resolve, reject) => {
      this.#asked.push({
        text: sql,
        values: parameters,
        answered: (error, result) =>
          error ? reject(error) : resolve({ rows: (result as { rows: Row[] }).rows }),
      });
      if (this.#asked.length === 1) process.nextTick(() => this.#depart());
    });
  }

  #depart() {
    const parts = [this.#identity, ...this.#asked].map(({ text, values, answered }) => {
      const answer: Callback = (error, result) => {
        this.#failure ??= error;
        answered(error, result);
      };
      return new Part(statementOf(text, values), answer);
    });
    this.#asked = [];
    this.#client.query(new PipelinedRead(parts) as never);
  }

  /** Gives the connection back, after the server has left a failed read behind, so that its state is known. */
  async end(): Promise<void> {
    this.#ended = true;
    if (this.#failure) await this.#client.query('').catch(() => {});
    this.#client.release();
  }

  /** As a commit would: what was built around a statement that failed does not count, even where nobody looked. */
  throwFailure(): void {
    if (this.#failure) throw this.#failure;
  }

  streamQuery(): never {
    throw new Error('a pipelined read does not stream');
  }
}

const refuse = () => Promise.reject(new Error('a pipelined read is a transaction by itself'));

/**
 * Runs `work` with a handle whose statements leave in pipelined reads under this identity. The handle is dead once `work` has ended.
 * Kysely's own transaction would send one statement at a time.
 */
export async function inPipelinedReads<DB, T>(
  pool: Pool,
  identity: Identification,
  work: (db: Kysely<DB>) => Promise<T>,
): Promise<T> {
  const connection = new PipelinedConnection(await checkOut(pool), identity);
  const nothing = async () => {};
  const driver: Driver = {
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: nothing,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    init: nothing,
    destroy: nothing,
  };
  const dialect = new PostgresDialect({ pool });
  dialect.createDriver = () => driver;
  try {
    const result = await work(new Kysely<DB>({ dialect }));
    connection.throwFailure();
    return result;
  } finally {
    await connection.end();
  }
}
