import type { RequestEvent } from '@sveltejs/kit';
import { staffAction } from './form';

/** The form action behind every visibility switch and bulk bar: fields kind, id (one or many), visibility, reason. */
export const share = (event: RequestEvent) =>
  staffAction(event, (call, { kind, visibility, reason }, all) =>
    call.visibility.set({ kind, ids: all('id'), visibility, reason } as never),
  );
