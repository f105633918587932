/** Texts on a ticket: messages, notes, and their earlier wordings. */
import {
  columns,
  everything,
  onContract,
  onEither,
  ownOnTicket,
  ownTextOnContract,
  ticketSharedWithClient,
} from './rules.ts';
import type { Table } from './shape.ts';

export const ticketThread: readonly Table[] = [
  {
    name: 'app.message',
    floor: 'shared',
    announces: 'tickets',
    client: {
      columns: ['id', 'ticket_id', 'body', 'author_name', 'author_client_user_id', 'edited_at', 'shared_at'],
      where: ticketSharedWithClient,
    },
    roles: {
      staff: {
        select: { where: onContract('read') },
        insert: {
          where: ownTextOnContract('work'),
          columns: ['id', 'ticket_id', 'body', 'request_id', 'visibility'],
        },
        update: { where: ownTextOnContract('work'), columns: ['body'] },
        delete: { where: onContract('delete') },
      },
      definer_log: { select: columns('tenant_id', 'ticket_id', 'shared', 'shared_at') },
      definer_ticket: {
        select: {
          where: ticketSharedWithClient,
          columns: [
            'tenant_id',
            'id',
            'client_id',
            'contract_id',
            'author_client_user_id',
            'request_id',
            'visibility',
            'shared',
          ],
        },
        insert: {
          where: ownOnTicket('author_client_user_id'),
          columns: [
            'tenant_id',
            'id',
            'ticket_id',
            'body',
            'author_client_user_id',
            'author_name',
            'request_id',
            'visibility',
          ],
        },
      },
      definer_search: {
        select: columns(
          'tenant_id',
          'id',
          'client_id',
          'contract_id',
          'ticket_id',
          'search',
          'shared',
          'shared_at',
          'created_at',
        ),
      },
    },
  },
  {
    name: 'app.ticket_note',
    announces: 'tickets',
    roles: {
      staff: {
        select: { where: onContract('read') },
        insert: { where: ownTextOnContract('note'), columns: ['id', 'ticket_id', 'body', 'request_id'] },
        update: { where: ownTextOnContract('note'), columns: ['body'] },
        delete: { where: onContract('delete') },
      },
      definer_search: {
        select: columns('tenant_id', 'id', 'contract_id', 'ticket_id', 'search', 'created_at'),
      },
    },
  },
  {
    name: 'app.text_revision',
    roles: {
      staff: { select: { where: onEither('read') } },
      definer_log: { insert: everything },
    },
  },
];
