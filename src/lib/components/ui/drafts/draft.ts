import type { DraftField } from './fields';

/** A file that has arrived for a form, by its upload's id. */
export type DraftFile = { id: string; name: string; size: number };

/** A form as it was left. */
export type Draft = {
  /** The page on which it was written: its title, and its address without what forms add. */
  title: string;
  href: string;
  fields: DraftField[];
  files: DraftFile[];
  /** The hidden fields that say which version of a record somebody began from. */
  base: Record<string, string>;
};

/** A draft with the place it belongs to. */
export type KeptDraft = Draft & { key: string; pathname: string };

/** The place in which the browser keeps drafts, as one form uses it. */
export type DraftStore = {
  /** The keys of the forms that are on the page. */
  readonly onPage: Set<string>;
  keyOf(name: string): string;
  read(key: string): Draft | null;
  write(key: string, draft: Draft): void;
  clear(key: string): void;
};
