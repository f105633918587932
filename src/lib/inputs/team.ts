import { z } from 'zod';

export const sections = ['projects', 'tickets', 'invoices', 'documents', 'team'] as const;

export const sectionSwitch = z.object({
  clientUserId: z.uuid('Choose a person.'),
  sections: z.array(z.enum(sections, 'Choose from the sections of the portal.')).max(sections.length),
});
