import { z } from 'zod';

/** Files of one's own that were uploaded and hang on nothing yet. */
export const uploads = z
  .array(z.uuid('This is not a file.'))
  .max(20, 'At most 20 files at once.')
  .default([]);
