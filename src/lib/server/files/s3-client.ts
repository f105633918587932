/** The few requests to an S3-compatible server that storage needs, by the SDK of its makers, bound to what the settings say. */
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

export type S3Settings = {
  /** `https://s3.eu-central-1.amazonaws.com`, or a server of one's own. Buckets are addressed by path. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};

export type S3Object = { name: string; size: number; changedAt: Date };

/** A server that does not answer holds nobody longer than this, tried again or not. Bodies of objects may take their time. */
const answer_ms_max = 60_000;

/** A body of which nothing more comes, though somebody waits for it, is given up. */
const silence_ms_max = 300_000;

const attempts_max = 4;

/** Another status than was wanted. The server's own words are for the log. */
class S3Error extends Error {
  override name = 'S3Error';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(`the file storage answered ${status}: ${detail.slice(0, 500)}`);
    this.status = status;
  }
}

type Limits = { answer_ms?: number; silence_ms?: number };

export function s3Client(
  settings: S3Settings,
  { answer_ms = answer_ms_max, silence_ms = silence_ms_max }: Limits = {},
) {
  const client = openClient(settings);
  const Bucket = settings.bucket;

  /** Null where the server answers with a status of `accept`; throws S3Error for others. */
  async function ask<Output>(
    send: (options: { abortSignal: AbortSignal }) => Promise<Output>,
    accept: number[] = [],
  ): Promise<Output | null> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), answer_ms);
    try {
      return await send({ abortSignal: late.signal });
    } catch (error) {
      if (late.signal.aborted) throw new Error('the file storage did not answer');
      const { status, detail } = answerIn(error);
      if (status === null) throw new Error(`the file storage cannot be reached: ${detail}`, { cause: error });
      if (accept.includes(status)) return null;
      throw new S3Error(status, detail);
    } finally {
      clearTimeout(timer);
    }
  }

  const taken = [409, 412];
  const absent = [404];

  return {
    /** Writes an object that must not be there yet; false where it is, or is being written. */
    async create(name: string, body: Uint8Array): Promise<boolean> {
      const put = new PutObjectCommand({ Bucket, Key: name, Body: body, IfNoneMatch: '*' });
      return (await ask((options) => client.send(put, options), taken)) !== null;
    },

    /** Size in bytes, null where there is no such object. */
    async size(name: string): Promise<number | null> {
      const head = new HeadObjectCommand({ Bucket, Key: name });
      const found = await ask((options) => client.send(head, options), absent);
      return found && (found.ContentLength ?? 0);
    },

    /** Null where there is no such object. */
    async read(name: string, start: number, end: number): Promise<ReadableStream<Uint8Array> | null> {
      const get = new GetObjectCommand({ Bucket, Key: name, Range: `bytes=${start}-${end}` });
      const found = await ask((options) => client.send(get, options), absent);
      if (!found) return null;
      const { Body: body, ContentRange: range } = found;
      if (!(body instanceof Readable)) throw new Error('the file storage sent no body');
      if (range?.startsWith(`bytes ${start}-${end}/`)) return streamOf(body, silence_ms);
      body.destroy();
      // Some servers send the whole for a range that they don't understand.
      throw new S3Error(found.$metadata.httpStatusCode ?? 200, 'another range than was asked for');
    },

    async delete(name: string): Promise<void> {
      const remove = new DeleteObjectCommand({ Bucket, Key: name });
      await ask((options) => client.send(remove, options), absent);
    },

    async *list(prefix: string): AsyncGenerator<S3Object> {
      for (let token: string | undefined; ;) {
        const list = new ListObjectsV2Command({ Bucket, Prefix: prefix, ContinuationToken: token });
        list.middlewareStack.add(
          (next) => (args) => {
            // Some servers sign `/bucket`, whatever the address: the SDK's `/bucket/` they refuse.
            const request = args.request as { path: string };
            request.path = request.path.replace(/\/$/, '');
            return next(args);
          },
          { step: 'build' },
        );
        const page = await ask((options) => client.send(list, options));
        for (const { Key = '', Size = 0, LastModified = new Date(Number.NaN) } of page?.Contents ?? [])
          yield { name: Key, size: Size, changedAt: LastModified };
        token = page?.NextContinuationToken;
        if (!token) return;
      }
    },

    /** Begins an object in parts. Returns its upload id. */
    async begin(name: string): Promise<string> {
      const begin = new CreateMultipartUploadCommand({ Bucket, Key: name });
      const begun = await ask((options) => client.send(begin, options));
      if (!begun?.UploadId) throw new Error('the file storage began an upload and gave it no id');
      return begun.UploadId;
    },

    /** Writes one part, all but the last of 5 MiB at least. Returns its ETag. */
    async part(name: string, id: string, number: number, body: Uint8Array): Promise<string> {
      const part = new UploadPartCommand({ Bucket, Key: name, UploadId: id, PartNumber: number, Body: body });
      return (await ask((options) => client.send(part, options)))?.ETag ?? '';
    },

    /** Makes the object out of its parts; false where there is one of this name already. */
    async complete(name: string, id: string, tags: string[]): Promise<boolean> {
      const complete = new CompleteMultipartUploadCommand({
        ...{ Bucket, Key: name, UploadId: id, IfNoneMatch: '*' },
        MultipartUpload: { Parts: tags.map((ETag, index) => ({ ETag, PartNumber: index + 1 })) },
      });
      return (await ask((options) => client.send(complete, options), taken)) !== null;
    },

    async abandon(name: string, id: string): Promise<void> {
      const abort = new AbortMultipartUploadCommand({ Bucket, Key: name, UploadId: id });
      await ask((options) => client.send(abort, options), absent);
    },
  };
}

/** Everything that the SDK would else look for in AWS_… variables and files of the machine is said here. */
function openClient({ endpoint, region, accessKeyId, secretAccessKey }: S3Settings): S3Client {
  return new S3Client({
    ...{ endpoint: endpoint.replace(/\/$/, ''), region, credentials: { accessKeyId, secretAccessKey } },
    forcePathStyle: true,
    // Servers that only resemble S3 refuse checksums and trailers that they do not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Waiting for leave to send would cost each segment a connection, and a second where the server never gives it.
    expectContinueHeader: false,
    ...{ maxAttempts: attempts_max, retryMode: 'standard', defaultsMode: 'standard' },
    ...{ useFipsEndpoint: false, useDualstackEndpoint: false, useArnRegion: false },
    ...{ disableS3ExpressSessionAuth: true, authSchemePreference: ['sigv4'] },
    // The SDK's own agents hold fifty connections: fifty visitors who download slowly would keep everybody else waiting.
    requestHandler: { httpAgent: http.globalAgent, httpsAgent: https.globalAgent, socketTimeout: 0 },
  });
}

/** Status and words of what the SDK throws; no status where no answer came. */
function answerIn(error: unknown): { status: number | null; detail: string } {
  const thrown = error as Error & {
    code?: string;
    $metadata?: { httpStatusCode?: number };
    $responseBodyText?: string;
  };
  const status = thrown.$metadata?.httpStatusCode ?? null;
  if (status === null) return { status, detail: thrown.code ?? thrown.message };
  // An answer that is not of S3, as of a proxy between.
  return { status, detail: thrown.$responseBodyText ?? `${thrown.name}: ${thrown.message}` };
}

/** Nothing is read before it is asked for. Cancelling it closes the connection. */
function streamOf(body: Readable, silence_ms: number): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const silent = new Error('the file storage stopped in the middle of a file');
        const timer = setTimeout(() => body.destroy(silent), silence_ms);
        try {
          const next = await chunks.next();
          if (next.done) controller.close();
          else controller.enqueue(next.value);
        } finally {
          clearTimeout(timer);
        }
      },
      cancel() {
        body.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
