import { importFields, wordFields } from '$lib/domain/import/fields';

type Values = Record<string, string | undefined>;

/** Whether another row was chosen for the headings than that by which the page asked of the columns. */
export const headingsMoved = (values: Values) => (values.headings ?? '') !== (values['headings.was'] ?? '');

/**
 * The choices in the fields of the form, null before there are any and where they were made of other headings. A word of the file and what it means are fields of one
 * number: `status.3.word` and `status.3.means`.
 */
export function choicesOf(values: Values) {
  if (values['column.title'] === undefined || headingsMoved(values)) return null;
  return {
    columns: Object.fromEntries(importFields.map((field) => [field, values[`column.${field}`] ?? ''])),
    meanings: Object.fromEntries(
      wordFields.map((field) => {
        const pairs: { word: string; means: string }[] = [];
        for (let nth = 0; values[`${field}.${nth}.word`] !== undefined; nth += 1)
          pairs.push({
            word: values[`${field}.${nth}.word`] ?? '',
            means: values[`${field}.${nth}.means`] ?? '',
          });
        return [field, pairs];
      }),
    ),
    dates: values.dates,
    estimates: values.estimates,
  };
}
