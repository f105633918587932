import { Refusal } from './errors';

/** For a write whose files are not all there: the sentence in place of the database's error; any other error as it is. */
export function lostUpload(error: unknown, code: 'BAD_REQUEST' | 'NOT_FOUND' = 'BAD_REQUEST'): unknown {
  const isLost = (error as { code?: unknown } | null)?.code === '23503';
  return isLost
    ? new Refusal(code, 'One of your files has expired.', {
        uploads: 'One of your files has expired. Attach it again.',
      })
    : error;
}
