/**
 * Gives an element its tenant's colour. In a page's first view it stands in the style element of its head already: a style attribute
 * that the server writes would be refused.
 */
export const tinted = (accentColor: string | undefined) => (element: HTMLElement) => {
  if (accentColor) element.style.setProperty('--accent', accentColor);
};
