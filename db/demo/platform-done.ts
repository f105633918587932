/** "Platform Rewrite Q1", the sprints that are over: what the client sees, and what it took behind the scenes. */
import type { PlatformTask } from './platform-outline.ts';

export const platformDone: PlatformTask[] = [
  {
    title: 'Architecture decision record',
    sprint: 1,
    story: 'Partners sign in with their company account',
    milestone: 'Architecture agreed',
    description:
      'The decisions everything else rests on, each with what was considered and why it was turned down:\n\n- one database for orders and catalogue\n- events between services instead of nightly files\n- hosting in your own cloud account',
    note: 'Their architect wanted microservices throughout. Ines talked him out of it; do not reopen.',
    comments: [
      { by: 'Ravi Menon', flag: 'visible', body: 'Read and signed on our side. Thank you for section 4.' },
    ],
  },
  {
    title: 'Staging environment in your cloud account',
    sprint: 1,
    story: 'Acceptance on staging',
    milestone: 'Architecture agreed',
    description: 'Same shape as production at a quarter of its size, rebuilt from code every Sunday night.',
    note: 'We pay for staging until acceptance: 410 a month that nobody budgeted.',
  },
  {
    title: 'Compare three sign-in vendors on price',
    flag: 'internal',
    sprint: 1,
    story: 'OAuth provider migration',
    description: 'The cheapest pays us a referral fee. Decide with Ines whether we may take it and say so.',
  },
  {
    title: 'Sign-in page with company accounts',
    sprint: 2,
    story: 'Partners sign in with their company account',
    milestone: 'Sign-in live',
    description:
      'Partners type their work address and are sent to their own company’s sign-in. No new passwords.',
    note: 'Built twice: the first version ignored their design system. Second round is on us.',
  },
  {
    title: 'Invite partners by e-mail',
    sprint: 2,
    story: 'Partners sign in with their company account',
    milestone: 'Sign-in live',
    description:
      'An invitation is valid for seven days and can be sent again. Expired ones say so in plain words.',
    note: 'Claire’s team still adds partners by hand. Training gap on their side, tread carefully.',
    comments: [
      {
        by: 'Priya',
        flag: 'visible',
        body: 'Invitations go out from your own domain now; the DNS entry is in place.',
      },
      {
        by: 'Jonas',
        flag: 'internal',
        body: 'Took twice as long as estimated; rest is on the internal code.',
      },
    ],
  },
  {
    title: 'Role editor for administrators',
    sprint: 2,
    story: 'Administrators manage roles',
    milestone: 'Sign-in live',
    description:
      'Create a role, choose what it may see and do, and give it to people. Changes apply at once.',
    note: 'Seven roles were agreed, they now use nineteen. Raise at the next steering call.',
  },
  {
    title: 'Audit trail of role changes',
    sprint: 3,
    story: 'Administrators manage roles',
    milestone: 'Sign-in live',
    description: 'Who gave which role to whom, when; kept for two years, exported as CSV.',
    note: 'Asked for by their auditor, not in the contract. We gave it away to close the sign-in milestone.',
  },
  {
    title: 'Catalogue schema and first import',
    sprint: 3,
    story: 'Catalogue search',
    milestone: 'Catalogue on new platform',
    description:
      '84 000 products with their variants, imported in 11 minutes. A report lists the 312 that need your eye.',
    note: 'Half of the 312 are our importer’s fault. Fix quietly before they work through the list.',
  },
  {
    title: 'Importer drops variants without a size',
    flag: 'internal',
    sprint: 4,
    story: 'Hidden debt in the order importer',
    description: 'Found by us, not by them. Fixed, data repaired, no mention in the release notes.',
  },
  {
    title: 'Catalogue served through the gateway',
    sprint: 4,
    story: 'Catalogue search',
    milestone: 'Catalogue on new platform',
    description:
      'The shop reads the catalogue from the new platform; the old one stays as a fallback for four weeks.',
    note: 'The fallback never worked. Nobody has noticed; remove it on schedule.',
  },
  {
    title: 'Orders written to both systems',
    sprint: 4,
    story: 'Orders in both systems',
    description:
      'Every order lands in the old and the new system in the same second, so that either can be the leading one.',
    note: 'Jonas did this on a weekend. Time off agreed, keep him off the plan on the 14th.',
    comments: [
      {
        by: 'Ravi Menon',
        flag: 'visible',
        body: 'Our warehouse sees no difference, which is what we hoped for.',
      },
    ],
  },
  {
    title: 'Nightly comparison of orders',
    sprint: 5,
    story: 'Orders in both systems',
    description:
      'Compares all orders of the day field by field and mails the result to your operations desk at 6:00.',
    note: 'Mails say 0 differences because tax rounding is ignored. Agreed with Ravi by phone only!',
  },
  {
    title: 'Monthly revenue report',
    sprint: 5,
    story: 'Parallel run of monthly reports',
    milestone: 'Reporting parallel run',
    description: 'Revenue by region and channel, to the cent as in the old report.',
    note: 'Their old report is wrong for Canada. Tell Dana before finance finds out from somebody else.',
  },
  {
    title: 'Replacement quote for the message broker',
    flag: 'internal',
    sprint: 5,
    story: 'Orders in both systems',
    description: 'Vendor price went up 38 %. At the current margin we cannot absorb it beyond Q2.',
  },
  {
    title: 'Monthly partner report',
    sprint: 5,
    story: 'Parallel run of monthly reports',
    milestone: 'Reporting parallel run',
    description: 'Turnover, returns and open credits by partner. Partners see their own line only.',
    note: 'Luis found a partner seeing two lines on staging. Fixed before anybody looked.',
  },
  {
    title: 'Search by supplier code',
    sprint: 6,
    story: 'Catalogue search',
    milestone: 'Catalogue on new platform',
    description:
      'Finds products by the code printed on the supplier’s delivery note, with or without dashes.',
    note: 'Small, billed as medium. Leave it.',
  },
  {
    title: 'Filters kept in the address',
    sprint: 6,
    story: 'Catalogue search',
    milestone: 'Catalogue on new platform',
    description: 'A filtered list can be bookmarked and sent to a colleague, who gets the same list.',
    note: 'Claire asked for saved views. That is a new story, not this one.',
    comments: [
      { by: 'Luis', flag: 'visible', body: 'Ready for you to try on staging.' },
      { by: 'Dana Whitfield', flag: 'visible', body: 'Tried it with the Denver team. Exactly right.' },
    ],
  },
  {
    title: 'Rotate the staging key from the public log',
    flag: 'internal',
    sprint: 7,
    story: 'Acceptance on staging',
    priority: 'urgent',
    description:
      'A key stood in a build log for two days. Contained, no client data reached. Post-mortem in the wiki.',
  },
  {
    title: 'Billing export, format 2',
    sprint: 7,
    story: 'Export to the finance system',
    description:
      'The export your finance system reads at night, in its new format, with a check sum per file.',
    note: 'Finance changed the format twice. Third change costs; Marta has it in writing.',
  },
  {
    title: 'Discounts rounded as in the old export',
    sprint: 7,
    story: 'Export to the finance system',
    description:
      'Rounds each line, then sums, as the old export did. 40 000 old invoices give the same totals.',
    note: 'Legally doubtful rounding, but it is theirs. We have it by mail from their CFO.',
  },
  {
    title: 'Real cost of the order importer',
    flag: 'internal',
    sprint: 8,
    story: 'Hidden debt in the order importer',
    description: 'We quoted 12 days; it will be 19. Do not mention before the change request is agreed.',
  },
  {
    title: 'Partner keys with expiry',
    sprint: 8,
    story: 'Partner keys and webhooks',
    description:
      'Keys end after a year, with a reminder 30 days ahead. An administrator can end one at once.',
    note: 'One partner shares a key among six shops. Their problem to raise, not ours.',
  },
  {
    title: 'Webhook when an order is shipped',
    sprint: 8,
    story: 'Partner keys and webhooks',
    sharedLater: { on: -16, reason: 'Client asked about it in the steering call; agreed to show it.' },
    description:
      'Tells the partner’s system within ten seconds, and tries again for a day if it does not answer.',
    note: 'Started as our own test harness. Shared once the change request was signed.',
  },
  {
    title: 'Margin after eight sprints',
    flag: 'internal',
    sprint: 8,
    story: 'Partner onboarding',
    description: '31 % against 34 % planned. The importer ate the difference.',
  },
];
