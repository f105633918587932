import { tick } from 'svelte';
import { addressOf } from '$lib/domain/page-address';
import type { Draft, DraftFile, DraftStore } from './draft';
import { askedOf, changedIn, holds, originOf, putBack, type DraftField, type Origin } from './fields';

/** Hidden fields that differ from one time that the same form is shown to the next, or hold what was chosen in it. */
const passing = new Set(['writer', 'requestId', 'upload', 'version', 'was', 'terms', 'query', 'stop']);
/** Hidden fields that say which version of a record somebody began from. */
const versions = ['version', 'was'];

/** Tells a form of the files that had arrived for it; whoever takes them prevents the default. */
export const filesPutBack = 'filesputback';

/** The values that the page's last answer gives back to the submitted form. */
type Answered = Record<string, string | undefined>;

const hiddenIn = (form: HTMLFormElement) =>
  [...form.querySelectorAll<HTMLInputElement>('input[type=hidden]')].filter(({ name }) => name !== '');

/** The hidden fields that say what a form is about. */
const subjectOf = (form: HTMLFormElement) =>
  hiddenIn(form).filter(({ name, value }) => !passing.has(name) && value.length <= 100);

/**
 * Names a form on its page: the action it is for, and the record it is about. Two forms of one page differ in that, or would be
 * taken for each other by the server, too.
 */
const nameOf = (form: HTMLFormElement, action: string): string =>
  [
    action.split('&')[0],
    ...subjectOf(form).map(({ name, value }) => `${name}=${encodeURIComponent(value)}`),
  ].join(' ');

/** Whether a form is the one that an answer is for, and shows what was entered. */
const isAnswered = (form: HTMLFormElement, answered: Answered) =>
  subjectOf(form).every(({ name, value }) => answered[name] === value) &&
  askedOf(form).every(
    (control) =>
      !(control instanceof HTMLTextAreaElement) ||
      control.defaultValue === (answered[control.name] ?? '').replaceAll('\r\n', '\n'),
  );

/** The draft of one form that is on the page. */
export class FormDraft {
  readonly key: string;
  /** Whether something of an earlier time was put back. */
  readonly wasPutBack: boolean;
  readonly #drafts: DraftStore;
  readonly #form: HTMLFormElement;
  #origin: Origin;
  #base: Record<string, string> = {};
  #isHeld = false;
  /** Files of an earlier time that nothing in the form has taken. */
  #waiting: DraftFile[] = [];

  /** `answered` is what the page's last answer gives back, to this form or to another. */
  constructor(drafts: DraftStore, form: HTMLFormElement, action: string, answered: Answered | null) {
    this.#drafts = drafts;
    this.#form = form;
    this.key = drafts.keyOf(`${location.pathname} ${nameOf(form, action)}`);
    this.#origin = originOf(form);
    drafts.onPage.add(this.key);
    const wasRefused = answered !== null && isAnswered(form, answered);
    const left = wasRefused ? null : drafts.read(this.key);
    this.wasPutBack = left !== null;
    if (left) this.#putBack(left);
    // Values that came back with a failure were not saved, so none of them is an original.
    if (wasRefused) {
      this.#origin = new Map([...this.#origin.keys()].map((control) => [control, '']));
      this.#isHeld = true;
      this.#base = this.#baseNow();
    }
    // Text typed before the page was hydrated is drafted from here on.
    this.save();
    form.addEventListener('input', this.save);
  }

  /** Whether there is something in the form that would be lost with it. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** The entered text as it is now, with the label of each field. */
  get texts(): DraftField[] {
    return changedIn(this.#form, this.#origin).filter(({ isText }) => isText);
  }

  readonly save = (): void => {
    if (!this.#isHeld) this.#origin = this.#originNow();
    const fields = changedIn(this.#form, this.#origin);
    const files = this.#files();
    if (fields.length === 0 && files.length === 0) {
      if (this.#isHeld) this.clear();
      return;
    }
    if (!this.#isHeld) this.#base = this.#baseNow();
    this.#isHeld = true;
    this.#drafts.write(this.key, {
      title: document.title,
      href: addressOf(location),
      ...{ fields, files, base: this.#base },
    });
  };

  /** Has what is sent say which version it was begun from, where that was before the page was loaded. */
  sendBase(data: FormData): void {
    for (const [name, value] of Object.entries(this.#base)) if (data.has(name)) data.set(name, value);
  }

  /** From here on it is about the version that the page shows: somebody has been told of it. */
  rebase(): void {
    if (!this.#isHeld) return;
    this.#base = this.#baseNow();
    this.save();
  }

  /** Once it is sent, or thrown away. */
  clear(): void {
    this.#isHeld = false;
    this.#base = {};
    this.#waiting = [];
    this.#drafts.clear(this.key);
  }

  throwAway(): void {
    this.clear();
    this.#form.reset();
  }

  /** The form leaves the page; the draft stays. */
  stop(): void {
    this.#form.removeEventListener('input', this.save);
    this.#drafts.onPage.delete(this.key);
  }

  #putBack(left: Draft): void {
    this.#base = left.base;
    this.#isHeld = true;
    this.#waiting = left.files;
    putBack(this.#form, left.fields);
    // A field that the form no longer has: kept apart, where it can be read and copied.
    const lost = left.fields.filter((field) => field.isText && !holds(this.#form, field));
    if (lost.length) this.#drafts.write(`${this.key} apart`, { ...left, fields: lost, files: [] });
    // The file field is hydrated by then.
    if (left.files.length) void tick().then(() => this.#offerFiles());
  }

  #offerFiles(): void {
    const taken = !this.#form.dispatchEvent(
      new CustomEvent(filesPutBack, { detail: this.#waiting, cancelable: true }),
    );
    if (taken) this.#waiting = [];
  }

  /** How the form stands untouched. A list to choose from says that only before somebody chooses. */
  #originNow(): Origin {
    const chosen = [...this.#origin].filter(([control]) => control instanceof HTMLSelectElement);
    return new Map([...originOf(this.#form), ...chosen]);
  }

  #baseNow(): Record<string, string> {
    const versionFields = hiddenIn(this.#form).filter(({ name }) => versions.includes(name));
    return Object.fromEntries(versionFields.map(({ name, value }) => [name, value]));
  }

  #files(): DraftFile[] {
    const arrived = hiddenIn(this.#form).flatMap(({ name, value, dataset }) =>
      name === 'upload' ? [{ id: value, name: dataset.name ?? '', size: Number(dataset.size) }] : [],
    );
    return [...arrived, ...this.#waiting];
  }
}
