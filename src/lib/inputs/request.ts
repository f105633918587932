import { z } from 'zod';

/** Chosen anew for each thing that is sent, so that it arrives once however often it is sent. */
export const requestId = z.uuid('Reload the page and try again.');
