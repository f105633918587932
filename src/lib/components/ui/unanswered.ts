import type { Drafts } from './drafts/drafts.svelte';

type Kept = { requestId: string; words: string };

/**
 * What a form sends, kept beside its draft until an answer comes. An answer can be lost on its way: sent again as it was, also
 * after a reload, the same goes under the same request id, and so arrives once. Other words are a request of their own, so that
 * none of them is taken for what arrived before. Changes `sent`; where it carries no request id, nothing is kept.
 */
export function unanswered(
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
  // The form still holds the id under which other words went.
  const taken = before?.requestId === own ? crypto.randomUUID() : own;
  const requestId = before?.words === words ? before.requestId : taken;
  sent.set('requestId', requestId);
  draft.write(JSON.stringify({ requestId, words } satisfies Kept));
  return { answered: draft.clear };
}

/** Of the request, not of what is said: what may differ where somebody sends the same once more. */
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
