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

/** Abilities that PostgreSQL gives a login whatever we revoke, and why they are accepted. Each was tried: tests/leaks/adversary*.test.ts. */
export const acceptedResiduals: [string, string][] = [
  [
    'NOTIFY and LISTEN',
    'no permission model; channel names are keyed hashes, payloads empty, and a forged one costs a refetch; a flood fills the queue only while a ' +
      'listener’s transaction is open, which the worker ends',
  ],
  [
    'EXPLAIN',
    'tells, all tenants together, how large a table and each of its indexes is (how many rows are shared, how many tickets are open or resolved), ' +
      'how many rows have a key that one knows, and how many different statuses and priorities there are; no statistics are kept on anything else a client reads',
  ],
  [
    'a cursor',
    'goes on showing what its session could read when it was opened, after the session was deleted; what it writes is asked anew',
  ],
  [
    'ALTER ROLE on oneself',
    'a login may set its own password, an outage and no disclosure; and its own defaults, over which the application asks for what it relies on as it ' +
      'connects, and which are taken away at its next start and by db:migrate',
  ],
  [
    'trace_notify',
    'tells at COMMIT that one’s own function notified something, and a listener that somebody in the database did; neither the channel nor about what',
  ],
  [
    'transaction ids',
    'client_min_messages = debug5 prints the number of one’s own transaction: how many all clients and the team began since an earlier one',
  ],
  [
    'TABLESAMPLE',
    'tells which of the rows that one sees lie on one page of the table, so roughly how much was written between them',
  ],
  [
    'waiting for a lock',
    'a function that writes waits while the team’s transaction has the ticket, or another client’s the counter of numbers: that somebody writes there at this moment',
  ],
  [
    'holding a lock',
    'keeps the team off a ticket until the transaction is over: time-outs end the application’s own, and the worker any client’s after 30 seconds',
  ],
  [
    'the server’s log',
    'anybody may have the plans of what runs for them printed into it (debug_print_plan), and fill it; clients cannot read it',
  ],
  [
    'connections',
    'a login may open as many as the server takes: give the logins a CONNECTION LIMIT above the size of the pools where that matters',
  ],
  [
    'definer_search',
    'reads past row security, or no search could use an index; it holds some columns to read, and its functions hand back ids',
  ],
  [
    'app.client.id, app.client_user.id',
    'unique over all tenants, so that one look-up decides; random, and no client can insert one',
  ],
  [
    'addresses of the team',
    'a POST to a page of the team, and an address below /staff/api, answer somebody who is not signed in there otherwise than one that does not exist: ' +
      'which addresses there are, and nothing of what they hold; a process with REALMS=client answers none',
  ],
  ['statement_timeout', 'a login may lift its own; the worker ends a client’s transaction after 30 seconds'],
  ['catalogs', 'policies, function bodies and names of columns are readable by anybody; none holds a secret'],
];
