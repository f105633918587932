import { UploadRefused, type UploadLedger } from './upload-ledger';

/** The procedures of a realm that an upload goes through, each a transaction as the person who makes the request. */
export type UploadCalls = {
  begin: (upload: { name: string; size: number }) => Promise<string | null>;
  find: (of: { uploadId: string }) => Promise<{
    id: string;
    name: string;
    size: string | number;
    writerEpoch: number;
    receivedAt: string | null;
    expiresAt: string;
  } | null>;
  take: (of: { uploadId: string }) => Promise<number | null>;
  receive: (of: { uploadId: string }) => Promise<unknown>;
  drop: (of: { uploadId: string }) => Promise<unknown>;
};

const tail_digits = 8;
const tailOf = (number: number) => number.toString(16).padStart(tail_digits, '0');

/** The storage key of an upload or an attachment: the row's id says it, so that no column has to. */
export const keyOf = (id: string): string => id.replaceAll('-', '') + tailOf(0);

/**
 * The key of the preview that an attachment's attempt of this number made, from 1. It is of the same row, so that it is kept
 * and swept with the file itself; and of two workers that are at it at once neither writes over the other.
 */
export const previewKeyOf = (id: string, number: number): string => id.replaceAll('-', '') + tailOf(number);

/** The id that a key was made of. */
export const idOf = (key: string): string =>
  key.slice(0, -tail_digits).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/**
 * Uploads as rows of the database. What a request found a file to be is not recorded here: whoever could write that could
 * write anything. A job looks at every file before anybody downloads it.
 */
export const ledgerOf = (calls: UploadCalls): UploadLedger => ({
  async create({ name, size }) {
    const id = await calls.begin({ name, size }).catch((refusal: unknown) => {
      if ((refusal as { code?: unknown }).code !== 'BAD_REQUEST') throw refusal;
      throw new UploadRefused(413, 'This file is too large, or too many uploads are waiting.');
    });
    if (!id) throw new UploadRefused(403, "You can't upload files here.");
    const begun = await calls.find({ uploadId: id });
    if (!begun) throw new UploadRefused(403, "You can't upload files here.");
    return { id, key: keyOf(id), expiresAt: new Date(begun.expiresAt) };
  },
  async find(id) {
    const row = await calls.find({ uploadId: id });
    return (
      row && {
        id: row.id,
        key: keyOf(row.id),
        size: Number(row.size),
        name: row.name,
        expiresAt: new Date(row.expiresAt),
        finished: row.receivedAt !== null,
      }
    );
  },
  async take(id) {
    const number = await calls.take({ uploadId: id });
    if (number === null) return null;
    // A person who was signed out meanwhile writes no more.
    const isStillOurs = () =>
      calls.find({ uploadId: id }).then(
        (row) => row?.writerEpoch === number,
        (refusal: unknown) => {
          if ((refusal as { code?: unknown }).code !== 'UNAUTHORIZED') throw refusal;
          return false;
        },
      );
    return { number, isStillOurs };
  },
  advance: () => Promise.resolve(),
  async finish(id) {
    await calls.receive({ uploadId: id });
  },
  async remove(id) {
    await calls.drop({ uploadId: id });
  },
});
