/**
 * The texts that a person has entered in forms and not sent yet. The browser keeps it under the person's own name, through reloads, a closed
 * tab and the end of their session, until it is sent or thrown away; nobody else who signs in here comes across it. Where the
 * browser keeps nothing, nothing is kept.
 */
import { getContext, setContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import type { Draft, KeptDraft } from './draft';
import { FormDraft } from './form-draft';

/** The page on which the drafts of this page continue, and which of its form actions that page has. */
type MovedTo = { pathname: string; label: string; actions: readonly string[] };

const prefix = 'draft ';
const leaving = 'signing out';

export class Drafts {
  readonly #owner: () => string | null | undefined;
  /** Counts what has become of drafts in this tab. */
  changes = $state(0);
  /** The keys of the forms that are on the page. */
  readonly onPage = new SvelteSet<string>();
  movedTo = $state.raw<MovedTo | null>(null);
  readonly #forms = new WeakMap<HTMLFormElement, FormDraft>();

  /** `owner` says whose they are; nothing is kept while it is not known. */
  constructor(owner: () => string | null | undefined) {
    this.#owner = owner;
  }

  get owner(): string | null {
    return this.#owner() ?? null;
  }

  /** Keeps a form that is on the page from now on, and puts back what was left in it. Null where nothing can be kept. */
  keep(...given: [HTMLFormElement, string, Record<string, string | undefined> | null]): FormDraft | null {
    if (this.owner === null) return null;
    const kept = new FormDraft(this, ...given);
    this.#forms.set(given[0], kept);
    return kept;
  }

  /** The draft that is kept of a form. */
  of(form: HTMLFormElement): FormDraft | null {
    return this.#forms.get(form) ?? null;
  }

  keyOf(name: string): string {
    return `${prefix}${this.owner} ${name}`;
  }

  read(key: string): Draft | null {
    return attempt(() => JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null);
  }

  write(key: string, draft: Draft): void {
    attempt(() => localStorage.setItem(key, JSON.stringify(draft)));
    this.changes += 1;
  }

  clear(key: string): void {
    attempt(() => localStorage.removeItem(key));
    this.changes += 1;
  }

  /** A few words beside the drafts, such as what was sent last; no draft that anybody would miss. */
  note(name: string) {
    const key = `sent ${this.owner} ${name}`;
    return {
      read: () => attempt(() => localStorage.getItem(key)),
      write: (text: string) => void attempt(() => localStorage.setItem(key, text)),
      clear: () => void attempt(() => localStorage.removeItem(key)),
    };
  }

  /** Every draft of the person. */
  all(): KeptDraft[] {
    const own = this.keyOf('');
    return keysIn(localStorageOrNull())
      .filter((key) => this.owner !== null && key.startsWith(own))
      .sort()
      .flatMap((key) => {
        const draft = this.read(key);
        return draft ? [{ ...draft, key, pathname: key.slice(own.length).split(' ')[0] ?? '' }] : [];
      });
  }

  /** Takes what was written on a page to the one on which it goes on; where something is written there already, below it. */
  takeAlong(from: string): void {
    const to = this.movedTo;
    if (!to) return;
    for (const { key, pathname, ...draft } of this.all()) {
      const name = key.slice(this.keyOf('').length).split(' ');
      if (pathname !== from || !to.actions.includes(name[1] ?? '')) continue;
      const target = this.keyOf([to.pathname, ...name.slice(1)].join(' '));
      this.write(target, joined(this.read(target), { ...draft, href: to.pathname }));
      this.clear(key);
    }
  }

  /** Says that the person signs out by hand: the sign-in page then drops what they agreed to lose. */
  leave(): void {
    attempt(() => sessionStorage.setItem(leaving, this.owner ?? ''));
  }

  /** Forgets that somebody wanted to sign out, where they are still here. */
  stay(): void {
    attempt(() => sessionStorage.removeItem(leaving));
  }
}

/** Drops the drafts of the person who has just signed out by hand in this tab. */
export function dropDraftsOfWhoLeft(): void {
  const owner = attempt(() => sessionStorage.getItem(leaving));
  if (!owner) return;
  attempt(() => sessionStorage.removeItem(leaving));
  for (const key of keysIn(localStorageOrNull()))
    if (key.startsWith(`${prefix}${owner} `) || key.startsWith(`sent ${owner} `))
      attempt(() => localStorage.removeItem(key));
}

function joined(there: Draft | null, coming: Draft): Draft {
  if (!there) return coming;
  const fields = there.fields.map((field) => {
    const other = coming.fields.find(({ name, nth }) => name === field.name && nth === field.nth);
    return field.isText && other && other.value !== field.value
      ? { ...field, value: `${field.value}\n\n${other.value}` }
      : field;
  });
  const added = coming.fields.filter(
    ({ name, nth }) => !fields.some((field) => field.name === name && field.nth === nth),
  );
  return { ...there, fields: [...fields, ...added], files: [...there.files, ...coming.files] };
}

const localStorageOrNull = () => attempt(() => localStorage);
const keysIn = (storage: Storage | null) => (storage && attempt(() => Object.keys(storage))) ?? [];

function attempt<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}

const context = Symbol('drafts');

/** Makes the drafts of the person who is signed in for the components below; call it in the realm's layout. */
export const provideDrafts = (owner: () => string | null | undefined): Drafts =>
  setContext(context, new Drafts(owner));

/** Says where what is written on this page goes on, while it does; for the page of a record that went into another. */
export function writtenGoesOn(to: () => MovedTo | null): void {
  const drafts = useDrafts();
  $effect(() => {
    if (!drafts) return;
    drafts.movedTo = to();
    return () => {
      drafts.movedTo = null;
    };
  });
}

/** The drafts of the person who is signed in; undefined on a page before that. */
export const useDrafts = (): Drafts | undefined => getContext(context);
