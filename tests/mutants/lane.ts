/**
 * A process with one vitest in it, which runs one policies' file after another as its parent asks, each on the template that the
 * parent names. It answers whether all tests of the file passed.
 */
import { join } from 'node:path';
import { createVitest } from 'vitest/node';
import type { Cluster } from '../support/cluster.ts';

export type Asked = { file: string; cluster: Cluster };

const root = join(import.meta.dirname, '../..');
const vitest = await createVitest({
  root,
  config: join(import.meta.dirname, 'vitest.config.ts'),
  watch: false,
  reporters: [{}],
});
await vitest.standalone();

process.on('message', ({ file, cluster }: Asked) => {
  void answer(file, cluster).then((passes) => process.send?.(passes));
});

async function answer(file: string, cluster: Cluster): Promise<boolean> {
  vitest.provide('cluster', cluster);
  const path = join(root, `tests/policies/${file}.test.ts`);
  const asked = vitest.projects.map((project) => project.createSpecification(path));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(asked);
  return unhandledErrors.length === 0 && testModules.length > 0 && testModules.every((module) => module.ok());
}
process.send?.('ready');
