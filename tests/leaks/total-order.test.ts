/**
 * L50: no order of the planner's choice reaches a client. Calls every procedure of the portal there is (found in the router), takes
 * each statement that it sends as Kysely holds it, and demands an order in which no two rows can change places of each query
 * whose rows become a list, and of each that is cut by a limit.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { PostgresQueryCompiler } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hashOf } from '../support/builders.ts';
import { useWorld } from '../policies/world.ts';
import { Orders, rawText, type Keys, type Node } from './total-order/order-of.ts';
import { inputsOf } from './two-worlds/inputs.ts';

/** Lists whose order nobody reads, each with the reason. By procedure and the list's name in its statement. */
const unread: Record<string, string> = {
  'projects.list counts': 'summed, by project and by sprint',
  'projects.open counts': 'summed, by status, story, sprint and milestone',
  'projects.burnUp tasks': 'counted by day',
};
/** Statements in SQL of their own, each by how it begins and with the reason why no order of the planner's reaches anybody. */
const raw: Record<string, string> = {
  'select app.': 'one row: what a function answers',
  'with asked as':
    'looked up by id for the rows of a list; what is cut by a limit there is ordered down to ids',
  'select client_user_id as "clientUserId"': 'one row: who asks',
};

const inside = useWorld();
const seen: { procedure: string; node: Node }[] = [];
let procedure = '';
const compileQuery = PostgresQueryCompiler.prototype.compileQuery;

beforeAll(() => {
  vi.spyOn(PostgresQueryCompiler.prototype, 'compileQuery').mockImplementation(function (
    this: PostgresQueryCompiler,
    ...asked
  ) {
    seen.push({ procedure, node: asked[0] as unknown as Node });
    return compileQuery.apply(this, asked);
  });
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

type Procedure = {
  _def: { type: 'query' | 'mutation' | 'subscription'; inputs: Parameters<typeof inputsOf>[0][] };
};

/** Calls every procedure with every input that its schema leads to, as a Client Admin. */
async function callAll(): Promise<string[]> {
  const { db, client, projects, tickets, clients } = inside();
  vi.stubEnv('DATABASE_URL_CLIENT', db.url('client_app'));
  const [{ portalRouter }, { portalCallerOf }] = await Promise.all([
    import('../../src/lib/server/portal/router.ts'),
    import('../../src/lib/server/portal/procedure.ts'),
  ]);
  // A cookie, of which the database is shown what token.ts derives from it.
  const cookie = randomBytes(16).toString('hex');
  const token = createHmac('sha256', cookie).update('database').digest('base64url');
  await db.admin.query('update identity.client_session set token_hash = $1 where token_hash = $2', [
    hashOf(token),
    hashOf(client.admin),
  ]);
  const ids = new Map<string, string[]>([
    ['projectId', [projects.shared.id]],
    ['ticketId', [tickets.open.id]],
    ['requestId', ['11111111-1111-4111-8111-111111111111']],
  ]);
  for (const kind of ['task', 'sprint', 'milestone', 'epic', 'story']) {
    const { rows } = await db.admin.query<{ id: string }>(
      `select id from app.${kind} where client_id = $1 and shared limit 1`,
      [clients.own.id],
    );
    ids.set(
      `${kind}Id`,
      rows.map(({ id }) => id),
    );
  }
  for (const name of [
    'contractId',
    'jobTypeId',
    'attachmentId',
    'uploadId',
    'upload',
    'clientUserId',
    'recordId',
  ])
    ids.set(name, []);
  const call = portalCallerOf(portalRouter)({
    requestId: 'order',
    token: cookie,
    viewing: false,
    signal: null,
  });
  const procedures = portalRouter._def.procedures as unknown as Record<string, Procedure>;
  const called: string[] = [];
  for (const [name, { _def }] of Object.entries(procedures)) {
    if (_def.type === 'subscription') continue;
    procedure = name;
    const [feature = '', verb = ''] = name.split('.');
    const run = (call as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[
      feature
    ]?.[verb];
    for (const input of inputsOf(_def.inputs.at(-1), ids)) {
      // What it refuses, it has asked the database about as far as it goes.
      const searched =
        typeof input === 'object' && input && 'search' in input ? { ...input, search: 'open' } : input;
      await run?.(searched).catch(() => {});
    }
    called.push(name);
  }
  return called;
}

/** The unique keys of each table: those that stand as constraints or indexes over all rows. */
async function keysOf(): Promise<Keys> {
  const { rows } = await inside().db.admin.query<{ name: string; columns: string[] }>(`
    select i.indrelid::regclass::text as name,
           array(select a.attname::text from unnest(i.indkey::int2[]) k join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k) as columns
      from pg_index i join pg_class c on c.oid = i.indrelid
     where i.indisunique and i.indpred is null and i.indexprs is null and c.relnamespace = 'app'::regnamespace`);
  const keys = new Map<string, string[][]>();
  for (const { name, columns } of rows) {
    const table = name.replace(/^app\./, '');
    keys.set(table, [...(keys.get(table) ?? []), columns]);
  }
  return keys;
}

type Found = { list: string; query: Node; within: Map<string, Node> };

/** The queries below a statement whose order counts: lists by their names, and what is cut by a limit. */
function listsIn(statement: Node): Found[] {
  const found: Found[] = [];
  const walk = (value: unknown, name: string, within: Map<string, Node>, isList: boolean): void => {
    if (Array.isArray(value)) {
      for (const one of value) walk(one, name, within, false);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const one = value as Node;
    let inner = within;
    if (one.kind === 'SelectQueryNode') {
      inner = new Map(within);
      for (const common of ((one.with as Node | undefined)?.expressions ?? []) as Node[])
        inner.set(
          (common.name as { table: { table: { identifier: { name: string } } } }).table.table.identifier.name,
          common.expression as Node,
        );
      if (isList || one.limit) found.push({ list: name, query: one, within: inner });
    }
    if (one.kind === 'AliasNode') {
      const { name: alias } = one.alias as { name?: string };
      walk(one.node, alias ?? name, inner, false);
      return;
    }
    const collects =
      one.kind === 'RawNode' && /(json|jsonb|array)_agg\(/.test(one.sqlFragments?.join('') ?? '');
    for (const [part, child] of Object.entries(one))
      if (collects && part === 'parameters')
        (child as Node[]).forEach((each) => walk(each, name, inner, true));
      else if (part !== 'kind') walk(child, name, inner, false);
  };
  walk(statement, '(rows)', new Map(), statement.kind === 'SelectQueryNode');
  return found;
}

test(
  'every list of every procedure has an order of its own, and so has what is cut from one',
  { timeout: 120_000 },
  async () => {
    const called = await callAll();
    expect(called.length).toBeGreaterThan(20);
    const orders = new Orders(
      await keysOf(),
      new Map([
        ['*', ['tenant_id', 'client_id']],
        ['client', ['id']],
        ['client_visit', ['client_user_id']],
      ]),
    );
    const missing = new Set<string>();
    const used = { unread: new Set<string>(), raw: new Set<string>() };
    let lists = 0;
    for (const { procedure: of, node } of seen) {
      if (node.kind === 'RawNode') {
        const begin = Object.keys(raw).find((one) => rawText(node).startsWith(one));
        if (begin) used.raw.add(begin);
        else missing.add(`${of}: ${rawText(node).slice(0, 80)}`);
      }
      for (const { list, query, within } of listsIn(node)) {
        lists += 1;
        if (orders.isTotal(query, within)) continue;
        const name = `${of} ${list}`;
        if (unread[name] !== undefined && !query.limit) used.unread.add(name);
        else missing.add(name);
      }
    }
    expect([...missing].sort()).toEqual([]);
    expect(lists).toBeGreaterThan(100);
    // An exception that nothing needs is gone.
    expect([...used.unread].sort()).toEqual(Object.keys(unread).sort());
    expect([...used.raw].sort()).toEqual(Object.keys(raw).sort());
  },
);
