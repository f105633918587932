import { globSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { tables, type Command } from '../../db/policies.ts';
import {
  contractDeeds,
  contractRoleFor,
  effectiveProjectRole,
  mayInTenant,
  mayOnContract,
  mayOnProject,
  projectDeeds,
  type ContractDeed,
  type ProjectDeed,
  projectRoleFor,
  projectRoles,
  rightsOnContract,
  rightsOnProject,
  tenantDeeds,
  type TenantDeed,
  tenantRoleFor,
  tenantRoles,
} from '../../src/lib/domain/roles';

test('each role may do what the role before it may, and something more', () => {
  for (const [roles, count] of [
    [projectRoles, (role: never) => projectDeeds.filter(({ deed }) => mayOnProject(role, deed)).length],
    [projectRoles, (role: never) => contractDeeds.filter(({ deed }) => mayOnContract(role, deed)).length],
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

test('what each role may do on the tickets of a contract', () => {
  const deedsOf = (role: (typeof projectRoles)[number]) =>
    contractDeeds.filter(({ deed }) => mayOnContract(role, deed)).map(({ deed }) => deed);
  expect(deedsOf('observer')).toEqual(['read']);
  expect(deedsOf('reviewer')).toEqual(['read', 'note']);
  expect(deedsOf('contributor')).toEqual(['read', 'note', 'work', 'log_time']);
  expect(contractDeeds.filter(({ deed }) => !mayOnContract('manager', deed)).map(({ deed }) => deed)).toEqual(
    ['set_roles', 'set_terms'],
  );
});

test('rights are told deed by deed', () => {
  for (const role of projectRoles) {
    expect(rightsOnProject(role)).toEqual(
      Object.fromEntries(projectDeeds.map(({ deed }) => [deed, mayOnProject(role, deed)])),
    );
    expect(rightsOnContract(role)).toEqual(
      Object.fromEntries(contractDeeds.map(({ deed }) => [deed, mayOnContract(role, deed)])),
    );
  }
});

test('a Manager of the company is Owner of every project, a Member has the role given there or none', () => {
  expect(effectiveProjectRole('manager', null)).toBe('owner');
  expect(effectiveProjectRole('member', 'observer')).toBe('observer');
  expect(effectiveProjectRole('member', null)).toBeNull();
});

/** The project or contract roles that a text of SQL asks for, in its order. */
const asked = (sql: string, place: 'projects' | 'contracts') =>
  [...sql.matchAll(new RegExp(`app\\.staff_${place}\\('(\\w+)'\\)`, 'g'))].map(([, role]) => role);

const ruleOf = (table: string, command: Command) =>
  tables.find(({ name }) => name === table)?.roles.staff?.[command];

const migrations = fileURLToPath(new URL('../../supabase/migrations/', import.meta.url));
/** A function of schema app, as its migration says it. */
function bodyOf(name: string): string {
  const all = readdirSync(migrations).map((file) => readFileSync(migrations + file, 'utf8'));
  return (
    new RegExp(`^create function app\\.${name}\\([\\s\\S]*?^end \\$\\$;`, 'm').exec(all.join('\n'))?.[0] ?? ''
  );
}

test.each([
  ['app.project', 'select', ['read']],
  ['app.project', 'update', ['edit']],
  ['app.project', 'update', ['client_comments']],
  ['app.task', 'select', ['read']],
  ['app.comment', 'insert', ['comment']],
  ['app.note', 'insert', ['comment']],
  ['app.task', 'insert', ['work']],
  // Whoever works on tasks, of those in review whoever reviews too.
  ['app.task', 'update', ['work', 'review']],
  ['app.task_dependency', 'insert', ['work']],
  ['app.attachment', 'insert', ['work']],
  ['app.time_entry', 'insert', ['log_time']],
  // Anybody's where one decides on time, one's own where one works.
  ['app.time_entry', 'update', ['approve_time', 'log_time']],
  ['app.epic', 'insert', ['plan']],
  ['app.epic', 'insert', ['import']],
  ['app.story', 'insert', ['plan']],
  ['app.sprint', 'insert', ['plan']],
  ['app.sprint_capacity', 'insert', ['plan']],
  ['app.milestone', 'insert', ['plan']],
  ['app.milestone', 'update', ['plan']],
  ['app.epic', 'update', ['share']],
  ['app.comment', 'update', ['share', 'comment']],
  ['app.note', 'update', ['share', 'comment']],
  ['app.task', 'delete', ['delete']],
  ['app.comment', 'delete', ['delete']],
  ['app.project_member', 'insert', ['set_roles']],
  ['app.project_default', 'update', ['set_defaults']],
] as const satisfies readonly (readonly [string, Command, readonly ProjectDeed[]])[])(
  'the database asks for the role of the table: %s, %s, %s',
  (table, command, deeds) => {
    const rule = ruleOf(table, command);
    const roles = deeds.map((deed) => projectRoleFor(deed));
    expect(asked(rule?.where ?? '', 'projects')).toEqual(roles);
    if (rule?.leaves) expect(asked(rule.leaves, 'projects')).toEqual(roles);
  },
);

test.each([
  ['record_before_write', ['share']],
  ['guard_text_flag', ['share']],
  ['attachment_before_write', ['share']],
  ['fill_task_references', ['plan']],
  ['guard_review', ['work']],
  ['begin_preview', ['share']],
] as const satisfies readonly (readonly [string, readonly ProjectDeed[]])[])(
  'a function of the database asks for the role of the table: %s, %s',
  (name, deeds) => {
    expect(asked(bodyOf(name), 'projects')).toEqual(deeds.map((deed) => projectRoleFor(deed)));
  },
);

test.each([
  ['app.ticket', 'select', ['read']],
  ['app.ticket', 'insert', ['work']],
  ['app.ticket', 'update', ['work']],
  ['app.message', 'insert', ['work']],
  ['app.escalation', 'insert', ['work']],
  ['app.ticket_task', 'insert', ['work']],
  ['app.ticket_task', 'update', ['work']],
  ['app.ticket_note', 'insert', ['note']],
  ['app.ticket_note', 'update', ['note']],
  ['app.time_entry', 'insert', ['log_time']],
  ['app.time_entry', 'update', ['approve_time', 'log_time']],
  ['app.contract_member', 'insert', ['set_roles']],
  ['app.contract_support', 'update', ['set_terms']],
  ['app.sla_policy', 'insert', ['set_terms']],
  ['app.job_type', 'update', ['set_terms']],
  ['app.escalation_step', 'insert', ['set_terms']],
] as const satisfies readonly (readonly [string, Command, readonly ContractDeed[]])[])(
  'the database asks for the role of the table, on a contract: %s, %s, %s',
  (table, command, deeds) => {
    expect(asked(ruleOf(table, command)?.where ?? '', 'contracts')).toEqual(
      deeds.map((deed) => contractRoleFor(deed)),
    );
  },
);

test.each([
  ['ticket_before_write', ['share']],
  ['guard_text_flag', ['share']],
  ['attachment_before_write', ['share']],
  ['begin_ticket_preview', ['share']],
] as const satisfies readonly (readonly [string, readonly ContractDeed[]])[])(
  'a function of the database asks for the role of the table, on a contract: %s, %s',
  (name, deeds) => {
    expect(asked(bodyOf(name), 'contracts')).toEqual(deeds.map((deed) => contractRoleFor(deed)));
  },
);

test.each([
  ['create_projects', () => ruleOf('app.project', 'insert')?.where],
  ['move_projects', () => bodyOf('project_before_write')],
  ['view_as_client', () => bodyOf('begin_client_view')],
  ['view_as_client', () => ruleOf('app.client_view', 'select')?.where],
  ['macros', () => ruleOf('app.macro', 'insert')?.where],
  ['settings', () => ruleOf('app.tenant', 'update')?.where],
] as const satisfies readonly (readonly [TenantDeed, () => string | undefined])[])(
  'the database asks for the role of the table in the company: %s',
  (deed, sql) => {
    expect(sql()).toContain(`app.staff_tenant('${tenantRoleFor(deed)}')`);
  },
);

test('deciding on time is asked of the role of the table by the policy of the function that does it', () => {
  const where = tables.find(({ name }) => name === 'app.time_entry')?.roles.definer_time?.update?.where ?? '';
  expect(asked(where, 'projects')).toEqual([projectRoleFor('approve_time')]);
  expect(asked(where, 'contracts')).toEqual([contractRoleFor('approve_time')]);
});

test('the database lets those do everything on every project and contract whom the table names', () => {
  for (const name of ['staff_projects', 'staff_contracts'])
    expect(bodyOf(name)).toContain(`tenant_role >= '${tenantRoleFor('every_project')}'`);
});

test('no procedure or page of the team spells a role that it asks for: it names the deed', () => {
  const root = fileURLToPath(new URL('../../src/', import.meta.url));
  const spelt = globSync('{lib/server/staff,lib/components,lib/domain,routes/staff}/**/*.{ts,svelte}', {
    cwd: root,
  })
    .filter((file) => !/^lib\/domain\/(roles|words)\.ts$|^lib\/server\/staff\/rights\.ts$/.test(file))
    .filter((file) =>
      /staff_(projects|contracts|tenant)\(|[rR]ole'?,? '?(===|!==|>=|<)'?,? '(member|observer|reviewer|contributor|manager|owner)'/.test(
        readFileSync(root + file, 'utf8'),
      ),
    );
  expect(spelt).toEqual([]);
});
