/**
 * Adds to what is sent how each ticked record is called on the page, as `called`: where one is gone meanwhile, nobody else can say
 * any more which it was.
 */
export function nameTicked(form: HTMLFormElement, sent: FormData): void {
  for (const control of form.elements) {
    if (!(control instanceof HTMLInputElement) || control.type !== 'checkbox' || !control.checked) continue;
    const name = control.getAttribute('aria-label')?.replace(/^Select (the )?/, '');
    if (name && control.value !== 'on') sent.append('called', `${control.value} ${name}`);
  }
}
