import { downloadPreview } from '$lib/server/downloads';
import { staffCaller } from '$lib/server/staff/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import type { RequestHandler } from './$types';

/** The preview of a picture, to whoever may see the picture at this moment. */
export const GET: RequestHandler = (event) =>
  downloadPreview(event, '/staff', () => staffCaller(contextOf(event)).files.preview(event.params));
