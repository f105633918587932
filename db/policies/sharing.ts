/** Receipts of what a client opened, and the log of looks through a client's eyes. */
import { everything, inTenant, onEither } from './rules.ts';
import type { Table } from './shape.ts';

const ownReceipt = 'client_user_id = (select app.client_writer())';
const ownView = 'tenant_id = (select app.staff_tenant()) and staff_member_id = (select app.staff_id())';

export const sharing: readonly Table[] = [
  {
    name: 'app.read_receipt',
    roles: {
      staff: { select: { where: onEither('read') } },
      definer_log: { select: everything },
      definer_receipt: {
        select: { where: ownReceipt },
        insert: { where: ownReceipt },
        update: { where: ownReceipt, columns: ['times', 'last_at'] },
      },
    },
  },
  {
    name: 'app.client_view',
    roles: {
      staff: { select: { where: inTenant('view_as_client') } },
      auditor: { select: everything },
      definer_view: {
        select: { where: ownView },
        insert: { where: ownView },
        update: { where: ownView, columns: ['ended_at'] },
      },
    },
  },
];
