type Texts = Record<string, string | undefined>;

/** What a form action refused: the sentence, the errors by field, and what was typed. */
export type Refused = { message: string; fields: Texts; values: Texts };

/** The refusal in a page's `form`, or null after a success or before any. */
export function refusedOf(
  form: { message?: string | undefined; fields?: Texts | undefined; values?: Texts | undefined } | null,
): Refused | null {
  if (form?.message === undefined) return null;
  return { message: form.message, fields: form.fields ?? {}, values: form.values ?? {} };
}
