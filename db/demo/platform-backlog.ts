/** "Platform Rewrite Q1", what is in no sprint yet. Internal, so that the share that is done stays 42 %. */
import type { TaskPlan } from './plan.ts';

const waiting: Omit<TaskPlan, 'flag' | 'status'>[] = [
  {
    title: 'Rate limits per partner',
    story: 'Partner keys and webhooks',
    description: 'One partner must not slow the others down. Limits per key, told in the answer.',
    priority: 'high',
    after: ['API performance work'],
  },
  {
    title: 'Retry failed webhooks for a day',
    story: 'Partner keys and webhooks',
    description: 'With growing pauses, and a list of what never arrived.',
  },
  { title: 'Remove the old token service', story: 'OAuth provider migration', after: ['OAuth provider fix'] },
  {
    title: 'Report figures by warehouse',
    story: 'Parallel run of monthly reports',
    description: 'Asked for in the last call. Outside the scope until the change request is signed.',
    priority: 'low',
  },
  { title: 'Archive orders older than seven years', story: 'Orders in both systems' },
  {
    title: 'Training videos for administrators',
    story: 'Acceptance on staging',
    priority: 'low',
    description: 'Only if two days are left. Sofie has the equipment.',
  },
  {
    title: 'Replace hand-made search index',
    story: 'Catalogue search',
    description: 'Ours to pay: it falls over at ten times the size.',
  },
];

export const platformBacklog = waiting.map((task): TaskPlan => ({
  ...task,
  flag: 'internal',
  status: 'to_do',
}));
