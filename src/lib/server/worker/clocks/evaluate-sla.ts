import type { Kind } from '../jobs/kind';
import { lookAtClock } from './look-at-clock';

/** Evaluates a ticket's clocks, again at each moment that the clocks name. One that cannot be read is tried for half a day. */
export const evaluateSla: Kind = {
  attempts_max: 20,
  work: ({ record_id }) => ({ write: (db) => lookAtClock(db, record_id) }),
};
