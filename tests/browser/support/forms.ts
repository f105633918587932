/** The forms of a page, found in it: filled in as somebody would, sent, and read again. */
import type { Locator, Page } from '@playwright/test';

/** One control of a form: its name, the value it stands for where there are several, its entry, and whether that is chosen or typed. */
export type Entry = { name: string; of: string; entered: string; isTyped: boolean };

/** A form that a page posts, told from others of its page by the action and by the kind of thing that it is about. */
export type FoundForm = { identity: string; action: string };

/** One form for each action of the page that has something to fill in. A row's form has as many twins as there are rows. */
export async function formsOf(page: Page): Promise<FoundForm[]> {
  const found = await page.locator('form[method=post]').evaluateAll((forms) =>
    (forms as HTMLFormElement[]).map((form) => ({
      identity: form.querySelector<HTMLInputElement>(':scope > [name=form]')?.value ?? null,
      action: form.getAttribute('action') ?? '',
      isFilledIn: [...form.elements].some(
        (control) =>
          !(control instanceof HTMLButtonElement) &&
          !control.matches(':disabled, [type=hidden], [type=file], :not([name]), fieldset, output'),
      ),
    })),
  );
  const first = new Map<string, FoundForm>();
  for (const { isFilledIn, identity, action } of found)
    if (isFilledIn && identity !== null && !first.has(action)) first.set(action, { identity, action });
  return [...first.values()];
}

/** The form on the page as it is now. */
export const formOn = (page: Page, { identity }: FoundForm): Locator =>
  page.locator(`form:has(> [name=form][value=${JSON.stringify(identity)}])`).first();

/**
 * Fills in every control of a form with something else than it holds, and tells the page so, as typing does. Texts have quotes, an
 * ampersand, a bracket and a line break in them, where the control can hold one.
 */
export const fillIn = (form: Locator): Promise<Entry[]> =>
  form
    .evaluate((element) => {
      const chosenGroups = new Set<string>();
      const change = (control: HTMLElement) => {
        for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
      };
      for (const control of (element as HTMLFormElement).elements) {
        if (control.matches(':disabled, [type=hidden], [type=file], :not([name])')) continue;
        if (control instanceof HTMLTextAreaElement)
          control.value = `“Kept” & it's <all> there\nafter: ${control.name}`;
        else if (control instanceof HTMLSelectElement) {
          const other = [...control.options].findLast(
            (option) => !option.disabled && !option.hidden && option.value !== '' && !option.selected,
          );
          if (!other) continue;
          control.value = other.value;
        } else if (!(control instanceof HTMLInputElement)) continue;
        else if (control.type === 'checkbox') control.checked = !control.checked;
        else if (control.type === 'radio') {
          if (control.checked || chosenGroups.has(control.name)) continue;
          chosenGroups.add(control.name);
          control.checked = true;
        } else if (control.type === 'date') control.value = '2031-02-03';
        else if (control.type === 'time') control.value = '03:07';
        else if (control.type === 'number')
          control.value = String(Math.min(Number(control.max || 7), Number(control.min || 0) + 2));
        else control.value = `“Kept” & <all>, ${control.name}`.slice(0, 60);
        change(control);
      }
    })
    .then(() => entriesOf(form));

/** The entries that a form holds. An empty box is one too: that it was cleared must not be lost either. */
export const entriesOf = async (form: Locator): Promise<Entry[]> =>
  (await form.evaluateAll(entriesOfAll))[0] ?? [];

/** The same of all other forms of the page. */
export const entriesBeside = (page: Page, { identity }: FoundForm): Promise<Entry[][]> =>
  page
    .locator(`form[method=post]:not(:has(> [name=form][value=${JSON.stringify(identity)}]))`)
    .evaluateAll(entriesOfAll);

const entriesOfAll = (forms: Element[]): Entry[][] =>
  (forms as HTMLFormElement[]).map((form) =>
    [...form.elements].flatMap((control) => {
      if (control.matches(':disabled, [type=hidden], [type=file], :not([name])')) return [];
      if (control instanceof HTMLInputElement) {
        const { name, value, checked, type } = control;
        return type === 'checkbox' || type === 'radio'
          ? [{ name, of: value, entered: checked ? 'ticked' : '', isTyped: false }]
          : [{ name, of: '', entered: value, isTyped: true }];
      }
      return control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement
        ? [{ name: control.name, of: '', entered: control.value, isTyped: control.matches('textarea') }]
        : [];
    }),
  );

/** Presses a button of the form, whatever the browser has against an entry: the one that does what it is for, or its preview. */
export const send = (form: Locator, how: 'send' | 'preview' = 'send'): Promise<void> =>
  form.evaluate((element, asked) => {
    const buttons = [...(element as HTMLFormElement).elements].filter(
      (control): control is HTMLButtonElement =>
        control instanceof HTMLButtonElement && control.type === 'submit' && !control.disabled,
    );
    const isPreview = (button: HTMLButtonElement) => button.formAction.includes('?/preview');
    (element as HTMLFormElement).noValidate = true;
    (element as HTMLFormElement).requestSubmit(
      buttons.find((one) => isPreview(one) === (asked === 'preview')),
    );
  }, how);

/** Whether it shows its text as it will look, where it is asked to. */
export const hasPreview = async (form: Locator): Promise<boolean> =>
  (await form.locator('button[formaction*="?/preview"]').count()) > 0;
