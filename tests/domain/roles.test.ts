import { expect, test } from 'vitest';
import { tables, type Command } from '../../db/policies.ts';
import {
  effectiveProjectRole,
  mayInTenant,
  mayOnProject,
  projectDeeds,
  type ProjectDeed,
  projectRoles,
  tenantDeeds,
  tenantRoles,
} from '../../src/lib/domain/roles';

test('each role may do what the role before it may, and something more', () => {
  for (const [roles, count] of [
    [projectRoles, (role: never) => projectDeeds.filter(({ deed }) => mayOnProject(role, deed)).length],
    [tenantRoles, (role: never) => tenantDeeds.filter(({ deed }) => mayInTenant(role, deed)).length],
  ] as const) {
    const counts = roles.map((role) => count(role as never));
    expect(counts).toEqual([...new Set(counts)].sort((one, other) => one - other));
  }
});

test('what each project role may do', () => {
  const deedsOf = (role: (typeof projectRoles)[number]) =>
    projectDeeds.filter(({ deed }) => mayOnProject(role, deed)).map(({ deed }) => deed);
  expect(deedsOf('observer')).toEqual(['read']);
  expect(deedsOf('reviewer')).toEqual(['read', 'comment', 'review']);
  expect(deedsOf('contributor')).toEqual(['read', 'comment', 'review', 'work', 'log_time']);
  expect(projectDeeds.filter(({ deed }) => !mayOnProject('manager', deed)).map(({ deed }) => deed)).toEqual([
    'set_roles',
    'set_defaults',
  ]);
});

test('a Manager of the company is Owner of every project, a Member has the role given there or none', () => {
  expect(effectiveProjectRole('manager', null)).toBe('owner');
  expect(effectiveProjectRole('member', 'observer')).toBe('observer');
  expect(effectiveProjectRole('member', null)).toBeNull();
});

/** The least project role that a policy of the database asks for. */
function asked(table: string, command: Command): string | undefined {
  const where = tables.find(({ name }) => name === table)?.roles.staff?.[command]?.where ?? '';
  return /app\.staff_projects\('(\w+)'\)/.exec(where)?.[1];
}

test.each([
  ['app.project', 'select', 'read'],
  ['app.task', 'select', 'read'],
  ['app.comment', 'insert', 'comment'],
  ['app.note', 'insert', 'comment'],
  ['app.task', 'insert', 'work'],
  ['app.task', 'update', 'work'],
  ['app.epic', 'insert', 'plan'],
  ['app.story', 'insert', 'plan'],
  ['app.sprint', 'insert', 'plan'],
  ['app.milestone', 'insert', 'plan'],
  ['app.milestone', 'update', 'plan'],
  ['app.task', 'delete', 'delete'],
  ['app.project_member', 'insert', 'set_roles'],
  ['app.project_default', 'update', 'set_defaults'],
] as const satisfies readonly (readonly [string, Command, ProjectDeed])[])(
  'the database asks for the role of the table: %s, %s, %s',
  (table, command, deed) => {
    expect(asked(table, command)).toBe(projectDeeds.find((one) => one.deed === deed)?.from);
  },
);

test('the database lets those create projects whom the table names', () => {
  const where = tables.find(({ name }) => name === 'app.project')?.roles.staff?.insert?.where;
  const from = tenantDeeds.find(({ deed }) => deed === 'create_projects')?.from;
  expect(where).toContain(`app.staff_tenant('${from}')`);
});
