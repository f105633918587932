import { download } from '$lib/server/downloads';
import { portalCaller } from '$lib/server/portal/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import type { RequestHandler } from './$types';

/** A file, to whoever may see it at this moment. */
export const GET: RequestHandler = (event) =>
  download(event, '/portal', () => portalCaller(contextOf(event)).files.open(event.params));
