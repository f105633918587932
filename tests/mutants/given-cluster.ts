import type { TestProject } from 'vitest/node';
import type { Cluster } from '../support/cluster.ts';

/** Hands on the cluster of the mutation run, with the mutant as the template. */
export function setup(project: TestProject): void {
  project.provide('cluster', JSON.parse(process.env.MUTANT_CLUSTER ?? '{}') as Cluster);
}
