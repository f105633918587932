/** The few requests to an S3-compatible server that storage needs, signed. Names are ours, so nothing in them needs escaping. */
import { AwsClient } from 'aws4fetch';

export type S3Settings = {
  /** `https://s3.eu-central-1.amazonaws.com`, or a server of one's own. Buckets are addressed by path. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

export type S3Object = { name: string; size: number; changedAt: Date };

/** A server that does not answer holds nobody longer than this. Bodies may take their time. */
const answer_ms_max = 60_000;

/** Another status than was wanted. The server's own words are for the log. */
class S3Error extends Error {
  override name = 'S3Error';
  readonly status: number;

  constructor(status: number, said: string) {
    super(`the file storage answered ${status}: ${said.slice(0, 500)}`);
    this.status = status;
  }
}

export function s3Client({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Settings) {
  const aws = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 3 });
  const base = `${endpoint.replace(/\/$/, '')}/${bucket}`;

  /** Answers with a status of `accept`; throws S3Error for others. */
  async function ask(
    method: string,
    path: string,
    {
      accept = [],
      body,
      headers = {},
    }: { accept?: number[]; body?: Uint8Array<ArrayBuffer> | string; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('the file storage did not answer')), answer_ms_max);
    try {
      const response = await aws.fetch(`${base}${path}`, {
        method,
        headers,
        redirect: 'error',
        signal: late.signal,
        ...(body !== undefined && { body }),
      });
      if (response.ok || accept.includes(response.status)) return response;
      throw new S3Error(response.status, await response.text());
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether it was written: with `isNew` not, where the name is taken. */
  const written = async (response: Response): Promise<boolean> => {
    const text = await response.text();
    // Completing a multipart upload fails with status 200.
    if (text.includes('<Error>') && response.ok) throw new S3Error(response.status, text);
    return response.ok;
  };
  const onlyNew = { accept: [409, 412], headers: { 'if-none-match': '*' } };

  return {
    /** Writes an object that must not be there yet; false where it is, or is being written. */
    create: async (name: string, body: Uint8Array<ArrayBuffer>): Promise<boolean> =>
      written(await ask('PUT', `/${name}`, { body, ...onlyNew })),

    /** Size in bytes, null where there is no such object. */
    async size(name: string): Promise<number | null> {
      const response = await ask('HEAD', `/${name}`, { accept: [404] });
      return response.ok ? Number(response.headers.get('content-length')) : null;
    },

    /** Null where there is no such object. */
    async read(name: string, start: number, end: number): Promise<ReadableStream<Uint8Array> | null> {
      const response = await ask('GET', `/${name}`, {
        accept: [404],
        headers: { range: `bytes=${start}-${end}` },
      });
      const isRange = response.headers.get('content-range')?.startsWith(`bytes ${start}-${end}/`);
      if (isRange) return response.body;
      await response.body?.cancel();
      // Some servers send the whole for a range that they don't understand.
      if (response.ok) throw new S3Error(response.status, 'another range than was asked for');
      return null;
    },

    async delete(name: string): Promise<void> {
      await (await ask('DELETE', `/${name}`, { accept: [404] })).body?.cancel();
    },

    async *list(prefix: string): AsyncGenerator<S3Object> {
      for (let token = ''; ;) {
        const query = new URLSearchParams({ 'list-type': '2', prefix });
        if (token) query.set('continuation-token', token);
        const xml = await (await ask('GET', `?${query}`)).text();
        for (const [, entry = ''] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
          yield {
            name: textOf(entry, 'Key'),
            size: Number(textOf(entry, 'Size')),
            changedAt: new Date(textOf(entry, 'LastModified')),
          };
        }
        token = textOf(xml, 'NextContinuationToken');
        if (!token) return;
      }
    },

    /** Begins an object in parts. Returns its upload id. */
    begin: async (name: string): Promise<string> =>
      textOf(await (await ask('POST', `/${name}?uploads=`)).text(), 'UploadId'),

    /** Writes one part, all but the last of 5 MiB at least. Returns its ETag. */
    async part(name: string, id: string, number: number, body: Uint8Array<ArrayBuffer>): Promise<string> {
      const query = new URLSearchParams({ partNumber: String(number), uploadId: id });
      const response = await ask('PUT', `/${name}?${query}`, { body });
      await response.body?.cancel();
      return response.headers.get('etag') ?? '';
    },

    /** Makes the object out of its parts; false where there is one of this name already. */
    async complete(name: string, id: string, tags: string[]): Promise<boolean> {
      const parts = tags.map(
        (tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`,
      );
      const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
      return written(
        await ask('POST', `/${name}?${new URLSearchParams({ uploadId: id })}`, { body, ...onlyNew }),
      );
    },

    async abandon(name: string, id: string): Promise<void> {
      const query = new URLSearchParams({ uploadId: id });
      await (await ask('DELETE', `/${name}?${query}`, { accept: [404] })).body?.cancel();
    },
  };
}

/** The first element of this name, with the five entities read. */
function textOf(xml: string, element: string): string {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';
  const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text
    .replaceAll(/&#(x[0-9a-f]+|\d+);/gi, (_, code: string) => String.fromCodePoint(Number(`0${code}`)))
    .replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '');
}
