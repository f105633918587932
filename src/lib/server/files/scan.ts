/**
 * Asks a ClamAV daemon about a file, by its INSTREAM command: chunks with their length before them (four bytes, big-endian),
 * a length of nought at the end, and one line back.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type Verdict =
  | { is: 'clean' }
  | { is: 'infected'; signature: string }
  /** Nobody knows: the scanner takes no file like this one, or the file could not be read. */
  | { is: 'failed'; reason: string }
  /** Nobody knows yet: the scanner is away or hung. That says nothing of the file. */
  | { is: 'away'; reason: string }
  | { is: 'not scanned' };

/** `host:port`, or the path of a Unix socket. */
export type ScannerAddress = string;

const answer_bytes_max = 1_000;

/** The file that is to be scanned cannot be read. */
class Unreadable extends Error {}

/** Never throws: what goes wrong is a verdict. Ends after `timeout_ms`, whatever the daemon does. */
export async function scan(
  source: AsyncIterable<Uint8Array>,
  address: ScannerAddress,
  { timeout_ms = 120_000 }: { timeout_ms?: number } = {},
): Promise<Verdict> {
  const socket = open(address);
  const timer = setTimeout(() => socket.destroy(new Error('no answer in time')), timeout_ms);
  try {
    const answer = answerOf(socket);
    // The daemon may answer and hang up before it has heard everything: its answer is what counts then.
    const sent = send(socket, source);
    sent.catch(() => {});
    const reply = await answer;
    if (reply === '') await sent;
    return verdictOf(reply);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { is: error instanceof Unreadable ? 'failed' : 'away', reason };
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function open(address: ScannerAddress): Socket {
  if (address.startsWith('/')) return connect({ path: address });
  const { hostname, port } = new URL(`tcp://${address}`);
  return connect({ host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port || 3310) });
}

async function send(socket: Socket, source: AsyncIterable<Uint8Array>): Promise<void> {
  const write = async (bytes: Uint8Array | string) => {
    if (socket.destroyed) throw new Error('the scanner hung up');
    if (socket.write(bytes)) return;
    const waited = new AbortController();
    const of = (event: string) => once(socket, event, { signal: waited.signal });
    await Promise.race([of('drain'), of('close')]).finally(() => waited.abort());
  };
  try {
    await write('zINSTREAM\0');
    for await (const chunk of readable(source)) {
      if (chunk.byteLength === 0) continue;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(chunk.byteLength);
      await write(length);
      await write(chunk);
    }
    await write(Buffer.alloc(4));
  } catch (error) {
    // A source that broke must not be taken for the end of a file that is clean.
    socket.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

async function* readable(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw new Unreadable(error instanceof Error ? error.message : String(error));
  }
}

/** The line up to its NUL, or up to the end; empty where the daemon hung up without a word. */
function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      reply += text;
      if (reply.includes('\0') || reply.length > answer_bytes_max) resolve(reply);
    });
    socket.on('error', (error) => (reply ? resolve(reply) : reject(error)));
    socket.on('close', () => resolve(reply));
  });
}

function verdictOf(reply: string): Verdict {
  const line = reply.replace(/\0[\s\S]*$/, '').trim();
  if (line === 'stream: OK') return { is: 'clean' };
  const [, signature] = /^stream: (.+) FOUND$/.exec(line) ?? [];
  if (signature) return { is: 'infected', signature };
  return line ? { is: 'failed', reason: line } : { is: 'away', reason: 'the scanner hung up' };
}
