import type { RequestEvent } from '@sveltejs/kit';
import { TRPCError } from '@trpc/server';
import { fileSettings } from './files/configured';
import { ledgerOf, type UploadCalls } from './files/ledger-of';
import { handleUpload } from './files/upload';

type Person = { tenant: { uploadLimit_bytes: number } | null };

/** Answers resumable uploads (tus) under a path of one realm, as the person who makes the request. */
export const uploadEndpoint =
  (path: string, callsOf: (event: RequestEvent) => { files: UploadCalls; whoAsks: () => Promise<Person> }) =>
  async (event: RequestEvent): Promise<Response> => {
    const { files, whoAsks } = callsOf(event);
    const person = await whoAsks().catch((refusal: unknown) => {
      if (refusal instanceof TRPCError) return null;
      throw refusal;
    });
    return handleUpload(event.request, ledgerOf(files), await fileSettings(), {
      path,
      origin: event.url.origin,
      mayUpload: () => Promise.resolve(person !== null && event.locals.view === null),
      size_max: person?.tenant?.uploadLimit_bytes ?? 0,
    });
  };
