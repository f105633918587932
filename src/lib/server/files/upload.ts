/**
 * Resumable uploads by tus 1.0.0 (creation, termination, expiration): a browser that lost its line, or came back after the
 * server was killed, asks how far it was and goes on there. Who may do it is asked before each request.
 *
 * The library speaks the protocol; what is not left to it: permission, origin, sentences (its own would tell of errors
 * inside), the one answer for hidden, expired and absent, and finishing an upload whose last answer was lost.
 */
import { Server } from '@tus/server';
import { isId } from '../../domain/id';
import { log } from '../log';
import { isFromElsewhere } from '../same-site';
import type { FileSettings } from './configured';
import { finishUpload } from './finish-upload';
import { OffsetTaken, TooLarge, TooManyPieces } from './storage';
import { UploadRefused, type UploadLedger } from './upload-ledger';
import { uploadLocks } from './upload-locks';
import { UploadStore } from './upload-store';

export type UploadOptions = {
  /** The address at which uploads are created, without a slash at the end; an upload's own address is `<path>/<id>`. */
  path: string;
  /** The application's own, `https://portal.example`. */
  origin: string;
  /** Whether this person may upload here, asked before each request is read. */
  mayUpload: () => Promise<boolean>;
  /** In bytes. */
  size_max?: number;
};

const uploadSize_max = 100_000_000;

/** How long a request may go on once another one for the same upload has come. */
const drain_ms = 500;

/** Answers one request of the tus protocol. */
export async function handleUpload(
  request: Request,
  ledger: UploadLedger,
  settings: FileSettings,
  { path, origin, mayUpload, size_max = uploadSize_max }: UploadOptions,
): Promise<Response> {
  if (isFromElsewhere(request, origin)) return say(403, "Requests from other sites aren't allowed.");
  if (!['OPTIONS', 'POST', 'HEAD', 'PATCH', 'DELETE'].includes(request.method))
    return say(405, "You can't download an upload here.");
  if (!(await mayUpload())) return nothing();

  const id = new URL(request.url).pathname.slice(path.length + 1);
  const upload = isId(id) ? await ledger.find(id) : null;
  const isNew = id === '' && (request.method === 'POST' || request.method === 'OPTIONS');
  if (!isNew && (!upload || upload.expiresAt <= new Date())) return nothing();

  try {
    // The bytes had all come, but the server was killed, or the scanner was away, before they were looked at.
    if (upload && !upload.finished && request.method === 'HEAD') {
      if ((await settings.storage.offset(upload.key)) === upload.size)
        await finishUpload(upload, ledger, settings);
    }
    const store = new UploadStore(ledger, settings.storage, upload);
    const server = new Server({
      path,
      datastore: store,
      locker: uploadLocks,
      // An upload that has begun goes on, also where the limit has come down since.
      maxSize: upload ? 0 : size_max,
      relativeLocation: true,
      lockDrainTimeout: drain_ms,
      getFileIdFromRequest: () => upload?.id,
      onUploadFinish: async (_request, { id: finished }) => {
        const whole = await ledger.find(finished);
        if (!whole) throw new UploadRefused(409, sentences[404] ?? '');
        await finishUpload(whole, ledger, settings);
        return {};
      },
      onResponseError: (_request, error) => answerTo(store.bodyTooLarge ? new TooLarge() : error),
    });
    return sameSiteOnly(await server.handleWeb(request));
  } catch (error) {
    const { status_code, body } = answerTo(error);
    return say(status_code, body);
  }
}

const sentences: Record<number, string> = {
  400: "That didn't work. Reload the page and try again.",
  404: "We can't find this page, or you don't have access to it.",
  409: 'The upload got out of step. Resuming from the right place.',
  413: 'This file is too large.',
  423: 'This upload is busy. Try again in a moment.',
  500: 'Something went wrong. Your upload so far is saved; try again.',
};

/** Constant sentences: what the library or storage says of an error stays in the log. */
function answerTo(error: unknown): { status_code: number; body: string } {
  if (error instanceof UploadRefused) return { status_code: error.status, body: error.message };
  const status_code = statusOf(error);
  if (status_code === 500) log.error({ err: error }, 'upload failed');
  return { status_code, body: sentences[status_code] ?? '' };
}

function statusOf(error: unknown): number {
  if (error instanceof OffsetTaken) return 409;
  if (error instanceof TooLarge || error instanceof TooManyPieces) return 413;
  const { status_code, body = '' } = (error ?? {}) as { status_code?: number; body?: string };
  if (body.includes('acquire lock')) return 423;
  if (status_code === 410) return 404;
  if (status_code === 404 || status_code === 409 || status_code === 413) return status_code;
  return status_code && status_code !== 500 ? 400 : 500;
}

const headers = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };

const say = (status: number, sentence: string) =>
  new Response(sentence, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } });

const nothing = () => say(404, sentences[404] ?? '');

/** The library opens uploads to every origin; ours are for our own pages. */
function sameSiteOnly(response: Response): Response {
  for (const name of [...response.headers.keys()])
    if (name.startsWith('access-control-')) response.headers.delete(name);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
