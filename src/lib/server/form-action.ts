import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { TRPCError, type AnyTRPCRouter } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { z } from 'zod';
import { actionOf } from '../domain/page-address';
import { goneSentence, logError, publicError, SomeGone } from './errors';
import { inputOf, type Sent } from './form-input';
import { sendOnToSignIn } from './kept-form';
import { renderMarkdown } from './markdown';
import { formattingSentence } from './markdown-formatting';
import { pageError } from './page-errors';
import type { RequestContext } from './realm-procedure';
import { contextOf } from './trpc-endpoint';

type Values = Sent['values'];
type All = Sent['all'];

/** The fields of a form, to be given back to it: the text of each name, and all texts of those that came more than once. */
const enteredOf = ({ values, all }: Pick<Sent, 'values' | 'all'>) => ({
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

/** A procedure of the realm, as its caller has it. */
type Procedure<Input, Result> = (input: Input) => Promise<Result>;

type Options<Input, Result> = {
  /** Fields of the input that the form sends under another name, or in another shape. */
  input?: (sent: Sent, params: RequestEvent['params']) => { [Name in keyof Input]?: unknown };
  /** The page that follows a success. */
  then?: string | ((result: Result, event: RequestEvent) => string);
  /** The place that a page without scripts opens at after a success, by a redirect, so that a reload does not repeat it: `#thread`, or the top. */
  anchor?: `#${string}` | '';
  /** The sentence above the warnings that a procedure answered in place of doing it. */
  warned?: string;
};

type FormFailure = {
  /** The identity that the form gave itself, so that of several on a page one shows the answer. */
  form: string;
  message: string;
  fields: Partial<Record<string, string>>;
  values: Values;
  lists: Record<string, string[]>;
};
type Failure = ActionFailure<FormFailure>;
type Done<Result> = { done: string; form: string; result: Result };
/** A failure with the warnings that such a result holds. */
type Warned<Result> = Result extends { warnings: infer Warnings }
  ? ActionFailure<FormFailure & { warnings: Warnings }>
  : never;

const warningsIn = (result: unknown): unknown[] =>
  result instanceof Object && 'warnings' in result && Array.isArray(result.warnings) ? result.warnings : [];

/** Whether the browser sent the form by itself, and shows what comes back as a page. */
const isPlain = ({ request }: RequestEvent) => !request.headers.has('x-sveltekit-action');

/** The path of the procedure that this picks off a realm's caller: `tickets.reply`. */
function pathOf(pick: (call: never) => unknown): string {
  const path: string[] = [];
  const recorder: unknown = new Proxy(() => {}, {
    get(_, name) {
      path.push(String(name));
      return recorder;
    },
  });
  pick(recorder as never);
  return path.join('.');
}

/**
 * The form actions of one realm.
 *
 * `action` makes one of a procedure: it merges the form's fields, its repeated fields and the address's parameters by the procedure's
 * schema, and answers `{ done: 'tickets.reply', result }`, or a failure with the sentence, the errors by field and everything that was
 * entered, so that nothing is lost. `actions` makes several that need no more. `send` is for an action that does more than call one
 * procedure. Each leads to the sign-in page where the session has ended.
 */
export function formActionsOf<Call extends { account: { me: () => Promise<unknown> } }>(
  router: AnyTRPCRouter,
  callerOf: (context: RequestContext) => Call,
  realmPath: '/portal' | '/staff',
) {
  async function send<Result>(
    event: RequestEvent,
    work: (call: Call, values: Values, all: All, file: Sent['file']) => Promise<Result>,
  ): Promise<Done<Result> | Failure> {
    const data = await event.request.formData();
    const values: Values = {};
    // For the sign-in page alone: it gives a form back to the person who wrote it.
    const writer = data.get('writer');
    data.delete('writer');
    const called = data.getAll('called');
    data.delete('called');
    for (const [name, value] of data) if (typeof value === 'string') values[name] = value;
    const all: All = (name) => data.getAll(name).filter((value) => typeof value === 'string');
    // A form without a key may leave its identity to the address that it is posted to.
    const action = actionOf(event.url);
    const { form = action && `?${action}` } = values;
    const file = (name: string) => {
      const value = data.get(name);
      return value instanceof File && value.size > 0 ? value : null;
    };
    try {
      return { done: 'sent', form, result: await work(callerOf(contextOf(event)), values, all, file) };
    } catch (refusal) {
      if (!(refusal instanceof TRPCError)) throw refusal;
      if (refusal.code === 'UNAUTHORIZED') {
        if (!event.locals.view)
          sendOnToSignIn(event, realmPath, typeof writer === 'string' ? writer : undefined);
        return pageError(refusal, event, realmPath);
      }
      const { requestId } = event.locals;
      logError(refusal, { requestId, path: event.url.pathname });
      const { message, fields = {} } = publicError(refusal, requestId);
      const named = refusal instanceof SomeGone ? namedIn(called, refusal.gone) : null;
      return fail(getHTTPStatusCodeFromError(refusal), {
        form,
        message: named ?? message,
        fields,
        ...enteredOf({ values, all }),
      });
    }
  }

  const schemasOf = (path: string) => {
    const procedure = (router._def.procedures as Record<string, { _def: { inputs: z.core.$ZodType[] } }>)[
      path
    ];
    if (!procedure) throw new Error(`No procedure is called ${path}.`);
    return procedure._def.inputs;
  };

  const action = <Input, Result>(
    pick: (call: Call) => Procedure<Input, Result>,
    { input, then, anchor, warned }: Options<Input, Result> = {},
  ) => {
    const path = pathOf(pick);
    const schemas = schemasOf(path);
    return async (event: RequestEvent): Promise<Done<Result> | Failure | Warned<Result>> => {
      const outcome = await send(event, async (call, values, all, file) => {
        const sent = { values, all, file };
        const merged = { ...inputOf(schemas, sent, event.params), ...input?.(sent, event.params) };
        return { result: await pick(call)(merged as Input), entered: enteredOf(sent) };
      });
      if (!('done' in outcome)) return outcome;
      const { form } = outcome;
      const { result, entered } = outcome.result;
      const warnings = warned === undefined ? [] : warningsIn(result);
      if (warned !== undefined && warnings.length > 0) {
        return fail(409, { form, message: warned, fields: {}, ...entered, warnings });
      }
      if (then !== undefined) redirect(303, typeof then === 'string' ? then : then(result, event));
      if (anchor !== undefined && isPlain(event)) redirect(303, `${event.url.pathname}${anchor}`);
      return { done: path, form, result };
    };
  };

  type Picks = Record<string, (call: Call) => Procedure<never, unknown>>;
  const actions = <Named extends Picks>(picks: Named) =>
    Object.fromEntries(Object.entries(picks).map(([name, pick]) => [name, action(pick)])) as {
      [Name in keyof Named]: (
        event: RequestEvent,
      ) => Promise<Done<Awaited<ReturnType<ReturnType<Named[Name]>>>> | Failure>;
    };

  /** The form action behind every preview: the text that the button names, as it will be shown, and all that was entered. */
  const preview = async (event: RequestEvent) => {
    const outcome = await send(event, async (call, values, all) => {
      await call.account.me();
      const text = values[values.preview ?? ''] ?? '';
      return {
        html: renderMarkdown(text),
        formatting: formattingSentence(text),
        ...enteredOf({ values, all }),
      };
    });
    return 'done' in outcome ? { form: outcome.form, previewed: outcome.result } : outcome;
  };

  return { send, action, actions, preview };
}
