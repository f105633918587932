type Texts = Record<string, string | undefined>;
type Lists = Record<string, string[] | undefined>;

/** The values that a form was submitted with: the text of each name, and all texts of names that came more than once. */
export type Entered = { values: Texts; lists: Lists };

/** The failure of a form action: its sentence, the errors by field, and the submitted values. */
export type FormFailure = { message: string; fields: Texts } & Entered;

/** The failure in a page's `form`, or null after a success or before a submission. */
export function formFailureOf(
  form: {
    message?: string | undefined;
    fields?: Texts | undefined;
    values?: Texts | undefined;
    lists?: Lists | undefined;
  } | null,
): FormFailure | null {
  if (form?.message === undefined) return null;
  return {
    message: form.message,
    fields: form.fields ?? {},
    values: form.values ?? {},
    lists: form.lists ?? {},
  };
}

/** All values submitted under one name: the selected ones, or the texts in their order. */
export function allEntered(entered: Entered | null, name: string): string[] {
  const { [name]: value } = entered?.values ?? {};
  return entered?.lists[name] ?? (value === undefined ? [] : [value]);
}
