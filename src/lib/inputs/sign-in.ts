import { z } from 'zod';

export const signInInput = z.object({
  email: z
    .string('Enter your e-mail address.')
    .trim()
    .toLowerCase()
    .min(1, 'Enter your e-mail address.')
    .max(320, 'An address has at most 320 characters.')
    .pipe(z.email('Enter an address like name@company.com.')),
  password: z
    .string('Enter your password.')
    .min(1, 'Enter your password.')
    .max(1000, 'A password has at most 1,000 characters.'),
});
