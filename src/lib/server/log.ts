import pino from 'pino';

/** The process log: one JSON object a line on standard output. */
export const log = pino({ level: process.env.LOG_LEVEL ?? 'info', base: null });
