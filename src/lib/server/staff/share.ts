import type { RequestEvent } from '@sveltejs/kit';
import { staffForm } from './form';

/**
 * The form action behind every visibility switch and bulk bar: fields kind, id (one or many), visibility, reason. What the
 * client would gain beyond the one record that was clicked is shown first, and shared once that is confirmed; `look` asks to
 * be shown in any case.
 */
export const share = (event: RequestEvent) =>
  staffForm.send(event, async (call, { kind, visibility, reason, confirmed, look }, all) => {
    const change = { kind, ids: all('id'), visibility, reason } as Parameters<typeof call.visibility.set>[0];
    if (change.visibility === 'client_visible' && !confirmed) {
      const preview = await call.visibility.preview(change);
      const { gains, further, references, history } = preview;
      const more =
        change.ids.length > 1 ||
        gains.length > 1 ||
        further.length > 0 ||
        references.length > 0 ||
        history.length > 0;
      if (look || more) return { sharing: { preview, change } };
    }
    return call.visibility.set(change);
  });
