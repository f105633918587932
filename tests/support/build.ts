/** Vitest global set-up of the projects that talk to the built application. */
import { buildApp } from '../../db/app.ts';

export const setup = () => buildApp(console.log);
