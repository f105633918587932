import type { Drafts } from './drafts/drafts.svelte';

type Kept = { requestId: string; words: string };

/**
 * Stores the request id and the values of a submission beside the form's draft until the server answers. If the answer is lost,
 * the same values sent again, also after a reload, carry the same request id, so the server saves them once. Changed values get
 * an id of their own. Changes `sent`; does nothing where it carries no request id.
 */
export function idempotentSubmit(
  drafts: Drafts | undefined,
  { pathname, search }: URL,
  sent: FormData,
): { answered: () => void } {
  const own = sent.get('requestId');
  if (typeof own !== 'string' || !drafts) return { answered: () => {} };
  const [action = ''] = search.split('&');
  const draft = drafts.note(`${pathname}${action} ${textOf(sent.get('form'))}`);
  const words = wordsOf(sent);
  const before = keptIn(draft.read());
  // The form still has the id under which other values were sent.
  const taken = before?.requestId === own ? crypto.randomUUID() : own;
  const requestId = before?.words === words ? before.requestId : taken;
  sent.set('requestId', requestId);
  draft.write(JSON.stringify({ requestId, words } satisfies Kept));
  return { answered: draft.clear };
}

/** Fields of the request itself, which may differ when a person sends the same values again. */
const around = new Set(['writer', 'called', 'requestId', 'upload', 'confirmed', 'status', 'from', 'form']);
const wordsOf = (sent: FormData) =>
  JSON.stringify(
    [...sent].filter(([name]) => !around.has(name)).map(([name, value]) => [name, textOf(value)]),
  );

const textOf = (value: FormDataEntryValue | null) => (typeof value === 'string' ? value : '');

function keptIn(text: string | null): Kept | null {
  try {
    return JSON.parse(text ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}
