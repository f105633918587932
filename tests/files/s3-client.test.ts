/** The S3 client before a real S3 server, and before servers that only resemble one, or fail. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { s3Client } from '../../src/lib/server/files/s3-client.ts';
import { someBytes } from './support/bytes.ts';
import { likeS3, type Asked, type LikeS3 } from './support/like-s3.ts';
import { startS3 } from './support/s3.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const stop of stops.splice(0)) await stop();
});

async function store(
  answer: (response: ServerResponse, asked: Asked, before: number) => void,
): Promise<LikeS3> {
  const server = await likeS3(answer);
  stops.push(server.stop);
  return server;
}

const errorOf = async (work: Promise<unknown>): Promise<Error> => {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error)) throw new Error('nothing was thrown');
  return thrown;
};

const contentOf = async (body: ReadableStream<Uint8Array> | null) =>
  Buffer.concat(body ? await Array.fromAsync(body) : []);

const xml = (response: ServerResponse, body: string) =>
  response.writeHead(200, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?>${body}`);

/** As S3 answers each of the requests, of an object whose bytes are `hello`. */
function likeItself(response: ServerResponse, { method, url }: Asked) {
  if (url.searchParams.has('list-type'))
    return xml(response, '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>');
  if (url.searchParams.has('uploads'))
    return xml(
      response,
      '<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>',
    );
  if (method === 'POST')
    return xml(response, '<CompleteMultipartUploadResult><ETag>"e"</ETag></CompleteMultipartUploadResult>');
  if (method === 'GET')
    return response.writeHead(206, { 'content-range': 'bytes 0-4/5', 'content-length': '5' }).end('hello');
  if (method === 'DELETE') return response.writeHead(204).end();
  return response.writeHead(200, { etag: '"e"' }).end();
}

/** Each request once. */
async function everything(client: ReturnType<typeof s3Client>): Promise<void> {
  // More than 2 MiB, from which the SDK would ask for leave to send.
  const bytes = someBytes(3_000_000);
  expect(await client.create('files/a', bytes)).toBe(true);
  expect(await client.begin('files/a')).toBe('id');
  expect(await client.part('files/a', 'id', 1, bytes)).toBe('"e"');
  expect(await client.complete('files/a', 'id', ['"e"'])).toBe(true);
  await client.abandon('files/a', 'id');
  expect(await client.size('files/a')).not.toBeNull();
  expect((await contentOf(await client.read('files/a', 0, 4))).toString()).toBe('hello');
  expect(await Array.fromAsync(client.list('files/'))).toEqual([]);
  await client.delete('files/a');
}

describe('a server that only resembles S3', () => {
  test('may refuse checksums, trailers, chunks and the wait for leave to send: none is asked of it', async () => {
    const unknown = ({ headers }: Asked) =>
      Object.keys(headers).filter((name) =>
        /^(x-amz-(checksum|sdk-checksum|trailer|decoded)|expect$|content-encoding$|transfer-encoding$|content-md5$)/.test(
          name,
        ),
      );
    const server = await store((response, asked) => {
      if (unknown(asked).length > 0)
        response.writeHead(501).end('<Error><Code>NotImplemented</Code></Error>');
      else likeItself(response, asked);
    });
    await everything(s3Client(server.settings));
    expect(server.asked.flatMap(unknown)).toEqual([]);
    for (const { url, headers } of server.asked) {
      expect(url.pathname).toMatch(/^\/portal(\/files\/a)?$/);
      expect(headers.authorization).toContain('Credential=KEY-OF-OURS/');
    }
  });

  test('is asked nothing else because the machine is set up for other stores', async () => {
    const home = mkdtempSync(join(tmpdir(), 'client-portal-aws-'));
    stops.push(() => rm(home, { recursive: true, force: true }));
    writeFileSync(
      join(home, 'config'),
      '[profile other]\nregion = eu-north-1\nuse_fips_endpoint = true\nrequest_checksum_calculation = when_supported\n',
    );
    const foreign = {
      ...{ AWS_PROFILE: 'other', AWS_CONFIG_FILE: join(home, 'config'), AWS_REGION: 'eu-north-1' },
      ...{ AWS_ACCESS_KEY_ID: 'OTHER', AWS_SECRET_ACCESS_KEY: 'OTHER', AWS_SESSION_TOKEN: 'OTHER' },
      ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' },
      ...{ AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true', AWS_DEFAULTS_MODE: 'odd' },
      ...{ AWS_MAX_ATTEMPTS: '1', AWS_RETRY_MODE: 'odd', AWS_AUTH_SCHEME_PREFERENCE: 'sigv4a' },
      ...{
        AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_SUPPORTED',
        AWS_RESPONSE_CHECKSUM_VALIDATION: 'WHEN_SUPPORTED',
      },
    };
    for (const [name, value] of Object.entries(foreign)) vi.stubEnv(name, value);
    const server = await store((response, asked, before) => {
      if (before === 0) response.writeHead(503).end();
      else likeItself(response, asked);
    });
    await everything(s3Client(server.settings));
    expect(server.asked[0]!.headers.authorization).toMatch(/KEY-OF-OURS\/\d{8}\/us-east-1\/s3\//);
    expect(server.asked.flatMap(({ headers }) => Object.keys(headers))).not.toContain('x-amz-security-token');
    expect(inspect(server.asked)).not.toMatch(/x-amz-(sdk-)?checksum/);
  });

  test('may answer without a code, without words, or in HTML: the status is told, and no word is lost', async () => {
    const bodies = {
      nothing: '',
      withoutCode: '<?xml version="1.0"?><Error><Message>no, not today</Message></Error>',
      bare: '<Error/>',
      html: '<html><body><h1>403 Forbidden by the proxy</h1><hr></body></html>',
      words: 'go away',
      half: '<?xml version="1.0"?><Error><Code>Acc',
    };
    for (const [name, body] of Object.entries(bodies)) {
      const server = await store((response) => response.writeHead(403).end(body));
      const client = s3Client(server.settings);
      for (const work of [
        () => client.create('files/a', someBytes(10)),
        () => Array.fromAsync(client.list('files/')),
        () => client.read('files/a', 0, 4),
        () => client.size('files/a'),
      ]) {
        const error = await errorOf(work());
        expect([name, error.name, error.message]).toEqual([
          name,
          'S3Error',
          expect.stringContaining('the file storage answered 403'),
        ]);
      }
      const { message } = await errorOf(client.begin('files/a'));
      const words = /not today|by the proxy|go away|Acc/.exec(body)?.[0] ?? '403';
      expect([name, message]).toEqual([name, expect.stringContaining(words)]);
      expect(server.asked).toHaveLength(5);
    }
  });

  test('may say of a list or of a begun upload what is none', async () => {
    const server = await store((response) => response.writeHead(200).end('<html>signed in as guest</html>'));
    const client = s3Client(server.settings);
    await expect(Array.fromAsync(client.list('files/'))).resolves.toEqual([]);
    await expect(client.begin('files/a')).rejects.toThrow('gave it no id');
  });

  test('may complete an upload by a failure of status 200, and that is no success', async () => {
    const server = await store((response) =>
      xml(response, '<Error><Code>InvalidPart</Code><Message>which part?</Message></Error>'),
    );
    await expect(s3Client(server.settings).complete('files/a', 'id', ['"e"'])).rejects.toThrow('which part?');
  });

  test.each([409, 412])('says by %i that a name is taken', async (status) => {
    const server = await store((response) =>
      response.writeHead(status).end('<Error><Code>No</Code></Error>'),
    );
    const client = s3Client(server.settings);
    expect(await client.create('files/a', someBytes(10))).toBe(false);
    expect(await client.complete('files/a', 'id', ['"e"'])).toBe(false);
    expect(server.asked.map(({ headers }) => headers['if-none-match'])).toEqual(['*', '*']);
  });

  test('leads nobody elsewhere', async () => {
    const other = await store(likeItself);
    const server = await store((response) =>
      response.writeHead(307, { location: `${other.settings.endpoint}portal/files/a` }).end(),
    );
    await expect(s3Client(server.settings).create('files/a', someBytes(10))).rejects.toThrow('answered 307');
    expect(other.asked).toEqual([]);
  });
});

describe('a server that fails', () => {
  const busy = '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>';

  test.each([
    [503, busy],
    [503, '<html>no server behind the proxy</html>'],
    [500, ''],
    [429, ''],
  ])('is asked again after %i %j, with all that it was sent', async (status, body) => {
    const bytes = someBytes(100_000);
    const server = await store((response, asked, before) => {
      if (before < 2) response.writeHead(status, { 'retry-after': '0' }).end(body);
      else likeItself(response, asked);
    });
    expect(await s3Client(server.settings).create('files/a', bytes)).toBe(true);
    expect(server.asked).toHaveLength(3);
    for (const asked of server.asked) expect(asked.body.equals(bytes)).toBe(true);
  });

  test('is asked four times, and then believed', async () => {
    const server = await store((response) => response.writeHead(503).end(busy));
    const error = await errorOf(s3Client(server.settings).begin('files/a'));
    expect(error.message).toBe('the file storage answered 503: SlowDown: Please reduce your request rate.');
    expect(server.asked).toHaveLength(4);
  });

  test('is asked again where it cut the line', async () => {
    const server = await store((response, asked, before) => {
      if (before === 0) response.destroy();
      else likeItself(response, asked);
    });
    expect(await s3Client(server.settings).create('files/a', someBytes(10))).toBe(true);
    expect(server.asked).toHaveLength(2);
  });

  test.each([
    ['no answer', () => {}],
    ['half an answer', (response: ServerResponse) => response.writeHead(200).write('<ListBucketResult>')],
    ['an hour', (response: ServerResponse) => response.writeHead(503, { 'retry-after': '3600' }).end(busy)],
  ])('holds nobody: by %s', async (_, answer) => {
    const server = await store((response) => void answer(response));
    const error = await errorOf(
      Array.fromAsync(s3Client(server.settings, { answer_ms: 400 }).list('files/')),
    );
    expect(error.message).toBe('the file storage did not answer');
  });

  test('tells no key of ours to the log', async () => {
    const refusing = await store((response) => response.writeHead(403).end(busy));
    const gone = await store(likeItself);
    await gone.stop();
    for (const { settings } of [refusing, gone]) {
      const error = await errorOf(s3Client(settings).begin('files/a'));
      expect(error.message).toMatch(/answered 403|cannot be reached: ECONNREFUSED/);
      expect(inspect(error, { depth: 12, showHidden: true })).not.toMatch(/OF-OURS|Signature=/);
    }
  });
});

describe('a download', () => {
  const begins = (response: ServerResponse) =>
    response.writeHead(206, { 'content-range': 'bytes 0-9/10', 'content-length': '10' }).write('12345');

  test('that stops in its middle is no whole file: cut off, or never going on', async () => {
    const cut = await store((response) => {
      begins(response);
      setTimeout(() => response.destroy(), 50);
    });
    await expect(s3Client(cut.settings).read('files/a', 0, 9).then(contentOf)).rejects.toThrow();
    const silent = await store((response) => void begins(response));
    const client = s3Client(silent.settings, { silence_ms: 200 });
    await expect(client.read('files/a', 0, 9).then(contentOf)).rejects.toThrow('stopped in the middle');
  });

  test('may be read as slowly as its reader likes', async () => {
    const bytes = someBytes(20_000_000);
    const server = await store((response) =>
      response.writeHead(206, { 'content-range': 'bytes 0-19999999/20000000' }).end(bytes),
    );
    const client = s3Client(server.settings, { answer_ms: 5_000, silence_ms: 300 });
    const reader = (await client.read('files/a', 0, 19_999_999))!.getReader();
    const { value } = await reader.read();
    await sleep(900);
    const chunks = [value!];
    for (let next = await reader.read(); next.value; next = await reader.read()) chunks.push(next.value);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  test('whose reader left closes its connection; sixty that nobody reads keep nobody waiting', async () => {
    let open = 0;
    const server = await store((response, asked) => {
      if (asked.method !== 'GET') return likeItself(response, asked);
      open += 1;
      response.once('close', () => (open -= 1));
      return begins(response);
    });
    const client = s3Client(server.settings, { answer_ms: 10_000 });
    const bodies = await Promise.all(Array.from({ length: 60 }, () => client.read('files/a', 0, 9)));
    expect(await client.create('files/b', someBytes(10))).toBe(true);
    expect(open).toBe(60);
    for (const body of bodies) await body!.cancel();
    await expect.poll(() => open).toBe(0);
  });

  test('of which the whole was sent for a part closes its connection, and is refused', async () => {
    let open = 0;
    const server = await store((response) => {
      open += 1;
      response.once('close', () => (open -= 1));
      response.writeHead(200).write('all of it');
    });
    await expect(s3Client(server.settings).read('files/a', 1, 2)).rejects.toThrow('another range');
    await expect.poll(() => open).toBe(0);
  });
});

describe('names and lists', () => {
  let s3: Awaited<ReturnType<typeof startS3>>;
  beforeAll(async () => {
    s3 = await startS3();
  });
  afterAll(() => s3.stop());

  // The S3 server for tests escapes `&` twice in a list, and signs parentheses in a prefix otherwise than S3.
  test.each(['a b', 'a+b', 'größe 日本', '(a) *!', 'a%20b', 'a=b?c#d', 'n:o,p;q@r$s'])(
    'a name is the same on every way: %j',
    async (name) => {
      const [client, key] = [s3Client(s3.settings), `names/${name}`];
      expect(await client.create(key, Buffer.from(name))).toBe(true);
      expect(await client.size(key)).toBe(Buffer.byteLength(name));
      expect((await contentOf(await client.read(key, 0, 2))).toString()).toBe(
        Buffer.from(name).subarray(0, 3).toString(),
      );
      const listed = await Array.fromAsync(client.list(key.includes('(') ? 'names/' : key));
      expect(listed).toEqual([
        { name: key, size: Buffer.byteLength(name), changedAt: expect.any(Date) as Date },
      ]);
      await client.delete(key);
      expect(await client.size(key)).toBeNull();
    },
  );

  // The S3 server for tests cannot make the token of a second page.
  test('a list is read to its end, whatever its tokens, with a thousand entities in a page', async () => {
    const pages = ['', 'a+b/c=&d e', 'ü"<>'];
    const server = await store((response, { url }) => {
      const page = pages.indexOf(url.searchParams.get('continuation-token') ?? '');
      const contents = Array.from(
        { length: 1_000 },
        (_, index) =>
          `<Contents><Key>files/${page}&amp;${index}&#x20;&lt;</Key><LastModified>2026-11-30T10:00:00.000Z</LastModified>` +
          `<ETag>&quot;e&quot;</ETag><Size>${index}</Size></Contents>`,
      );
      const next = (pages[page + 1] ?? '')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;');
      xml(
        response,
        `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${contents.join('')}` +
          `<IsTruncated>${next !== ''}</IsTruncated>${next && `<NextContinuationToken>${next}</NextContinuationToken>`}</ListBucketResult>`,
      );
    });
    const listed = await Array.fromAsync(s3Client(server.settings).list('files/'));
    expect(listed).toHaveLength(3_000);
    expect(listed.at(-1)).toEqual({
      name: 'files/2&999 <',
      size: 999,
      changedAt: new Date('2026-11-30T10:00:00.000Z'),
    });
    expect(server.asked.map(({ url }) => url.searchParams.get('prefix'))).toEqual(pages.map(() => 'files/'));
  });
});
