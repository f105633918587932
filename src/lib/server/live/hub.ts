/**
 * Live updates carry no data: a committed change notifies an unguessable channel (db/law/announcing.ts),
 * and whoever hears it asks again under its own policies.
 *
 * One connection a realm listens, on the realm's own login, to the channels that somebody here watches. It runs no other
 * statement and holds no role. If it breaks, every watcher is ended with an error; browsers reconnect and ask again, so a
 * lost notification costs a refetch.
 */
import pg, { type Client } from 'pg';
import { connectionOf, type Login } from '../db/pools';
import { log } from '../log';
import { closeAtTheEnd } from '../stopping';

type Watcher = { heard: (channel: string) => void; broken: () => void };

/**
 * A channel that is listened to. Its name is another each time listening starts, so that a cursor from before says nothing
 * of what was missed in between.
 */
type Entry = {
  name: string;
  watchers: Set<Watcher>;
  count: number;
  warmUntil: number;
  open: Promise<unknown>;
};

/** How long a channel stays open without a watcher: from a page's first view until its browser has connected. */
const warmMilliseconds = 30_000;

export class Hub {
  readonly #login: Login;
  readonly #channels = new Map<string, Entry>();
  #connection: Promise<Client> | null = null;
  #sweeper: NodeJS.Timeout | null = null;

  constructor(login: Login) {
    this.#login = login;
    closeAtTheEnd('listening', () => this.close());
  }

  #connect(): Promise<Client> {
    this.#connection ??= (async () => {
      const client = new pg.Client({
        ...connectionOf(this.#login),
        application_name: `portal ${this.#login} live`,
        keepAlive: true,
      });
      client.on('notification', ({ channel }) => {
        const entry = this.#channels.get(channel);
        if (!entry) return;
        entry.count += 1;
        for (const watcher of entry.watchers) watcher.heard(channel);
      });
      client.on('error', (error) => this.#break(error));
      client.on('end', () => this.#break(null));
      await client.connect();
      this.#sweeper ??= setInterval(() => this.#sweep(), warmMilliseconds).unref();
      return client;
    })();
    this.#connection.catch((error: unknown) => this.#break(error));
    return this.#connection;
  }

  #break(error: unknown): void {
    if (!this.#connection) return;
    this.#connection = null;
    if (error) log.warn({ err: error, login: this.#login }, 'live connection lost');
    const watchers = new Set([...this.#channels.values()].flatMap((entry) => [...entry.watchers]));
    this.#channels.clear();
    for (const watcher of watchers) watcher.broken();
  }

  #sweep(): void {
    for (const [channel, entry] of this.#channels) {
      if (entry.watchers.size || entry.warmUntil > Date.now()) continue;
      this.#channels.delete(channel);
      void this.#connection
        ?.then((client) => client.query(`unlisten ${pg.escapeIdentifier(channel)}`))
        .catch(() => {});
    }
  }

  #entry(channel: string) {
    let entry = this.#channels.get(channel);
    if (!entry) {
      const open = this.#connect().then((client) => client.query(`listen ${pg.escapeIdentifier(channel)}`));
      open.catch(() => {});
      entry = { name: crypto.randomUUID(), watchers: new Set(), count: 0, warmUntil: 0, open };
      this.#channels.set(channel, entry);
    }
    entry.warmUntil = Date.now() + warmMilliseconds;
    return entry;
  }

  /**
   * Starts listening to channels before a page reads its data, and returns where they stand. A browser that connects with
   * it later is told at once if something happened in between, and asks nothing again if not.
   */
  async cursor(channels: readonly string[]): Promise<string> {
    await Promise.all(channels.map((channel) => this.#entry(channel).open));
    return this.#standing(channels);
  }

  #standing(channels: readonly string[]): string {
    return channels
      .map((channel) => this.#channels.get(channel))
      .map((entry) => (entry ? `${entry.name}:${entry.count}` : ''))
      .join();
  }

  /**
   * Yields a channel each time it is heard of, bursts folded into one; first of all one of `changes` if they have moved on
   * from `cursor`. Ends when `signal` aborts; throws when the listening connection breaks.
   */
  async *watch(
    changes: readonly string[],
    person: string,
    cursor: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    const heard = new Set<string>();
    let wake = () => {};
    let broken = false as boolean;
    const watcher: Watcher = {
      heard: (channel) => {
        heard.add(channel);
        wake();
      },
      broken: () => {
        broken = true;
        wake();
      },
    };
    const entries = [person, ...changes].map((channel) => this.#entry(channel));
    for (const entry of entries) entry.watchers.add(watcher);
    const onAbort = () => wake();
    signal.addEventListener('abort', onAbort);
    try {
      await Promise.all(entries.map((entry) => entry.open));
      const [first] = changes;
      if (first && cursor !== null && cursor !== this.#standing(changes)) heard.add(first);
      while (!signal.aborted) {
        if (broken) throw new Error('the listening connection broke');
        if (heard.size === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (signal.aborted || broken || heard.size) resolve();
          });
          continue;
        }
        const batch = [...heard];
        heard.clear();
        yield* batch;
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
      for (const entry of entries) entry.watchers.delete(watcher);
    }
  }

  /** Ends the connection and every watcher. */
  async close(): Promise<void> {
    if (this.#sweeper) clearInterval(this.#sweeper);
    const connection = this.#connection;
    this.#break(null);
    await connection?.then((client) => client.end()).catch(() => {});
  }
}
