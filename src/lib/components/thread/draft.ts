import { draftIn } from '../ui/draft';

/**
 * Keeps what somebody types into the text areas of a form until it is sent, each as a draft of its own. Put on what is around
 * the form: what was sent resets it, and the drafts go.
 */
export const keepDraft =
  (name: string) =>
  (around: HTMLElement): (() => void) => {
    const fields = [...around.querySelectorAll('textarea')].map((field) => {
      const draft = draftIn(`${name} ${field.name}`);
      const stop = draft.keep(field);
      // Whoever looks at what is typed learns of what came back.
      if (field.value !== field.defaultValue) field.dispatchEvent(new Event('input', { bubbles: true }));
      return { draft, stop };
    });
    const sent = () => {
      for (const { draft } of fields) draft.clear();
    };
    around.addEventListener('reset', sent);
    return () => {
      around.removeEventListener('reset', sent);
      for (const { stop } of fields) stop();
    };
  };
