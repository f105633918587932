/** Uploads in a process of its own, which can be killed. Prints its address when it listens. */
import { runnerImport } from 'vite';

const { module } = await runnerImport<typeof import('./serve-by-environment.ts')>(
  new URL('serve-by-environment.ts', import.meta.url).pathname,
  { configFile: false, logLevel: 'error' },
);
console.log(module.origin);
