import type { TicketStatus } from './ticket-status';

const sentences: Record<TicketStatus, string> = {
  new: 'Your delivery team has it and will look at it.',
  open: 'Your delivery team works on it.',
  waiting_on_client: 'Your delivery team waits for your reply.',
  on_hold: 'It is on hold for now.',
  resolved: 'It is resolved.',
  closed: 'It is closed.',
};

/** Whose turn it is, in a sentence for its client. */
export const nextSentence = ({ status, mergedInto }: { status: TicketStatus; mergedInto: object | null }) =>
  mergedInto ? 'It was merged with another ticket.' : sentences[status];
