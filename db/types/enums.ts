// Generated from the grants of the migrated database by `npm run db:types`. Do not edit.

export type ClientRole = 'employee' | 'admin';

export type NoteKind = 'note' | 'grooming';

export type ProjectRole = 'observer' | 'reviewer' | 'contributor' | 'manager' | 'owner';

export type ProjectStatus = 'planned' | 'active' | 'on_hold' | 'completed' | 'cancelled';

export type RecordKind = 'project' | 'epic' | 'story' | 'task' | 'sprint' | 'milestone' | 'comment' | 'note';

export type Section = 'projects' | 'tickets' | 'invoices' | 'documents' | 'team';

export type SprintStatus = 'planned' | 'active' | 'completed';

export type TaskPriority = 'low' | 'medium' | 'high' | 'urgent';

export type TaskStatus = 'to_do' | 'in_progress' | 'in_review' | 'blocked' | 'done';

export type TenantRole = 'member' | 'manager' | 'admin' | 'owner';

export type TimeEntryStatus = 'recorded' | 'approved' | 'rejected';

export type Visibility = 'client_visible' | 'internal_only';
