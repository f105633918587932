import { getContext, setContext } from 'svelte';

const context = Symbol('held');

/** Whether the forms below cannot be sent any more and are there for what was written in them. */
export type Held = { readonly isHeld: boolean };

export const provideHeld = (held: Held): Held => setContext(context, held);
export const useHeld = (): Held => getContext<Held | undefined>(context) ?? { isHeld: false };
