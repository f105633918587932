/** The most pressing first, as they are offered. */
export const ticketPriorities = ['critical', 'high', 'medium', 'low'] as const;
export type TicketPriority = (typeof ticketPriorities)[number];

export const ticketPriorityWords: Record<TicketPriority, string> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

/** When to choose it, for whoever raises a ticket. */
export const ticketPriorityMeanings: Record<TicketPriority, string> = {
  critical: 'Work has stopped for many people and there is no workaround.',
  high: 'Something important is broken and the workaround is slow.',
  medium: 'Something is wrong or missing, but work can continue.',
  low: 'A question, or something that can wait.',
};
