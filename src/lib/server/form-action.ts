import { fail, type RequestEvent } from '@sveltejs/kit';
import { TRPCError } from '@trpc/server';
import { sendOnToSignIn } from './kept-form';
import { goneSentence, logError, publicError, SomeGone } from './errors';
import { renderMarkdown } from './markdown';
import { formattingSentence } from './markdown-formatting';
import { pageError } from './page-errors';
import type { RequestContext } from './realm-procedure';
import { contextOf } from './trpc-endpoint';

type Values = Record<string, string>;
type All = (name: string) => string[];

/** What a form sent, to be given back to it: the text of each name, and all texts of those that came more than once. */
export const enteredOf = (values: Values, all: All) => ({
  values,
  lists: Object.fromEntries(
    Object.keys(values).flatMap((name) => {
      const texts = all(name);
      return texts.length > 1 ? [[name, texts] as const] : [];
    }),
  ),
});

/**
 * The sentence for records that are gone, by the names under which the form showed them: `called` holds an id and its name each.
 * Null where it does not name them all.
 */
function namedIn(called: FormDataEntryValue[], gone: readonly string[]): string | null {
  const names = gone.map((id) => {
    const found = called.find((one) => typeof one === 'string' && one.startsWith(`${id} `));
    return typeof found === 'string' ? found.slice(id.length + 1, id.length + 121) : null;
  });
  if (names.includes(null)) return null;
  return `${new Intl.ListFormat('en').format(names as string[])} ${goneSentence(gone.length)}`;
}

/**
 * The form actions of one realm: each calls a procedure with the form's fields and gives back what was entered with any
 * refusal, so that nothing is lost. `work` gets the fields as text; fields that are named more than once are in `all`, a file
 * that was chosen in `file`.
 */
export const formActionsOf =
  <Call>(callerOf: (context: RequestContext) => Call, place: '/portal' | '/staff') =>
  async <Result>(
    event: RequestEvent,
    work: (call: Call, values: Values, all: All, file: (name: string) => File | null) => Promise<Result>,
  ) => {
    const data = await event.request.formData();
    const values: Values = {};
    // For the sign-in page alone: it gives a form back to the person who wrote it.
    const writer = data.get('writer');
    data.delete('writer');
    const called = data.getAll('called');
    data.delete('called');
    for (const [name, value] of data) if (typeof value === 'string') values[name] = value;
    const all: All = (name) => data.getAll(name).filter((value) => typeof value === 'string');
    const file = (name: string) => {
      const value = data.get(name);
      return value instanceof File && value.size > 0 ? value : null;
    };
    try {
      return { done: true as const, result: await work(callerOf(contextOf(event)), values, all, file) };
    } catch (refusal) {
      if (!(refusal instanceof TRPCError)) throw refusal;
      if (refusal.code === 'UNAUTHORIZED') {
        if (!event.locals.view) sendOnToSignIn(event, place, typeof writer === 'string' ? writer : undefined);
        return pageError(refusal, event, place);
      }
      const { requestId } = event.locals;
      logError(refusal, { requestId, path: event.url.pathname });
      const { message, fields = {} } = publicError(refusal, requestId);
      const named = refusal instanceof SomeGone ? namedIn(called, refusal.gone) : null;
      const status =
        { BAD_REQUEST: 400, FORBIDDEN: 403, NOT_FOUND: 404, CONFLICT: 409 }[refusal.code as string] ?? 500;
      return fail(status, { message: named ?? message, fields, ...enteredOf(values, all) });
    }
  };

/** The form action behind every preview: the text that the button names, as it will stand there, and all that was entered. */
export const previewActionOf =
  <Call extends { account: { me: () => Promise<unknown> } }>(act: ReturnType<typeof formActionsOf<Call>>) =>
  async (event: RequestEvent) => {
    const outcome = await act(event, async (call, values, all) => {
      await call.account.me();
      const text = values[values.preview ?? ''] ?? '';
      return { html: renderMarkdown(text), formatting: formattingSentence(text), ...enteredOf(values, all) };
    });
    return 'done' in outcome ? { previewed: outcome.result } : outcome;
  };
