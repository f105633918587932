/**
 * A process with one vitest in it, which runs one policies' file after another as its parent asks, each on the template that the
 * parent names. It answers whether all tests of the file passed, and if not, whether running out of time is all that stopped them: on
 * a busy machine that says nothing of the law.
 */
import { join } from 'node:path';
import { createVitest } from 'vitest/node';
import type { Cluster } from '../support/cluster.ts';

export type Asked = { file: string; cluster: Cluster };
export type Answer = 'green' | 'red' | 'late';

const root = join(import.meta.dirname, '../..');
const vitest = await createVitest({
  root,
  config: join(import.meta.dirname, 'vitest.config.ts'),
  watch: false,
  reporters: [{}],
});
await vitest.standalone();

process.on('message', ({ file, cluster }: Asked) => {
  void answer(file, cluster).then((colour) => process.send?.(colour));
});

const isLate = (error: { message: string }) => / timed out in \d+ms/.test(error.message);

async function answer(file: string, cluster: Cluster): Promise<Answer> {
  vitest.provide('cluster', cluster);
  const path = join(root, `tests/policies/${file}.test.ts`);
  const asked = vitest.projects.map((project) => project.createSpecification(path));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(asked);
  // vitest hands out the modules of earlier runs too: one that was red for an earlier mutant says nothing of this one.
  const module = testModules.find(({ moduleId }) => moduleId === path);
  if (!module || unhandledErrors.length > 0) return 'red';
  if (module.ok()) return 'green';
  const failed = [...module.children.allTests('failed')].flatMap((test) => test.result().errors ?? []);
  return failed.length > 0 && failed.every(isLate) ? 'late' : 'red';
}
process.send?.('ready');
