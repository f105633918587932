import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import './db/require-node-24.js';

const cluster = 'tests/support/cluster.ts';
const build = 'tests/support/build.ts';
const chromium = 'tests/support/chromium.ts';

/** Suites that take minutes (`*.long.test.ts`) run where they are asked for, by TESTS=all. */
const exclude = process.env.TESTS === 'all' ? [] : ['**/*.long.test.ts'];

/** A project's set-up runs only when one of its tests does: `--project domain` starts no database. */
function project(name: string, include: string[], globalSetup: string[], inline: RegExp[] = []) {
  return {
    extends: true as const,
    test: {
      ...{ name, include, exclude, globalSetup, server: { deps: { inline } } },
      // Bounds of what hangs: a busy machine is no failure.
      ...{ testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 10_000 } } },
    },
  };
}

/** Vitest empties style sheets unless told otherwise. */
const withStyles = <Given extends { test: object }>(given: Given) => ({
  ...given,
  test: { ...given.test, css: true },
});

const under = (...folders: string[]) => folders.map((folder) => `tests/${folder}/**/*.test.ts`);

export default defineConfig({
  resolve: { alias: { $lib: fileURLToPath(new URL('src/lib', import.meta.url)) } },
  test: {
    // Each worker drives a database, and often an application and a browser besides.
    maxWorkers: 2,
    projects: [
      project('architecture', ['tests/architecture.test.ts'], []),
      // The query cache of a page comes with components.
      {
        ...project('domain', under('domain'), [], [/svelte-query/]),
        plugins: [svelte({ configFile: false })],
      },
      project('files', under('files'), [chromium]),
      {
        ...withStyles(project('charts', under('charts'), [chromium])),
        // Components are rendered without the application around them, their styles beside them.
        plugins: [
          tailwindcss(),
          svelte({ configFile: false, emitCss: false, compilerOptions: { css: 'injected' } }),
        ],
      },
      project('policies', under('policies', 'audit', 'database'), [cluster]),
      project('leaks', under('leaks'), [cluster, build]),
      project('api', under('portal', 'staff', 'worker'), [cluster, build]),
      project('browser', under('browser'), [cluster, build, chromium]),
    ],
  },
});
