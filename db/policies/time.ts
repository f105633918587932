/** Time on tasks and tickets: internal, without a client grant. */
import { everything, onEither, ownOrDecidedOnEither } from './rules.ts';
import type { Table } from './shape.ts';

const own = 'staff_member_id = (select app.staff_id())';
const enteredColumns = ['spent_on', 'minutes', 'started_at', 'after_hours', 'description'];

export const time: readonly Table[] = [
  {
    name: 'app.time_entry',
    announces: 'section',
    announcesTo: 'staff_member_id',
    roles: {
      staff: {
        select: { where: onEither('read') },
        insert: {
          where: `${onEither('log_time')} and ${own}`,
          columns: ['id', 'record_id', ...enteredColumns],
        },
        update: { where: ownOrDecidedOnEither(own), columns: enteredColumns },
        delete: { where: `${ownOrDecidedOnEither(own)} and status <> 'approved'` },
      },
      // Nobody decides on their own time, unless the tenant lets them.
      definer_time: {
        select: everything,
        update: {
          where: `${onEither('approve_time')} and (staff_member_id <> (select app.staff_id()) or (select app.approves_own_time()))`,
          columns: ['status', 'decision_reason'],
        },
      },
    },
  },
];
