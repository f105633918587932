import { getContext, setContext } from 'svelte';
import type { Previewed } from './previewed';
import type { FormFailure } from './form-failure';

const context = Symbol('form');

/** The form that a field belongs to, and the page's answer to it. */
export type FormContext = {
  readonly pending: boolean;
  readonly failure: FormFailure | null;
  readonly previewed: Previewed | null;
  /** The error of a field. Who asks shows it, so that the form does not. */
  error: (name: string) => string | undefined;
};

/** Gives the fields within a form what they show of it. Call it while the form is made. */
export const provideForm = (form: FormContext): FormContext => setContext(context, form);
/** The form around a field; undefined outside of one. */
export const useForm = (): FormContext | undefined => getContext<FormContext | undefined>(context);
