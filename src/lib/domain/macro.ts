/** Macros: replies that agents start from, with placeholders in double braces. */

export const placeholders = ['client.name', 'ticket.number', 'ticket.title', 'agent.name'] as const;
export type MacroValues = Record<(typeof placeholders)[number], string>;

const anyPlaceholder = /\{\{\s*([^{}\n]{0,60}?)\s*\}\}/g;

/** A macro's text with its placeholders filled. One that is not known stays as it is written, for everybody to see. */
export const fillMacro = (body: string, values: MacroValues): string =>
  body.replaceAll(anyPlaceholder, (written, name: string) =>
    Object.hasOwn(values, name) ? values[name as keyof MacroValues] : written,
  );

/** The placeholders that still stand in a text, as they are written there, each once. */
export const placeholdersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(anyPlaceholder)].map(([written]) => written)),
];

/** Those placeholders of a macro that nothing will fill. */
export const unknownPlaceholders = (body: string): string[] =>
  placeholdersIn(body).filter(
    (written) => !placeholders.some((known) => known === written.slice(2, -2).trim()),
  );
