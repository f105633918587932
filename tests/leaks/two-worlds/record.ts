/** Calls every surface as one kind of user and writes down what comes back: status, headers, body. */
import type { Call, Surface } from './surfaces.ts';

export type Answer = { status: number; headers: string; body: string };
export type Recording = Map<string, Answer>;

/**
 * What differs between two calls to an unchanged world: names of requests, nonces, and names of the times that a channel was listened to,
 * readings of the clock. Everything else counts.
 */
function withoutClockAndNames(text: string): string {
  return (
    text
      .replaceAll(/"?(readAt)"?:\d+/g, '$1:0')
      .replaceAll(/"requestId":"[0-9a-f-]{36}"/g, '"requestId":""')
      .replaceAll(/requestId:"[0-9a-f-]{36}"/g, 'requestId:""')
      // A page's cursor: what has been heard since, behind the colon, does count.
      .replaceAll(/[0-9a-f-]{36}(?=:\d+")/g, '')
      .replaceAll(/nonce="[^"]+"/g, 'nonce=""')
      .replaceAll(/name="requestId" value="[0-9a-f-]{36}"/g, 'name="requestId" value=""')
      // devalue's flat form in __data.json: the clock reading stands as bare milliseconds, the request's name as text.
      .replaceAll(/(?<=[[,])1[789]\d{11}(?=[\],])/g, '0')
      .replaceAll(
        /"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"(?=\],"uses"|\}?\]?\}?$)/g,
        '""',
      )
  );
}

// An etag is a hash of the body, clock and all; the body itself is compared.
const ignoredHeaders = new Set(['date', 'etag', 'x-request-id', 'keep-alive', 'connection', 'set-cookie']);

export async function call(
  origin: string,
  { method, path, body, contentType }: Call,
  cookie: string,
): Promise<Answer> {
  const response = await fetch(origin + path, {
    method,
    redirect: 'manual',
    headers: { origin, ...(cookie && { cookie }), ...(contentType && { 'content-type': contentType }) },
    ...(method === 'POST' && { body: body ?? '' }),
  });
  const headers = [...response.headers]
    .filter(([name]) => !ignoredHeaders.has(name))
    .map(([name, value]) => `${name}: ${value.replaceAll(/'nonce-[^']+'/g, "'nonce'")}`);
  const cookies = response.headers.getSetCookie().map((line) => line.replace(/=[^;]*/, '='));
  return {
    status: response.status,
    headers: [...headers, ...cookies].sort().join('\n'),
    body: withoutClockAndNames(await response.text()),
  };
}

/** So many reading calls are on their way at once; what writes goes one after the other. */
const abreast = 6;

/** Calls everything once, in the order of the surfaces. Streams are not called here: see `listen`. */
export async function record(
  origin: string,
  surfaces: readonly Surface[],
  cookie: string,
): Promise<Recording> {
  const calls = surfaces.flatMap((surface) =>
    surface.calls.flatMap((one, index) =>
      one.stream ? [] : [{ key: `${surface.name} #${index} ${one.method} ${one.path}`, one }],
    ),
  );
  const recording: Recording = new Map();
  while (calls.length) {
    const writes = calls[0]?.one.method !== 'GET';
    const others = calls.findIndex(({ one }) => (one.method !== 'GET') !== writes);
    const batch = calls.splice(0, Math.min(writes ? 1 : abreast, others < 0 ? calls.length : others));
    const answers = await Promise.all(batch.map(({ one }) => call(origin, one, cookie)));
    for (const [index, { key }] of batch.entries()) if (answers[index]) recording.set(key, answers[index]);
  }
  return recording;
}

/** Opens every stream and collects what it says until `stop`; the words that keep it open do not count. */
export async function listen(origin: string, surfaces: readonly Surface[], cookie: string) {
  const ended = new AbortController();
  const frames: string[] = [];
  const streams = surfaces.flatMap((surface) =>
    surface.calls.filter((one) => one.stream).map((one) => ({ surface, one })),
  );
  const open = await Promise.all(
    streams.map(async ({ surface, one }) => {
      const response = await fetch(origin + one.path, {
        headers: { cookie, accept: 'text/event-stream' },
        signal: ended.signal,
      });
      const done = (async () => {
        let buffered = '';
        for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
          buffered += chunk;
          const events = buffered.split('\n\n');
          buffered = events.pop() ?? '';
          for (const event of events) {
            if (event.trim() && !/event: (ping|connected)/.test(event))
              frames.push(`${surface.name} ${one.path}: ${event}`);
          }
        }
      })().catch(() => {});
      return { done, status: response.status };
    }),
  );
  return {
    statuses: open.map(({ status }) => status),
    frames,
    async stop() {
      ended.abort();
      await Promise.all(open.map(({ done }) => done));
    },
  };
}

/** The calls that two recordings answer differently, each with the place where the answers part. */
export function differences(before: Recording, after: Recording): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [a, b] = [before.get(key), after.get(key)].map(
      (answer) => `${answer?.status}\n${answer?.headers}\n\n${answer?.body}`,
    );
    if (a === b || a === undefined || b === undefined) return [];
    let at = 0;
    while (a[at] === b[at]) at += 1;
    const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
    return [`${key}\n  before ${around(a)}\n  after  ${around(b)}`];
  });
}
