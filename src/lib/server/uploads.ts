import type { RequestEvent } from '@sveltejs/kit';
import { TRPCError } from '@trpc/server';
import { fileSettings } from './files/configured';
import { ledgerOf, type UploadCalls } from './files/ledger-of';
import { handleUpload } from './files/upload';

/** The tenant's own limit is the database's; this one only keeps nonsense from being announced. */
const size_max = 1024 ** 4;

/** Answers resumable uploads (tus) under a path of one realm, as the person who makes the request. */
export const uploadEndpoint =
  (
    path: string,
    callsOf: (event: RequestEvent) => { files: UploadCalls; isSignedIn: () => Promise<unknown> },
  ) =>
  async (event: RequestEvent): Promise<Response> => {
    const { files, isSignedIn } = callsOf(event);
    const mayUpload = () =>
      isSignedIn().then(
        () => event.locals.view === null,
        (refusal: unknown) => {
          if (refusal instanceof TRPCError) return false;
          throw refusal;
        },
      );
    return handleUpload(event.request, ledgerOf(files), await fileSettings(), {
      path,
      origin: event.url.origin,
      mayUpload,
      size_max,
    });
  };
