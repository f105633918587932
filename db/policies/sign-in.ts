/** Credentials, sessions and throttles of the two realms. */
import { everything } from './rules.ts';
import type { Rule, Table } from './shape.ts';

/** The staff member's own sessions by which they look as a client. */
const ownLook = `login_role = 'staff_app' and tenant_id = (select app.staff_tenant()) and viewer_staff_id = (select app.staff_id())`;
const looksAsClient: Table['roles'][string] = {
  select: { where: ownLook, columns: ['token_hash', 'view_id', 'expires_at'] },
  insert: {
    where: ownLook,
    columns: [
      'token_hash',
      'tenant_id',
      'client_id',
      'client_user_id',
      'login_role',
      'viewer_session',
      'viewer_staff_id',
      'view_id',
      'expires_at',
    ],
  },
  delete: { where: ownLook },
};

/** The columns that a client view takes over from the session it is begun from. */
const ownSession: Table['roles'][string] = {
  select: {
    where: 'tenant_id = (select app.staff_tenant()) and staff_member_id = (select app.staff_id())',
    columns: ['token_hash', 'active', 'role', 'expires_at'],
  },
};

export function signInTables(realm: 'client' | 'staff'): Table[] {
  const role = `${realm}_sign_in`;
  // A look of the staff through a client user's eyes is no session of that person, to be met or prolonged by signing in.
  const ofRealm: Rule = realm === 'client' ? { where: "login_role = 'client_app'" } : everything;
  const person = realm === 'client' ? ['client_id', 'client_user_id'] : ['staff_member_id'];
  return [
    {
      name: `identity.${realm}_credential`,
      roles: {
        [role]: {
          select: everything,
          update: { where: 'true', columns: ['password_hash', 'changed_at'] },
        },
      },
    },
    {
      name: `identity.${realm}_session`,
      roles: {
        [role]: {
          select: ofRealm,
          insert: { where: 'true', columns: ['token_hash', 'tenant_id', ...person, 'expires_at'] },
          update: { ...ofRealm, columns: ['expires_at'] },
          delete: ofRealm,
        },
        definer_identity: { select: everything },
        definer_view: realm === 'client' ? looksAsClient : ownSession,
        definer_session: { select: { where: 'true', columns: ['token_hash'] }, delete: everything },
      },
    },
    {
      name: `identity.${realm}_attempt`,
      roles: { [role]: { select: everything, insert: everything, update: everything, delete: everything } },
    },
  ];
}
