import { globSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  contractPermissions,
  effectiveProjectRole,
  mayInTenant,
  mayOnContract,
  mayOnProject,
  projectPermissions,
  projectRoles,
  rightsOnContract,
  rightsOnProject,
  tenantPermissions,
  tenantRoleFor,
  tenantRoles,
} from '../../src/lib/domain/roles';

test('each role may do what the role before it may, and something more', () => {
  for (const [roles, count] of [
    [
      projectRoles,
      (role: never) => projectPermissions.filter(({ permission }) => mayOnProject(role, permission)).length,
    ],
    [
      projectRoles,
      (role: never) => contractPermissions.filter(({ permission }) => mayOnContract(role, permission)).length,
    ],
    [
      tenantRoles,
      (role: never) => tenantPermissions.filter(({ permission }) => mayInTenant(role, permission)).length,
    ],
  ] as const) {
    const counts = roles.map((role) => count(role as never));
    expect(counts).toEqual([...new Set(counts)].sort((one, other) => one - other));
  }
});

test('each project role has its permissions', () => {
  const permissionsOf = (role: (typeof projectRoles)[number]) =>
    projectPermissions
      .filter(({ permission }) => mayOnProject(role, permission))
      .map(({ permission }) => permission);
  expect(permissionsOf('observer')).toEqual(['read']);
  expect(permissionsOf('reviewer')).toEqual(['read', 'comment', 'review']);
  expect(permissionsOf('contributor')).toEqual(['read', 'comment', 'review', 'work', 'log_time']);
  expect(
    projectPermissions
      .filter(({ permission }) => !mayOnProject('manager', permission))
      .map(({ permission }) => permission),
  ).toEqual(['set_roles', 'set_defaults']);
});

test('each role has its permissions on the tickets of a contract', () => {
  const permissionsOf = (role: (typeof projectRoles)[number]) =>
    contractPermissions
      .filter(({ permission }) => mayOnContract(role, permission))
      .map(({ permission }) => permission);
  expect(permissionsOf('observer')).toEqual(['read']);
  expect(permissionsOf('reviewer')).toEqual(['read', 'note']);
  expect(permissionsOf('contributor')).toEqual(['read', 'note', 'work', 'log_time']);
  expect(
    contractPermissions
      .filter(({ permission }) => !mayOnContract('manager', permission))
      .map(({ permission }) => permission),
  ).toEqual(['set_roles', 'set_terms']);
});

test('rights list each permission of a role', () => {
  for (const role of projectRoles) {
    expect(rightsOnProject(role)).toEqual(
      Object.fromEntries(
        projectPermissions.map(({ permission }) => [permission, mayOnProject(role, permission)]),
      ),
    );
    expect(rightsOnContract(role)).toEqual(
      Object.fromEntries(
        contractPermissions.map(({ permission }) => [permission, mayOnContract(role, permission)]),
      ),
    );
  }
});

test('a Manager of the company is Owner of every project, a Member has the role given there or none', () => {
  expect(effectiveProjectRole('manager', null)).toBe('owner');
  expect(effectiveProjectRole('member', 'observer')).toBe('observer');
  expect(effectiveProjectRole('member', null)).toBeNull();
});

test('policies name the permission, and no role: the role table is their only source', () => {
  const folder = fileURLToPath(new URL('../../db/policies/', import.meta.url));
  const spelt = readdirSync(folder).filter((file) =>
    /staff_(projects|contracts|tenant)\('\w/.test(readFileSync(folder + file, 'utf8')),
  );
  expect(spelt).toEqual([]);
});

test('functions of the database spell no role but the one that reaches every project and contract', () => {
  const folder = fileURLToPath(new URL('../../db/schema/', import.meta.url));
  const law = globSync('*/*.sql', { cwd: folder })
    .map((file) => readFileSync(folder + file, 'utf8'))
    .join('\n');
  const bodies = new Map(
    [
      ...law.matchAll(
        /^CREATE OR REPLACE FUNCTION (?:app|identity)\.(\w+)\([\s\S]*?(?:\$function\$;|^ RETURN .*)/gm,
      ),
    ].map(([body, name]) => [name!, body]),
  );
  expect(bodies.size).toBeGreaterThan(100);
  const roles = [...new Set([...projectRoles, ...tenantRoles])].join('|');
  const asks = new RegExp(`(?:staff_(?:projects|contracts|tenant)\\('|role >=? ')(${roles})'`, 'g');
  const spelt = [...bodies].flatMap(([name, body]) =>
    [...body.matchAll(asks)].map(([, role]) => [name, role]),
  );
  const everywhere = tenantRoleFor('every_project');
  expect(spelt.sort()).toEqual(
    ['reaches_contract', 'release_tickets', 'staff_contracts', 'staff_projects'].map((name) => [
      name,
      everywhere,
    ]),
  );
});

test('no procedure or page of the team spells a role that it asks for: it names the permission', () => {
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
