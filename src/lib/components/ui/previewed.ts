import type { Entered } from './form-failure';

/** A text in Markdown as it will stand there, the sentence of what was read as formatting, and what was entered into its form. */
export type Previewed = { html: string; formatting: string } & Entered;
