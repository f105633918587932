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
  critical: 'Work has stopped for many people, and there is no way around it.',
  high: 'Something important does not work; the way around it is slow.',
  medium: 'Something is wrong or missing, and work goes on.',
  low: 'A question, or something that can wait.',
};
