/** Files: a person's own uploads, and attachments that follow what they hang on. */
import { onEither } from './rules.ts';
import type { Table } from './shape.ts';
import { workTenant } from './support.ts';

const ownUpload = 'client_user_id = (select app.client_writer())';
const ownStaffUpload =
  'tenant_id = (select app.staff_tenant()) and staff_member_id = (select app.staff_id())';

const ofSection = (section: string) =>
  `(section = '${section}' and client_id = (select app.client_section('${section}')))`;
/** The client stands outside of the alternatives, for an index that begins with it to give files of both sections in its order. */
const withSection = (section: string) =>
  `(section = '${section}' and (select app.client_section('${section}')) is not null)`;
const sharedAttachment = `shared and client_id = (select app.client_id()) and (${withSection('tickets')} or ${withSection('projects')})`;

/** The client's own functions hang files on what is shared in their section, signed by whoever writes. */
const attachesIn = (section: 'tickets' | 'projects', further = '') => ({
  insert: {
    where: `shared and ${ofSection(section)} and author_client_user_id = (select app.client_writer())${further}`,
    columns: [
      'tenant_id',
      'id',
      'record_id',
      'name',
      'size_bytes',
      'author_client_user_id',
      'author_name',
      'visibility',
    ],
  },
});
/** In a project, a client user hangs files on their own comments alone. */
const onOwnComment =
  'exists (select from app.text c where c.tenant_id = attachment.tenant_id and c.id = attachment.record_id and c.author_client_user_id = (select app.client_writer()))';
const takesUploads = { select: { where: ownUpload }, delete: { where: ownUpload } };

export const attachments: readonly Table[] = [
  {
    name: 'app.upload',
    client: {
      columns: ['id', 'name', 'size_bytes', 'writer_epoch', 'received_at', 'expires_at'],
      where: ownUpload,
    },
    roles: {
      staff: {
        select: { where: ownStaffUpload },
        insert: { where: ownStaffUpload, columns: ['id', 'name', 'size_bytes'] },
        update: { where: ownStaffUpload, columns: ['writer_epoch', 'received_at'] },
        delete: { where: ownStaffUpload },
      },
      worker: { select: workTenant, delete: workTenant },
      definer_file: {
        select: { where: ownUpload },
        insert: {
          where: ownUpload,
          columns: ['tenant_id', 'id', 'client_id', 'client_user_id', 'name', 'size_bytes'],
        },
        update: { where: ownUpload, columns: ['writer_epoch', 'received_at'] },
        delete: { where: ownUpload },
      },
      definer_ticket: takesUploads,
      definer_comment: takesUploads,
      definer_work: { select: { where: 'true', columns: ['tenant_id', 'id'] } },
    },
  },
  {
    name: 'app.attachment',
    floor: 'shared',
    announces: 'section',
    client: {
      columns: [
        'id',
        'section',
        'contract_id',
        'project_id',
        'ticket_id',
        'record_id',
        'name',
        'size_bytes',
        'state',
        'media_type',
        'sha256',
        'preview',
        'picture_width',
        'picture_height',
        'preview_number',
        'preview_bytes',
        'author_name',
        'author_client_user_id',
        'shared_at',
      ],
      where: sharedAttachment,
    },
    roles: {
      staff: {
        select: { where: onEither('read') },
        insert: {
          where: onEither('work'),
          // Its flag is that of its record; who shares records changes it afterwards.
          columns: ['id', 'record_id'],
        },
        delete: { where: onEither('delete') },
      },
      worker: {
        select: workTenant,
        update: {
          ...workTenant,
          columns: [
            'state',
            'media_type',
            'sha256',
            'scan_result',
            'preview',
            'picture_width',
            'picture_height',
            'preview_number',
            'preview_bytes',
          ],
        },
      },
      definer_ticket: attachesIn('tickets'),
      definer_comment: attachesIn('projects', ` and ${onOwnComment}`),
      definer_work: { select: { where: 'true', columns: ['tenant_id', 'id'] } },
      definer_search: {
        select: {
          where: 'true',
          columns: [
            'tenant_id',
            'id',
            'client_id',
            'contract_id',
            'section',
            'ticket_id',
            'name',
            'search',
            'shared',
            'shared_at',
            'created_at',
          ],
        },
      },
    },
  },
];
