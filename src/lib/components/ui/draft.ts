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
    /** Once it is sent. */
    clear: () => void attempt(() => sessionStorage.removeItem(key)),
  };
};

/** Drops every draft of this tab: whoever signs in next may be somebody else. */
export function dropDrafts(): void {
  for (const key of attempt(() => Object.keys(sessionStorage)) ?? [])
    if (key.startsWith(prefix)) attempt(() => sessionStorage.removeItem(key));
}

function attempt<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}
