import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { log } from './log';

/** The public part of an error: a constant code, a sentence for people, the request to quote, errors by field. */
export type PublicError = { code: string; requestId: string; fields?: Record<string, string> };

type Code = ConstructorParameters<typeof TRPCError>[0]['code'];

/** A refusal whose sentence was written for the person who reads it. Everything else is told by a constant sentence. */
export class Refusal extends TRPCError {
  readonly fields: Record<string, string> | undefined;

  constructor(code: Code, sentence: string, fields?: Record<string, string>) {
    super({ code, message: sentence });
    this.fields = fields;
  }
}

/** The one answer for what is hidden and what does not exist. */
export const notFound = () => new Refusal('NOT_FOUND', sentences.NOT_FOUND);

/** Something was to be done with several records, and some are hidden or absent: which, for who asked to name them. */
export class SomeGone extends Refusal {
  readonly gone: readonly string[];

  constructor(gone: readonly string[], asked: number) {
    super('NOT_FOUND', `${gone.length} of these ${asked} ${goneSentence(gone.length)}`);
    this.gone = gone;
  }
}

/** The words that follow the names, or the number, of records that are hidden or absent. */
export const goneSentence = (count: number) =>
  count === 1
    ? "no longer exists, or you don't have access to it. Nothing was changed."
    : "no longer exist, or you don't have access to them. Nothing was changed.";

/** The refusal where of the records that were asked for these alone are seen; of one record it is that of any one. */
export function goneOf(asked: readonly string[], seen: readonly { id: string }[]): Refusal {
  const known = new Set(seen.map(({ id }) => id));
  const gone = [...new Set(asked)].filter((id) => !known.has(id));
  return new Set(asked).size > 1 ? new SomeGone(gone, new Set(asked).size) : notFound();
}

/** For a write that a policy let pass by, because the person's role does not go that far. */
export const forbidden = () => new Refusal('FORBIDDEN', sentences.FORBIDDEN);

/** A save over somebody else's newer one. */
export const stale = () =>
  new Refusal(
    'CONFLICT',
    'Someone else changed this while you were editing. We kept your text. Review the new version and save again.',
  );

const highlighted = 'Check the highlighted fields.';
const sentences = {
  UNAUTHORIZED: "You've been signed out. Sign in to continue.",
  FORBIDDEN: "You don't have permission to do this.",
  NOT_FOUND: "We can't find this page, or you don't have access to it.",
  BAD_REQUEST: "Something here isn't right. Check what you entered and try again.",
  CONFLICT: 'This already exists.',
  TIMEOUT: 'That took too long, so we stopped it. Nothing was saved.',
  TOO_MANY_REQUESTS: 'Too many requests. Wait a minute and try again.',
  PAYLOAD_TOO_LARGE: 'This is too large to send.',
  METHOD_NOT_SUPPORTED: "That didn't work. Reload the page and try again.",
  UNSUPPORTED_MEDIA_TYPE: "That didn't work. Reload the page and try again.",
  SERVICE_UNAVAILABLE: "We're restarting. Try again in a moment.",
  INTERNAL_SERVER_ERROR: 'Something went wrong on our side. Nothing was saved. Try again.',
} as const;

/** SQLSTATE to a code. The database's own text (names of constraints, values) never leaves the log. */
const byState: Record<string, keyof typeof sentences> = {
  '22003': 'BAD_REQUEST',
  '22007': 'BAD_REQUEST',
  '22008': 'BAD_REQUEST',
  '22021': 'BAD_REQUEST',
  '22P02': 'BAD_REQUEST',
  '22P05': 'BAD_REQUEST',
  '23502': 'BAD_REQUEST',
  '23503': 'NOT_FOUND',
  '23505': 'CONFLICT',
  '23514': 'BAD_REQUEST',
  '25006': 'FORBIDDEN',
  '42501': 'FORBIDDEN',
  '57014': 'TIMEOUT',
};

function codeOf(error: TRPCError): keyof typeof sentences {
  const state = (error.cause as { code?: unknown } | undefined)?.code;
  if (error.code === 'INTERNAL_SERVER_ERROR' && typeof state === 'string' && byState[state])
    return byState[state];
  return error.code in sentences ? (error.code as keyof typeof sentences) : 'INTERNAL_SERVER_ERROR';
}

/** Errors by field out of a zod error: the first sentence for each. */
export function fieldErrors(error: ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.') || 'form'] ??= issue.message;
  return fields;
}

/** Turns database errors into refusals, so that HTTP status and body agree. Refusals and tRPC's own pass unchanged. */
export function refusalOf(error: unknown): unknown {
  const wrapped =
    error instanceof TRPCError ? error : new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error });
  if (wrapped.code !== 'INTERNAL_SERVER_ERROR') return wrapped;
  const code = codeOf(wrapped);
  return code === 'INTERNAL_SERVER_ERROR'
    ? wrapped
    : new TRPCError({ code, message: sentences[code], cause: wrapped.cause });
}

/** The public shape of an error. */
export function publicError(error: TRPCError, requestId: string): PublicError & { message: string } {
  const code = codeOf(error);
  const fields =
    error instanceof Refusal
      ? error.fields
      : error.cause instanceof ZodError
        ? fieldErrors(error.cause)
        : undefined;
  const message = error instanceof Refusal ? error.message : fields ? highlighted : sentences[code];
  return { code: code.toLowerCase(), message, requestId, ...(fields && { fields }) };
}

/** The line in the log, with the cause that the browser does not get. */
export function logError(error: TRPCError, about: Record<string, unknown>): void {
  const line = { ...about, code: error.code };
  if (codeOf(error) === 'INTERNAL_SERVER_ERROR')
    log.error({ ...line, err: error.cause ?? error }, 'request failed');
  else log.info({ ...line, cause: error.cause?.message }, 'request refused');
}
