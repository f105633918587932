import { browser } from '$app/environment';
import { page } from '$app/state';
import { getContext, setContext, untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { Previewed } from './previewed';
import { formFailureOf, type FormFailure } from './form-failure';

/** The answer of a form action: a failure, a preview or a success, and the identity of the form that it answers. */
type Answer = Parameters<typeof formFailureOf>[0] & {
  form?: string | undefined;
  previewed?: Previewed | undefined;
  done?: string | undefined;
  result?: unknown;
  warnings?: unknown[];
};

/** The form property of the page, once the browser has it. */
let followed = $state.raw<{ answer: Answer | null } | null>(null);

/**
 * Has the functions below answer by the form property that a layout is given, since SvelteKit's own page.form is gone after the first
 * invalidation. Call it while the layout of a realm is made.
 */
export function followAnswers(form: () => unknown): void {
  $effect.pre(() => {
    followed = { answer: (form() ?? null) as Answer | null };
  });
}

/** The answer of the page's form actions. Reactive where it is read. */
export const latestAnswer = (): Answer | null => (followed ? followed.answer : (page.form as Answer | null));

/** Tells the forms of a page apart: by the action, and by a key of what the form is about where several share an action. */
export const identityOf = (action: string, key = ''): string =>
  [action.split('&')[0]?.replace(/^\?$/, ''), ...(key ? [key] : [])].join(' ');

/** The page's answer where it answers this form, else null. Reactive where it is read. */
function answerTo(identity: string): Answer | null {
  const answer = latestAnswer();
  return answer?.form === identity ? answer : null;
}

/** The failure of this form, with everything that was entered; null after a success or before any. */
export const failureOf = (action: string, key?: string): FormFailure | null =>
  formFailureOf(answerTo(identityOf(action, key)));

/** The preview that this form asked for, with everything that was entered, or null. */
export const previewOf = (action: string, key?: string): Previewed | null =>
  answerTo(identityOf(action, key))?.previewed ?? null;

/** Whether this form was accepted just now. */
export const isDone = (action: string, key?: string): boolean =>
  answerTo(identityOf(action, key))?.done !== undefined;

const context = Symbol('answering');

/**
 * Remembers which forms on the page show their own answer. Call it while the layout of a realm is made. Returns the sentence of a failure
 * that none of them shows, since its form is gone or is no ActionForm; reactive where it is read.
 */
export function provideAnswering(): () => string {
  const forms = setContext(context, new SvelteMap<string, number>());
  return () => {
    const answer = latestAnswer();
    return answer?.message !== undefined && !forms.get(answer.form ?? '') ? answer.message : '';
  };
}

/** Says that a form shows its own answer for as long as it is on the page. Call it while the form is made. */
export function useAnswering(identity: () => string): void {
  const forms = getContext<Map<string, number> | undefined>(context);
  if (!forms) return;
  const count = (form: string, more: number) => forms.set(form, (forms.get(form) ?? 0) + more);
  if (!browser) count(identity(), 1);
  $effect.pre(() => {
    const form = identity();
    untrack(() => count(form, 1));
    return () => count(form, -1);
  });
}
