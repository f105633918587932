/** Uploads in a process of its own, which can be killed. Prints its address when it listens. */
import { runnerImport } from 'vite';

const { module } = await runnerImport<typeof import('./serve.ts')>(
  new URL('serve.ts', import.meta.url).pathname,
  { configFile: false, logLevel: 'error' },
);
const { origin } = await module.serveByEnvironment(process.env);
console.log(origin);
