import { z } from 'zod';

/** Pasted from a mail or a document, an address brings marks and spaces along that nobody sees. */
const withoutInvisible = (text: string) =>
  text.normalize('NFC').replaceAll(/[\p{Cf}\p{Cc}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, '');

export const signInInput = z.object({
  email: z
    .string('Enter your email address.')
    .overwrite(withoutInvisible)
    .toLowerCase()
    .min(1, 'Enter your email address.')
    .max(320, 'Email addresses can be up to 320 characters.')
    .pipe(z.email('Enter an email address like name@company.com.')),
  password: z
    .string('Enter your password.')
    .min(1, 'Enter your password.')
    .max(1000, 'Passwords can be up to 1,000 characters.'),
});
