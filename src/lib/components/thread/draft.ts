/**
 * Keeps what somebody types into the text areas of a form across reloads, in this browser alone. Put on what is around the
 * form, with a key of its own for each. What was sent is forgotten: the form is reset then.
 */
export const keepDraft =
  (key: string) =>
  (around: HTMLElement): (() => void) => {
    const texts = () => [...around.querySelectorAll('textarea')];
    const place = (text: HTMLTextAreaElement) => `draft ${key} ${text.name}`;
    const store = (text: HTMLTextAreaElement) => {
      try {
        if (text.value) localStorage.setItem(place(text), text.value);
        else localStorage.removeItem(place(text));
      } catch {
        // A full or forbidden store keeps no draft, and hinders nobody from writing.
      }
    };
    for (const text of texts()) {
      const kept = read(place(text));
      if (!kept || text.value) continue;
      text.value = kept;
      text.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const typed = ({ target }: Event) => {
      if (target instanceof HTMLTextAreaElement) store(target);
    };
    const sent = () => {
      for (const text of texts()) localStorage.removeItem(place(text));
    };
    around.addEventListener('input', typed);
    around.addEventListener('reset', sent);
    return () => {
      around.removeEventListener('input', typed);
      around.removeEventListener('reset', sent);
    };
  };

function read(place: string): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}
