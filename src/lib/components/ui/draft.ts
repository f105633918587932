import { isRadio, isUntouched, type Control } from './touched';

/** What the names of all drafts in the tab's storage begin with. */
const prefix = 'draft ';

/**
 * Text under a name that outlives a reload of this tab until it is sent, and goes when somebody signs out. Where the browser
 * keeps nothing, nothing is kept.
 */
export const draftIn = (name: string) => {
  const key = prefix + name;
  const write = (text: string) => void attempt(() => sessionStorage.setItem(key, text));
  return {
    /**
     * To attach to the field. A reload brings back what was typed; what somebody typed before the page came to life is kept
     * from here on.
     */
    keep(field: HTMLTextAreaElement): () => void {
      if (field.value === field.defaultValue)
        field.value = attempt(() => sessionStorage.getItem(key)) || field.value;
      else write(field.value);
      const typed = () => write(field.value);
      field.addEventListener('input', typed);
      return () => field.removeEventListener('input', typed);
    },
    /** The same for all that a form asks: texts, choices, and one of several. */
    keepForm(form: HTMLFormElement): () => void {
      const kept = attempt(() => JSON.parse(sessionStorage.getItem(key) ?? '{}') as Record<string, string>);
      const asked = [...form.elements].filter(isAsked);
      if (asked.every(isUntouched)) for (const control of asked) restore(control, kept?.[control.name]);
      const typed = () => {
        const chosen = asked.filter((control) => !isRadio(control) || control.checked);
        write(JSON.stringify(Object.fromEntries(chosen.map(({ name, value }) => [name, value]))));
      };
      if (!asked.every(isUntouched)) typed();
      form.addEventListener('input', typed);
      return () => form.removeEventListener('input', typed);
    },
    read: () => attempt(() => sessionStorage.getItem(key)),
    write,
    /** Once it is sent. */
    clear: () => void attempt(() => sessionStorage.removeItem(key)),
  };
};

/** Drops every draft of this tab: whoever signs in next may be somebody else. */
export function dropDrafts(): void {
  for (const key of attempt(() => Object.keys(sessionStorage)) ?? [])
    if (key.startsWith(prefix)) attempt(() => sessionStorage.removeItem(key));
}

const isAsked = (control: Element): control is Control =>
  control instanceof HTMLTextAreaElement ||
  control instanceof HTMLSelectElement ||
  (control instanceof HTMLInputElement && !['hidden', 'file', 'password'].includes(control.type));

function restore(control: Control, value: string | undefined): void {
  if (value === undefined) return;
  if (isRadio(control)) {
    control.checked = control.value === value;
  } else if (
    !(control instanceof HTMLSelectElement) ||
    [...control.options].some((one) => one.value === value)
  ) {
    control.value = value;
  }
}

function attempt<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}
