/**
 * The clock as a client may see it, by the disclosure of its contract (PRODUCT T5, T7).
 *
 *   nothing    null, always
 *   status     one of three words; it is `on_time` until the near-breach threshold, `at_risk` until the breach, `missed` after it
 *   countdown  the word, the instant at which the target is used up, and the SLA time left: the contract gives the target away
 *
 * Nothing else can be computed from it, because nothing else goes in. The answer is built from named values, never by taking
 * some out of a reading, so what a reading gains later does not travel along. The word changes only at a threshold, at a
 * breach, or where the client sees a reason: a reply, a solution or a reopening, a priority. It does not change when a clock
 * pauses, when business closes, or on a holiday; elapsed time, target, share and other thresholds are not in it. That a
 * countdown stands still is told by `due` being null, which it is in no status but Waiting on client and On hold, and those
 * the client sees on the ticket itself; after a stop both values are null, so the time that was to spare is not told.
 *
 * The support level is staff's: a change of it is an escalation, and clients never see one (T7, V6, V10). Targets depend on
 * it, so a client's clock is read without changes of the level, at the level the ticket was raised with. Otherwise a due
 * instant that jumps would tell of the escalation to the minute.
 */
import type { SlaEvent } from './events';
import type { Moment } from './moment';
import { nextMoment } from './next-moment';
import type { SlaPolicies } from './policy';
import { readClocks, type ClockReading } from './read-clocks';

export type SlaDisclosure = 'nothing' | 'status' | 'countdown';

type ClientClock = { status: 'on_time' | 'at_risk' | 'missed' };
export type ClientCountdown = ClientClock & {
  /** The instant at which the target is or was used up; null while paused and after a stop. */
  due: Moment | null;
  /** SLA time left in milliseconds; it stands still while paused and outside business hours. Null after a stop. */
  remaining_ms: number | null;
};

export type ClientClocks = Record<'firstResponse' | 'resolution', ClientClock | ClientCountdown | null>;

/**
 * Both clocks as the client may know them at an instant; each null where nothing is disclosed, promised or begun. The events are
 * those of seen-by-client.
 */
export function clientClocks(
  events: readonly SlaEvent[],
  policies: SlaPolicies,
  at: Moment,
  disclosure: SlaDisclosure,
): ClientClocks {
  if (disclosure === 'nothing') return { firstResponse: null, resolution: null };
  const { firstResponse, resolution } = readClocks(knownToClient(events), policies, at);
  return {
    firstResponse: disclosed(firstResponse, disclosure),
    resolution: disclosed(resolution, disclosure),
  };
}

/** As nextMoment, of the clocks as the client may know them; null where nothing is disclosed. */
export function nextClientMoment(
  events: readonly SlaEvent[],
  policies: SlaPolicies,
  after: Moment,
  disclosure: SlaDisclosure,
): Moment | null {
  return disclosure === 'nothing' ? null : nextMoment(knownToClient(events), policies, after);
}

const knownToClient = (events: readonly SlaEvent[]) => events.filter(({ kind }) => kind !== 'level_changed');

function disclosed(
  reading: ClockReading,
  disclosure: 'status' | 'countdown',
): ClientClock | ClientCountdown | null {
  if (reading.target_ms === null) return null;
  const status = reading.state === 'breached' ? 'missed' : reading.nearBreach ? 'at_risk' : 'on_time';
  if (disclosure === 'status') return { status };
  const isOver = reading.stoppedAt !== null;
  return {
    status,
    due: isOver ? null : reading.due,
    remaining_ms: isOver ? null : reading.remaining_ms,
  };
}
