/** The values that a person entered in a form, read from its fields and put back into them. */
import { isRadio, isPristine, type Control } from '../dirty';

/** One field that stands otherwise than the page came with it. */
export type DraftField = {
  name: string;
  /** Tells fields of one name apart: by the value that is ticked, else by their order. */
  nth: string;
  value: string;
  checked: boolean;
  /** Its words on the page. */
  label: string;
  /** Whether it was typed, which is what nobody should have to do again. */
  isText: boolean;
};

const isTick = (control: Control): control is HTMLInputElement =>
  isRadio(control) || control.type === 'checkbox';

const isText = (control: Control) => !(control instanceof HTMLSelectElement) && !isTick(control);

const isAsked = (control: Element): control is Control =>
  control instanceof HTMLTextAreaElement ||
  control instanceof HTMLSelectElement ||
  (control instanceof HTMLInputElement && !['hidden', 'file', 'password', 'submit'].includes(control.type));

/** The fields of a form that a person fills in, in their order; those without a name are not sent either. */
export const askedOf = (form: HTMLFormElement): Control[] =>
  [...form.elements].filter(isAsked).filter(({ name }) => name !== '');

const stateOf = (control: Control) => (isTick(control) ? String(control.checked) : control.value);

function nthOf(control: Control, asked: Control[]): string {
  if (isTick(control)) return control.value;
  return String(asked.filter(({ name }) => name === control.name).indexOf(control));
}

/** How each field stood before anybody touched it. */
export type Origin = Map<Control, string>;

/** The origin of a form, from what its page came with; of a list to choose from, as it stands where the page does not say. */
export function originOf(form: HTMLFormElement): Origin {
  const stood = (control: Control) => {
    if (control instanceof HTMLSelectElement)
      return [...control.options].find(({ defaultSelected }) => defaultSelected)?.value ?? control.value;
    return isTick(control) ? String(control.defaultChecked) : control.defaultValue;
  };
  return new Map(askedOf(form).map((control) => [control, stood(control)]));
}

/** The changes in a form since its origin; nothing while no more was done than to choose. */
export function changedIn(form: HTMLFormElement, origin: Origin): DraftField[] {
  const asked = askedOf(form);
  const changed = asked
    .filter((control) => {
      const before = origin.get(control);
      return before === undefined ? !isPristine(control) : stateOf(control) !== before;
    })
    // Of several to choose one from, the one that is chosen says it.
    .filter((control) => !isRadio(control) || control.checked)
    .map((control) => ({
      name: control.name,
      nth: nthOf(control, asked),
      value: control.value,
      checked: isTick(control) && control.checked,
      label: labelOf(control),
      isText: isText(control),
    }));
  return changed.some((field) => field.isText) ? changed : [];
}

function labelOf(control: Control): string {
  const text = control.labels?.[0]?.textContent ?? control.getAttribute('aria-label') ?? control.name;
  return text.replaceAll(/\s+/g, ' ').trim();
}

/**
 * Puts a draft back into a form. A field that somebody has typed into before the page came to life keeps that: a long text takes
 * both. Those who listen to the form hear of each.
 */
export function putBack(form: HTMLFormElement, fields: DraftField[]): void {
  const asked = askedOf(form);
  for (const control of asked) {
    const field = fields.find((one) => one.name === control.name && one.nth === nthOf(control, asked));
    if (!field || !put(control, field)) continue;
    // Folded away, nobody would know of it.
    for (
      let around = control.closest('details');
      around;
      around = around.parentElement?.closest('details') ?? null
    )
      around.open = true;
    control.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function put(control: Control, { value, checked }: DraftField): boolean {
  if (isTick(control)) {
    if (!isPristine(control) || control.checked === checked) return false;
    control.checked = checked;
    return true;
  }
  if (control instanceof HTMLSelectElement) {
    if (![...control.options].some((one) => one.value === value)) return false;
  } else if (!isPristine(control)) {
    if (!(control instanceof HTMLTextAreaElement) || control.value.includes(value)) return false;
    control.value = value.includes(control.value) ? value : `${value}\n\n${control.value}`;
    return true;
  }
  if (control.value === value) return false;
  control.value = value;
  return true;
}

/** Whether a form holds what a field of a draft says. */
export function holds(form: HTMLFormElement, field: DraftField): boolean {
  const asked = askedOf(form);
  return asked.some(
    (control) =>
      control.name === field.name &&
      nthOf(control, asked) === field.nth &&
      control.value.includes(field.value),
  );
}
