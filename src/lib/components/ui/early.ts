/** What somebody chooses between the HTML of a page and its script. */
import { tick } from 'svelte';
import { isUntouched } from './touched';

let isAlive = false;

/** For the layout of all pages, once the first one has come to life. What works by script alone is seen from then on. */
export function comeToLife(): void {
  isAlive = true;
  document.documentElement.dataset.alive = '';
}

/** Whether somebody chose it before the page came to life. What a browser brings back of an earlier visit was not chosen now. */
export function isEarly(control: HTMLInputElement | HTMLSelectElement): boolean {
  if (isAlive || isUntouched(control)) return false;
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return visit?.type === 'navigate';
}

/** To attach to a select: it shows what is applied, the first where nothing is, also where somebody chose another and went back. */
export const shows = (applied: string | undefined) => (select: HTMLSelectElement) => {
  const wanted = [...select.options].find(({ value }) => value === (applied ?? select.options[0]?.value));
  if (wanted && !isEarly(select)) select.value = wanted.value;
};

/** To attach to a control whose form is sent as soon as something is chosen, where JavaScript runs. */
export function submitsAtOnce(control: HTMLInputElement | HTMLSelectElement): () => void {
  const submit = () => control.form?.requestSubmit();
  // The form is not alive yet either.
  if (isEarly(control)) void tick().then(submit);
  control.addEventListener('change', submit);
  return () => control.removeEventListener('change', submit);
}
