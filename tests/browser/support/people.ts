/** One of each kind of person that the sample company has, found by what they may do: their role, their sections, whether they are on a project. */
import type { Account } from '../../../db/running.ts';
import type { Database } from '../../support/builders.ts';
import type { Realm } from './pages.ts';

export type Person = { realm: Realm; kind: string; account: Account };

/** The tenant and the client whose records `idsOf` gives. */
const tenant = 'Halden & Pike Delivery';
const client = 'Nexus Corp';

const kinds = `
  select 'staff' as realm, min(s.email) as email,
         initcap(s.role::text) || case when s.active_on then '' else ' on no project' end as kind
    from (select m.*, m.role <> 'member' or exists (select from app.project_member p where p.staff_member_id = m.id) as active_on
            from app.staff_member m join app.tenant t on t.tenant_id = m.tenant_id
           where t.name = $1 and m.active) s
   group by s.role, s.active_on
  union all
  select 'portal', min(u.email),
         case u.role when 'admin' then 'Client Admin' else 'Client Employee with ' || array_to_string(u.sections, ' and ') end
    from app.client_user u join app.client c on c.id = u.client_id
   where c.name = $2 and u.can_sign_in
   group by u.role, u.sections
   order by realm, email`;

export async function peopleOf({ admin }: Pick<Database, 'admin'>, accounts: Account[]): Promise<Person[]> {
  const { rows } = await admin.query<Omit<Person, 'account'> & { email: string }>(kinds, [tenant, client]);
  return rows.map(({ realm, kind, email }) => ({
    ...{ realm, kind },
    account: accounts.find((one) => one.email === email)!,
  }));
}
