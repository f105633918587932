/** "Platform Rewrite Q1": epics with their stories, milestones, and what its lists of tasks look like. */
import type { EpicPlan, Flag, MilestonePlan, Status, TaskPlan } from './plan.ts';

/** A task as the lists beside this file have it: visible unless they say otherwise, with one internal note beside it. */
export type PlatformTask = Omit<TaskPlan, 'flag' | 'status' | 'sprint'> & {
  flag?: Flag;
  status?: Status;
  sprint: number;
  note?: string;
};

export const epics: EpicPlan[] = [
  {
    title: 'Identity and access',
    summary: 'One sign-in for staff and partners, with roles your administrators manage.',
    flag: 'visible',
    stories: [
      {
        title: 'Partners sign in with their company account',
        summary: 'As a partner I use the account I already have.',
        flag: 'visible',
      },
      {
        title: 'Administrators manage roles',
        summary: 'As an administrator I decide who sees what, without asking anybody.',
        flag: 'visible',
      },
      {
        title: 'OAuth provider migration',
        summary: 'Away from the provider we should not have chosen.',
        flag: 'internal',
      },
    ],
  },
  {
    title: 'Public API',
    summary: 'The interface your partners build on: faster, with keys and events, documented.',
    flag: 'visible',
    stories: [
      {
        title: 'API answers within 200 ms',
        summary: 'As a partner I show orders without making people wait.',
        flag: 'visible',
      },
      {
        title: 'Partner keys and webhooks',
        summary: 'As a partner I am told what happens instead of asking every minute.',
        flag: 'visible',
      },
      {
        title: 'Bulk export',
        summary: 'As an analyst I get all orders of a year in one go.',
        flag: 'visible',
      },
    ],
  },
  {
    title: 'Orders and catalogue',
    summary: 'Orders and products move to the new platform without a day of downtime.',
    flag: 'visible',
    stories: [
      { title: 'Orders in both systems', summary: 'Either system can lead until go-live.', flag: 'visible' },
      { title: 'Catalogue search', summary: 'As a buyer I find a product in seconds.', flag: 'visible' },
    ],
  },
  {
    title: 'Reporting',
    summary: 'Monthly figures that match the old reports to the cent.',
    flag: 'visible',
    stories: [
      {
        title: 'Parallel run of monthly reports',
        summary: 'Two month ends side by side, every difference explained.',
        flag: 'visible',
      },
      {
        title: 'Export to the finance system',
        summary: 'Finance closes the month as before.',
        flag: 'visible',
      },
    ],
  },
  {
    title: 'Acceptance and go-live',
    summary: 'Rehearsals, training and the cut-over weekend.',
    flag: 'visible',
    stories: [
      {
        title: 'Acceptance on staging',
        summary: 'Your team tries everything before it counts.',
        flag: 'visible',
      },
      { title: 'Cut-over rehearsal', summary: 'The weekend, practised twice.', flag: 'visible' },
    ],
  },
  {
    title: 'Delivery risk buffer',
    summary: 'Work held back against scope creep. Not in the statement of work.',
    flag: 'internal',
    stories: [
      { title: 'Hidden debt in the order importer', summary: 'Ours to pay.', flag: 'internal' },
      {
        title: 'Partner onboarding',
        summary: 'As a new partner I place my first order today.',
        flag: 'visible',
      },
    ],
  },
];

export const milestones: MilestonePlan[] = [
  {
    title: 'Architecture agreed',
    description: 'Signed architecture document and hosting plan.',
    flag: 'visible',
    agreed: -104,
    moves: [{ on: -106, met: true }],
  },
  {
    title: 'Sign-in live',
    description: 'All partners sign in on the new platform.',
    flag: 'visible',
    agreed: -76,
    moves: [
      { on: -84, forecast: -73, reason: 'Two partners have no test accounts yet; theirs to deliver.' },
      { on: -74, met: true },
    ],
  },
  {
    title: 'Catalogue on new platform',
    description: 'Products are served by the new catalogue in all regions.',
    flag: 'visible',
    agreed: -1,
    moves: [
      { on: -40, forecast: -1, reason: 'Search was underestimated by a sprint. Ours.' },
      { on: -2, met: true },
    ],
  },
  {
    title: 'Reporting parallel run',
    description: 'Two months of reports match the old system, every difference explained.',
    flag: 'visible',
    agreed: -5,
    moves: [
      { on: -19, forecast: -2, reason: 'The old reports have a rounding error that nobody knew of.' },
      { on: -6, forecast: 9, reason: 'A second month is needed; they insist on comparing a month end.' },
    ],
  },
  {
    title: 'API at agreed speed',
    description: '95 of 100 calls answer within 200 ms, measured over a day of real traffic.',
    flag: 'visible',
    agreed: 12,
    forecast: 12,
  },
  {
    title: 'Acceptance complete',
    description: 'Your team has signed off every acceptance case.',
    flag: 'visible',
    agreed: 40,
    forecast: 40,
    moves: [{ on: -1.5, forecast: 47, reason: 'Their acceptance team is on leave for a week.' }],
  },
  {
    title: 'Go-live',
    description: 'Cut-over weekend and first week of support.',
    flag: 'visible',
    agreed: 54,
    moves: [
      {
        on: -33,
        agreed: 68,
        reason: 'Agreed with Dana in the steering call: not before their stock-taking.',
      },
    ],
  },
  {
    title: 'Margin review with finance',
    description: 'Decide whether the buffer is released. Needs the real importer figures.',
    flag: 'internal',
    agreed: 10,
    moves: [{ on: -1.8, forecast: 13, reason: 'Finance has no importer figures before then.' }],
  },
];
