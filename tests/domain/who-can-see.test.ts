import fc from 'fast-check';
import { expect, test } from 'vitest';
import { whoCanSee } from '../../src/lib/domain/who-can-see.ts';

const facts = fc
  .record({
    visibility: fc.constantFrom('client_visible', 'internal_only'),
    parentShared: fc.boolean(),
    clientUsers: fc.uniqueArray(
      fc.record({
        name: fc.string({ minLength: 1 }),
        role: fc.constantFrom('admin', 'employee'),
        canSignIn: fc.boolean(),
        hasSection: fc.boolean(),
      }),
      { selector: ({ name }) => name, maxLength: 5 },
    ),
    team: fc.uniqueArray(
      fc.record({
        name: fc.string({ minLength: 1 }),
        tenantRole: fc.constantFrom('member', 'manager', 'admin', 'owner'),
        role: fc.constantFrom(null, 'observer', 'reviewer', 'contributor', 'manager', 'owner'),
      }),
      { selector: ({ name }) => name, maxLength: 5 },
    ),
  } as const)
  .map(({ parentShared, ...rest }) => ({
    ...rest,
    scope: 'project' as const,
    clientName: 'Nexus',
    shared: rest.visibility === 'client_visible' && parentShared,
    hiddenBy: parentShared ? null : 'its project',
  }));

test('everybody of the client is named once, on the side that the policies put them', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { client, notClient } = whoCanSee(given);
      expect([...client, ...notClient].map(({ name }) => name).sort()).toEqual(
        given.clientUsers.map(({ name }) => name).sort(),
      );
      const right = given.clientUsers.filter(
        ({ canSignIn, hasSection }) => given.shared && canSignIn && hasSection,
      );
      expect(client.map(({ name }) => name)).toEqual(right.map(({ name }) => name));
    }),
  );
});

test('of the team it is whoever reaches every project, or is on this one', () => {
  fc.assert(
    fc.property(facts, (given) => {
      expect(whoCanSee(given).team.map(({ name }) => name)).toEqual(
        given.team
          .filter(({ tenantRole, role }) => tenantRole !== 'member' || role !== null)
          .map(({ name }) => name),
      );
    }),
  );
});

test('a hidden record says what hides it', () => {
  const about = (visibility: 'client_visible' | 'internal_only', hiddenBy: string | null) =>
    whoCanSee({
      visibility,
      shared: false,
      hiddenBy,
      scope: 'project' as const,
      clientName: 'Nexus',
      clientUsers: [],
      team: [],
    }).sentence;
  expect(about('internal_only', null)).toBe("No one at Nexus can see this: it's Internal Only.");
  expect(about('client_visible', 'its task')).toBe(
    "No one at Nexus can see this: it's hidden because its task isn't shared.",
  );
});
