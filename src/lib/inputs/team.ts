import { z } from 'zod';

const sections = ['projects', 'tickets', 'invoices', 'documents', 'team'] as const;
/** A part of the portal that is opened person by person. */
export type Section = (typeof sections)[number];

export const sectionSwitch = z.strictObject({
  clientUserId: z.uuid('Choose a person.'),
  sections: z.array(z.enum(sections, 'Choose sections from the list.')).max(sections.length),
});
