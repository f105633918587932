import type { DraftField } from './fields';

/** Puts what was written on the clipboard. Resolves to whether the browser let it. */
export const copyTexts = (texts: DraftField[]): Promise<boolean> =>
  navigator.clipboard.writeText(texts.map(({ value }) => value).join('\n\n')).then(
    () => true,
    () => false,
  );
