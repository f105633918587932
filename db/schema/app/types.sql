-- Types of schema app
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create type app.client_role as enum ('employee', 'admin');

create type app.file_state as enum ('checking', 'ready', 'quarantined', 'failed');

create type app.job_kind as enum ('evaluate_sla', 'close_ticket', 'check_file', 'preview_picture', 'expire_upload');

create type app.preview_state as enum ('none', 'waiting', 'ready', 'too_large', 'failed');

create type app.project_role as enum ('observer', 'reviewer', 'contributor', 'manager', 'owner');

create type app.project_status as enum ('planned', 'active', 'on_hold', 'completed', 'cancelled');

create type app.record_kind as enum ('project', 'epic', 'story', 'task', 'sprint', 'milestone', 'comment',
  'note', 'ticket', 'message', 'attachment');

-- A part of the portal that a client user may or may not have.
create type app.section as enum ('projects', 'tickets', 'invoices', 'documents', 'team');

create type app.sla_clock as enum ('first_response', 'resolution');

create type app.sla_disclosure as enum ('nothing', 'status', 'countdown');

create type app.sla_standing as enum ('on_time', 'at_risk', 'missed');

create type app.sprint_status as enum ('planned', 'active', 'completed');

create type app.support_level as enum ('l1', 'l2', 'l3', 'solution_architect');

create type app.task_priority as enum ('low', 'medium', 'high', 'urgent');

create type app.task_status as enum ('to_do', 'in_progress', 'in_review', 'blocked', 'done');

create type app.tenant_role as enum ('member', 'manager', 'admin', 'owner');

create type app.text_kind as enum ('comment', 'note', 'grooming');

create type app.ticket_event_kind as enum ('raised', 'status', 'priority', 'level', 'assigned', 'replied');

create type app.ticket_priority as enum ('low', 'medium', 'high', 'critical');

create type app.ticket_status as enum ('new', 'open', 'waiting_on_client', 'on_hold', 'resolved', 'closed');

create type app.time_entry_status as enum ('recorded', 'approved', 'rejected');

create type app.visibility as enum ('client_visible', 'internal_only');

-- A day that somebody enters: of this century, so that a year typed as 26 or 9999 never becomes work for two thousand
-- years. The same bounds stand in src/lib/domain/days.ts.
create domain app.day as date constraint day_check CHECK (VALUE >= '2000-01-01'::date AND VALUE <= '2099-12-31'::date);

-- Text that shows something: at least one character beside controls, spaces of every width, zero-width, direction and
-- overlaying marks, fillers and tags, which src/lib/domain/visible-text.ts lists as well.
create domain app.seen_text as text constraint seen_text_check CHECK (VALUE ~
  ((('[^\u0001-\u0020\u007f-\u00a0\u00ad\u0300-\u036f\u0483-\u0489\u061c\u115f-\u1160\u1680\u17b4-\u17b5'::text ||
  '\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u2000-\u200f\u2028-\u202f\u205f-\u206f\u20d0-\u20ff'::text) ||
  '\u2800\u3000\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\ufff0-\ufffc\U00013430-\U00013442'::text) ||
  '\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]'::text));
