import { download } from '$lib/server/downloads';
import { staffCaller } from '$lib/server/staff/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import type { RequestHandler } from './$types';

/** A file, to whoever may see it at this moment. */
export const GET: RequestHandler = (event) =>
  download(event, '/staff', () => staffCaller(contextOf(event)).files.open(event.params));
