/** A text in Markdown as it will stand there, and what was typed into its form. */
export type Previewed = { html: string; values: Record<string, string | undefined> };

/** What a page's `form` answers where a preview was asked for, or null. */
export const previewedOf = (form: { previewed?: Previewed | undefined } | object | null): Previewed | null =>
  (form && 'previewed' in form && form.previewed) || null;
