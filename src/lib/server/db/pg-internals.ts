/**
 * The parts of pg on which reading by pipeline leans and which pg's own types leave out, in one place.
 *
 * pg's plain pipeline answers 0.68 times as many reads a second without a network between, and 0.87 times as many at 2 ms (ten connections,
 * BEGIN, identity, query and COMMIT sent together): a pipelined read is one message and one Sync where that is four.
 */
import { createRequire } from 'node:module';
import pg, { type QueryResult } from 'pg';

/** The version of pg that pipelined reads were tried with. */
export const TRIED = '8.23.1';

/** A query of pg, as its connection sees it. */
export type Part = {
  name?: string;
  text: string;
  _result: { _types?: unknown };
  prepare(wire: Wire): void;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
  handleReadyForQuery(wire: Wire): void;
  handleError(error: Error, wire: Wire): void;
};

/** The connection, as a query of pg sees it. */
export type Wire = {
  stream: { cork(): void; uncork(): void; destroy(error: Error): void };
  submittedNamedStatements: Record<string, string>;
};

export type Callback = (error: Error | null, result: QueryResult) => void;

export const Part = pg.Query as unknown as new (config: object, callback: Callback) => Part;

/** Only a query of pg is let into its pipeline. */
export const Pipelined = pg.Query as unknown as new (config: object) => Pick<Part, '_result'>;

const installed = () => (createRequire(import.meta.url)('pg/package.json') as { version: string }).version;

/** Refuses a pg that pipelined reads were not tried with. Throws a sentence for the operator, with the way out. */
export function refuseUntriedPg(version = installed()): void {
  if (version === TRIED) return;
  throw new Error(
    `pg ${version} is installed, and reading by pipeline was tried with pg ${TRIED} alone (src/lib/server/db/pg-internals.ts). ` +
      'Install that one, or start with DATABASE_PIPELINE=off, which is slower and needs none of it. Not starting.',
  );
}
