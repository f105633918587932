/** The statements that make the law of a table, as a catalog has it, equal to another. */
import type { Grant, Policy } from '../catalog/law.ts';
import type { Table } from '../policies.ts';
import { createAnnouncing } from './announcing.ts';
import { createPolicy, floorOf, type RegisteredPolicy, rightsOn } from './registered.ts';
import { closed, type TableState } from './state.ts';

const keyOf = ({ role, privilege }: Grant) => `${privilege} to ${role}`;

/** A role's hold of one privilege: of the whole table, and of columns. */
type Held = { role: string; privilege: string; whole: boolean; columns: string[] };

function heldIn(grants: readonly Grant[]): Map<string, Held> {
  const held = new Map<string, Held>();
  for (const grant of grants) {
    const { role, privilege, columns } = grant;
    const one = held.get(keyOf(grant)) ?? { role, privilege, whole: false, columns: [] };
    held.set(
      keyOf(grant),
      columns ? { ...one, columns: [...one.columns, ...columns] } : { ...one, whole: true },
    );
  }
  return held;
}

function grantStatements(name: string, from: readonly Grant[], to: readonly Grant[]): string[] {
  const [before, after] = [heldIn(from), heldIn(to)];
  const revokes: string[] = [];
  const grants: string[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const { role, privilege } = (before.get(key) ?? after.get(key))!;
    const nothing = { whole: false, columns: [] as string[] };
    const had = before.get(key) ?? nothing;
    const has = after.get(key) ?? nothing;
    const [verb, option] = privilege.split(' with ');
    const list = (columns: readonly string[]) => (columns.length ? ` (${columns.join(', ')})` : '');
    const revoke = (columns: readonly string[]) =>
      revokes.push(`revoke ${verb!}${list(columns)} on ${name} from ${role};`);
    const grant = (columns: readonly string[]) =>
      grants.push(`grant ${verb!}${list(columns)} on ${name} to ${role}${option ? ` with ${option}` : ''};`);

    const loses = had.whole && !has.whole;
    if (loses) revoke([]);
    // A privilege revoked of the whole table is revoked of its columns as well.
    const left = loses ? [] : had.columns;
    const gone = left.filter((column) => !has.columns.includes(column));
    const added = has.columns.filter((column) => !left.includes(column));
    if (gone.length) revoke(gone);
    if (has.whole && !had.whole) grant([]);
    if (added.length) grant(added);
  }
  return [...revokes, ...grants];
}

const shapeOf = ({ permissive, command, using, check }: Policy) =>
  JSON.stringify([permissive, command, using === null, check === null]);

/** The clauses of a policy that are not as they were; null where none differs. */
function alterPolicy(before: Policy, after: Policy, registered: RegisteredPolicy): string | null {
  const clauses: string[] = [];
  if (before.roles.join() !== after.roles.join()) clauses.push(`\n  to ${registered.role}`);
  if (before.using !== after.using) clauses.push(`\n  using (${registered.using!})`);
  if (before.check !== after.check) clauses.push(`\n  with check (${registered.check!})`);
  return clauses.length ? `alter policy ${before.name} on ${before.table}${clauses.join('')};` : null;
}

function policyStatements(
  name: string,
  from: ReadonlyMap<string, Policy>,
  to: ReadonlyMap<string, Policy>,
  registered: readonly RegisteredPolicy[],
): string[] {
  const drops: string[] = [];
  const others: string[] = [];
  for (const [policy, before] of from) {
    const after = to.get(policy);
    if (!after || shapeOf(before) !== shapeOf(after)) drops.push(`drop policy ${policy} on ${name};`);
  }
  for (const one of registered) {
    const [before, after] = [from.get(one.name), to.get(one.name)];
    if (!after) continue;
    const statement =
      before && shapeOf(before) === shapeOf(after)
        ? alterPolicy(before, after, one)
        : createPolicy(name, one);
    if (statement) others.push(statement);
  }
  return [...drops, ...others];
}

const textOf = ({ triggers, functions }: TableState['announcing']) =>
  JSON.stringify([[...triggers].toSorted(), [...functions].toSorted()]);

/** The statements by which a table goes from one law to the other, which is the registered one, or closed where it is not registered. */
export function differenceOf(name: string, from: TableState, to: TableState, table?: Table): string[] {
  const statements: string[] = [];
  if (from.secured !== to.secured) statements.push(`alter table ${name} enable row level security;`);
  if (from.forced !== to.forced) statements.push(`alter table ${name} force row level security;`);
  const announcesOtherwise = textOf(from.announcing) !== textOf(to.announcing);
  if (announcesOtherwise)
    statements.push(
      ...[...from.announcing.triggers.keys()].map((trigger) => `drop trigger ${trigger} on ${name};`),
      ...[...from.announcing.functions.keys()].map((announcer) => `drop function ${announcer};`),
    );
  statements.push(...grantStatements(name, from.grants, to.grants));
  const registered = table ? [...rightsOn(table).map(({ policy }) => policy), floorOf(table)] : [];
  statements.push(...policyStatements(name, from.policies, to.policies, registered));
  if (announcesOtherwise && table) statements.push(...createAnnouncing(table));
  return statements;
}

/** The statements that close a table to everybody but its owner. */
export const closing = (name: string, from: TableState) => differenceOf(name, from, closed());
