import type { TicketStatus } from './ticket-status';

const sentences: Record<TicketStatus, string> = {
  new: 'Received. Your delivery team will look at it.',
  open: 'Your delivery team is working on it.',
  waiting_on_client: 'Your delivery team is waiting for your reply.',
  on_hold: 'On hold for now.',
  resolved: 'This ticket is resolved.',
  closed: 'This ticket is closed.',
};

/** Whose turn it is, in a sentence for its client. */
export const nextSentence = ({ status, mergedInto }: { status: TicketStatus; mergedInto: object | null }) =>
  mergedInto ? 'Merged into another ticket.' : sentences[status];
