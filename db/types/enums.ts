// Generated from the grants of the migrated database by `npm run db:types`. Do not edit.

export type ClientRole = 'employee' | 'admin';

export type FileState = 'checking' | 'ready' | 'quarantined' | 'failed';

export type JobKind = 'evaluate_sla' | 'close_ticket' | 'check_file' | 'preview_picture' | 'expire_upload';

export type PreviewState = 'none' | 'waiting' | 'ready' | 'too_large' | 'failed';

export type ProjectRole = 'observer' | 'reviewer' | 'contributor' | 'manager' | 'owner';

export type ProjectStatus = 'planned' | 'active' | 'on_hold' | 'completed' | 'cancelled';

export type RecordKind =
  | 'project'
  | 'epic'
  | 'story'
  | 'task'
  | 'sprint'
  | 'milestone'
  | 'comment'
  | 'note'
  | 'ticket'
  | 'message'
  | 'attachment';

export type Section = 'projects' | 'tickets' | 'invoices' | 'documents' | 'team';

export type SlaClock = 'first_response' | 'resolution';

export type SlaDisclosure = 'nothing' | 'status' | 'countdown';

export type SlaStanding = 'on_time' | 'at_risk' | 'missed';

export type SprintStatus = 'planned' | 'active' | 'completed';

export type SupportLevel = 'l1' | 'l2' | 'l3' | 'solution_architect';

export type TaskPriority = 'low' | 'medium' | 'high' | 'urgent';

export type TaskStatus = 'to_do' | 'in_progress' | 'in_review' | 'blocked' | 'done';

export type TenantRole = 'member' | 'manager' | 'admin' | 'owner';

export type TextKind = 'comment' | 'note' | 'grooming';

export type TicketEventKind = 'raised' | 'status' | 'priority' | 'level' | 'assigned' | 'replied';

export type TicketPriority = 'low' | 'medium' | 'high' | 'critical';

export type TicketStatus = 'new' | 'open' | 'waiting_on_client' | 'on_hold' | 'resolved' | 'closed';

export type TimeEntryStatus = 'recorded' | 'approved' | 'rejected';

export type Visibility = 'client_visible' | 'internal_only';
