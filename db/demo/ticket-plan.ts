/** The plan of a sample ticket. */
export type Status = 'new' | 'open' | 'waiting_on_client' | 'on_hold' | 'resolved' | 'closed';

/** `at` counts hours from the raising. A client's words carry no flag, the team's are a reply unless it says otherwise. */
export type Message = { at: number; by: string; body: string; as?: 'reply' | 'hidden reply' | 'note' };

export type TicketPlan = {
  client: string;
  contract: string;
  title: string;
  description: string;
  jobType: string;
  priority: 'low' | 'medium' | 'high' | 'critical';
  /** A client user, or a staff member by display name. */
  by: string;
  daysAgo: number;
  internal?: true;
  project?: string;
  assignee?: string;
  messages?: Message[];
  moves?: [at: number, to: Status][];
  resolution?: string;
  rating?: [stars: number, comment: string];
};
