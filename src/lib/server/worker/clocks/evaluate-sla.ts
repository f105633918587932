import type { Kind } from '../jobs/kind';
import { evaluateClocks } from './evaluate-clocks';

/** Evaluates a ticket's clocks, again at each moment that the clocks name. One that cannot be read is tried for half a day. */
export const evaluateSla: Kind = {
  attempts_max: 20,
  work: ({ record_id }) => ({ write: (db) => evaluateClocks(db, record_id) }),
};
