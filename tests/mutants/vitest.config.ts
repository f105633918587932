import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The policies' tests alone, on the cluster that the mutation run has started. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['tests/policies/*.test.ts'],
    maxWorkers: 1,
    bail: 1,
    testTimeout: 15_000,
    hookTimeout: 60_000,
  },
});
