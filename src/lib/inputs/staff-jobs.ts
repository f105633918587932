import { z } from 'zod';

export const jobRetry = z.object({ jobId: z.uuid('Choose what to try again.') });
