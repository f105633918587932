import { seats } from '../support/builders.ts';
import { closedTo, floored, granted, notWrittenByStaff, readByClients, readByStaff } from './law.ts';
import { useWorld } from './world.ts';

const table = 'app.tenant';
const inside = useWorld();
const columns = ['name', 'portal_name', 'accent_color', 'upload_limit_bytes'];
const key = 'name';

granted(inside, table, {
  client: { select: columns },
  staff: { select: true },
  definer_file: { select: ['tenant_id', 'upload_limit_bytes'] },
});
floored(inside, table, { trusts: ['client', 'staff', 'definer_file'] });
readByClients(inside, table, {
  columns,
  key,
  sees: () => ['Acme'],
  cannotSee: { 'another tenant': 'Rival' },
});
readByStaff(inside, table, {
  key,
  manager: () => ['Acme'],
  member: () => ['Acme'],
  outsider: () => ['Acme'],
  foreigner: () => ['Rival'],
});
notWrittenByStaff(inside, table);
closedTo(inside, table, 'role client_sign_in', () => seats.clientSignIn);
closedTo(inside, table, 'role staff_sign_in', () => seats.staffSignIn);
