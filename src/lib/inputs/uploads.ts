import { z } from 'zod';

/** Files of one's own that were uploaded and hang on nothing yet. */
export const uploads = z
  .array(z.uuid('Choose a file.'))
  .max(20, 'You can attach up to 20 files at a time.')
  .default([]);
