/** Whether a text holds anything that a reader sees: a title of zero-width marks alone leaves a link without width. */

/**
 * First and last of the characters that no font draws, in hexadecimal: controls, spaces of every width, soft hyphen, marks that only join
 * or overlay others, direction marks, fillers, the blank of braille, variation selectors, tags. `app.is_visible` in the database has the
 * same ones.
 */
const unseenRanges = [
  ...['0-20', '7f-a0', 'ad', '300-36f', '483-489', '61c', '115f-1160', '1680', '17b4-17b5', '180b-180f'],
  ...['1ab0-1aff', '1dc0-1dff', '2000-200f', '2028-202f', '205f-206f', '20d0-20ff', '2800', '3000', '3164'],
  ...['fe00-fe0f', 'fe20-fe2f', 'feff', 'ffa0', 'fff0-fffc', '13430-13442', '1bca0-1bca3', '1d159'],
  ...['1d173-1d17a', 'e0000-e0fff'],
];

const visible = new RegExp(
  `[^${unseenRanges.map((range) => range.replaceAll(/[0-9a-f]+/g, String.raw`\u{$&}`)).join('')}]`,
  'u',
);

export const isVisible = (text: string): boolean => visible.test(text);

/** The text, or nothing where a reader would see nothing. */
export const seenText = (text: string): string => (isVisible(text) ? text : '');
