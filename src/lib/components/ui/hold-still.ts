/** Holds the texts of a form as they are while it is being sent: what is typed meanwhile would go with them. Returns how to let go. */
export function holdStill(form: HTMLFormElement): () => void {
  const held = [...form.elements].filter(
    (control): control is HTMLInputElement | HTMLTextAreaElement =>
      (control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement) && !control.readOnly,
  );
  for (const control of held) control.readOnly = true;
  return () => {
    for (const control of held) control.readOnly = false;
  };
}
