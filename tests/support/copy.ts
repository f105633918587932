/** COPY over a plain connection: a whole table's text out, and in again. */
import pg from 'pg';

/** The part of pg's connection that COPY speaks through. */
type Line = { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void };

class Copy extends pg.Query {
  readonly #given: Buffer;
  readonly #taken: Buffer[] = [];

  constructor(statement: string, given: Buffer, done: (error: Error | null, taken: Buffer) => void) {
    super(statement, [], (error?: Error) => done(error ?? null, Buffer.concat(this.#taken)));
    this.#given = given;
  }

  handleCopyInResponse(line: Line): void {
    line.sendCopyFromChunk(this.#given);
    line.endCopyFrom();
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The parser reads what comes next into the same bytes.
    this.#taken.push(Buffer.from(chunk));
  }
}

/** Runs a COPY … TO STDOUT or … FROM STDIN with this text, and returns the text that came; empty for the latter. */
export const copy = (client: pg.Client, statement: string, given = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    client.query(
      new Copy(statement, Buffer.from(given), (error, taken) => {
        if (error) reject(error);
        else resolve(taken.toString('utf8'));
      }),
    );
  });
