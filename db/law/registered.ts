/** Says the law of a registered table as SQL: row security, grants, policies, the restrictive floor, and the trigger that announces. */
import type { Command, Rule, Table } from '../policies.ts';
import { createAnnouncing } from './announcing.ts';

export type RegisteredPolicy = {
  name: string;
  restrictive: boolean;
  command: Command | 'all';
  role: string;
  using?: string;
  check?: string;
};

/** A role's right to one command, with the policy that says on which rows. */
export type Right = { role: string; command: Command; columns?: readonly string[]; policy: RegisteredPolicy };

function rightOf(role: string, command: Command, rule: Rule): Right {
  const conditions = {
    select: { using: rule.where },
    insert: { check: rule.where },
    update: { using: rule.where, check: rule.leaves ?? rule.where },
    delete: { using: rule.where },
  };
  const policy = { name: `${role}_${command}`, restrictive: false, command, role, ...conditions[command] };
  return { role, command, columns: rule.columns, policy };
}

/** The rights on a table, role client first. */
export function rightsOn(table: Table): Right[] {
  const client = table.client ? [rightOf('client', 'select', table.client)] : [];
  const others = Object.entries(table.roles).flatMap(([role, commands]) =>
    (Object.entries(commands) as [Command, Rule][]).map(([command, rule]) => rightOf(role, command, rule)),
  );
  return [...client, ...others];
}

/** The restrictive policy that lets nobody through but the roles that have rights, and clients by what they are shown. */
export function floorOf(table: Table): RegisteredPolicy {
  const trusted = Object.keys(table.roles);
  if (table.client && !table.floor) trusted.unshift('client');
  const byRole = `current_user in (${trusted.map((role) => `'${role}'`).join(', ')})`;
  const condition = table.floor ? `${table.floor} or ${byRole}` : byRole;
  return {
    name: 'floor',
    restrictive: true,
    command: 'all',
    role: 'public',
    using: condition,
    check: condition,
  };
}

const listOf = (columns?: readonly string[]) => (columns ? ` (${columns.join(', ')})` : '');

export function createPolicy(
  table: string,
  { name, restrictive, command, role, using, check }: RegisteredPolicy,
): string {
  const lines = [
    `create policy ${name} on ${table}${restrictive ? ' as restrictive' : ''} for ${command} to ${role}`,
  ];
  if (using !== undefined) lines.push(`  using (${using})`);
  if (check !== undefined) lines.push(`  with check (${check})`);
  return `${lines.join('\n')};`;
}

/** The whole law of a table that has none yet. */
export function lawOf(table: Table): string {
  const lines = [
    `alter table ${table.name} enable row level security;`,
    `alter table ${table.name} force row level security;`,
  ];
  for (const { role, command, columns, policy } of rightsOn(table))
    lines.push(
      `grant ${command}${listOf(columns)} on ${table.name} to ${role};`,
      createPolicy(table.name, policy),
    );
  lines.push(createPolicy(table.name, floorOf(table)));
  lines.push(...createAnnouncing(table));
  return lines.join('\n');
}
