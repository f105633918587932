/** Choices that a person makes in the HTML of a page before its script has hydrated it. */
import { tick } from 'svelte';
import { isPristine } from './dirty';

let isHydrated = false;

/** Marks the page as hydrated, for the root layout: controls that need scripts are visible from then on. */
export function markHydrated(): void {
  isHydrated = true;
  document.documentElement.dataset.alive = '';
}

/** Whether a person changed the control before the page was hydrated. A value that the browser restored from an earlier visit does not count. */
export function changedBeforeHydration(control: HTMLInputElement | HTMLSelectElement): boolean {
  if (isHydrated || isPristine(control)) return false;
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return visit?.type === 'navigate';
}

/** An attachment for a select: sets it to the value that is applied, else to its first option, also after the browser's Back. */
export const selectValue = (applied: string | undefined) => (select: HTMLSelectElement) => {
  const wanted = [...select.options].find(({ value }) => value === (applied ?? select.options[0]?.value));
  if (wanted && !changedBeforeHydration(select)) select.value = wanted.value;
};

/** An attachment for a control: submits its form as soon as a person chooses a value, where JavaScript runs. */
export function submitsAtOnce(control: HTMLInputElement | HTMLSelectElement): () => void {
  const submit = () => control.form?.requestSubmit();
  // The form is not hydrated yet either.
  if (changedBeforeHydration(control)) void tick().then(submit);
  control.addEventListener('change', submit);
  return () => control.removeEventListener('change', submit);
}
