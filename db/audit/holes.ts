/** Known holes in row security, and the minor release of each major that closes them (shared notes RLS.md 2.1; release notes). */
type Hole = { cve: string; what: string; mitigation: string; closedIn: Record<number, number> };

const november = { 14: 26, 15: 20, 16: 16, 17: 12, 18: 7 };
const october = { 14: 24, 15: 19, 16: 15, 17: 11, 18: 6 };

const holes: Hole[] = [
  {
    cve: 'CVE-2026-116311',
    what: 'DROP OWNED takes a role out of policies on tables it does not own, and drops those that named it alone',
    mitigation:
      'the event trigger refuses DDL by the app’s logins; the restrictive floor TO PUBLIC survives; queries run READ ONLY',
    closedIn: november,
  },
  {
    cve: 'CVE-2026-120154',
    what: 'ON CONFLICT DO UPDATE … WHERE is evaluated on rows that a policy hides',
    mitigation: 'role client holds no INSERT or UPDATE on any table',
    closedIn: november,
  },
  {
    cve: 'CVE-2026-116327',
    what: 'a leaky function over a CASE test value or an internal parameter counts as leakproof',
    mitigation:
      'text no client may see stands in tables and columns without a grant; clients cannot create functions',
    closedIn: november,
  },
  {
    cve: 'CVE-2026-14666',
    what: 'plans cached before a change of role membership keep the old decision',
    mitigation: 'memberships change only in migrations; a connection takes one role all its life',
    closedIn: october,
  },
];

/** The holes that a server of this version number (180004 is 18.4) has open. */
export function openHoles(version: number): Hole[] {
  const [major, minor] = [Math.floor(version / 10_000), version % 10_000];
  return holes.filter(({ closedIn }) => {
    const closed = closedIn[major];
    return closed === undefined ? major < 14 : minor < closed;
  });
}

/** What PostgreSQL lets a login do whatever we revoke, and why that is borne. Each was tried: tests/leaks/adversary*.test.ts. */
export const acceptedResiduals: [string, string][] = [
  [
    'NOTIFY and LISTEN',
    'no permission model; channel names are keyed hashes, payloads empty, and a forged one costs a refetch',
  ],
  [
    'EXPLAIN',
    'shows the estimated pages of a table, all tenants together; no statistics are kept on shared text',
  ],
  [
    'ALTER ROLE on oneself',
    'a login may set its own password and settings: an outage, no disclosure; the app sets what it relies on itself',
  ],
  [
    'definer_search',
    'reads past row security, or no search could use an index; it holds some columns to read, and its functions hand back ids',
  ],
  [
    'app.client.id, app.client_user.id',
    'unique over all tenants, so that one look-up decides; random, and no client can insert one',
  ],
  ['statement_timeout', 'a login may lift its own; the process and the pooler keep theirs'],
  ['catalogs', 'policies, function bodies and names of columns are readable by anybody; none holds a secret'],
];
