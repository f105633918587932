/** The one word and the one moment that a ticket shows its client of both clocks (PRODUCT T5). */
import type { ClientClocks, ClientCountdown } from './client-clock';
import type { Moment } from './moment';

export type DisclosedStanding = {
  /** The worse of the two clocks; null where nothing is disclosed. */
  status: 'on_time' | 'at_risk' | 'missed' | null;
  /** The nearer end of the two, where the contract discloses the countdown. */
  due: Moment | null;
};

const worse = ['on_time', 'at_risk', 'missed'] as const;

export function disclosedStanding({ firstResponse, resolution }: ClientClocks): DisclosedStanding {
  const clocks = [firstResponse, resolution].filter((clock) => clock !== null);
  if (!clocks.length) return { status: null, due: null };
  const dues = clocks
    .map((clock) => (clock as Partial<ClientCountdown>).due ?? null)
    .filter((due) => due !== null);
  return {
    status: worse[Math.max(...clocks.map(({ status }) => worse.indexOf(status)))] ?? null,
    due: dues.length ? Math.min(...dues) : null,
  };
}
