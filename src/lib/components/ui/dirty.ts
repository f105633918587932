/** A control that a person can type into or choose from. */
export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export const isRadio = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && control.type === 'radio';

/** Whether a control still has the value that the page rendered. */
export function isPristine(control: Control): boolean {
  if (control instanceof HTMLSelectElement)
    return [...control.options].every(
      ({ selected, defaultSelected }, nth) => selected === defaultSelected || (selected && nth === 0),
    );
  if (isRadio(control) || control.type === 'checkbox')
    return (control as HTMLInputElement).checked === (control as HTMLInputElement).defaultChecked;
  return control.value === control.defaultValue;
}
