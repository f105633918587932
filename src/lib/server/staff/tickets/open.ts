import { sql } from 'kysely';
import { rightsOnContract } from '../../../domain/roles';
import { textsBefore } from '../../../domain/thread-part';
import { movesFrom } from '../../../domain/ticket-moves';
import { staffTicketOpen } from '../../../inputs/staff-tickets';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { renderMarkdown } from '../../markdown';
import { staffProcedure, type StaffTransaction } from '../procedure';
import { noTime, recordedTime } from '../recorded-time';
import { roleOn } from '../rights';
import { withItsOwn } from '../shared/thread/revisions';
import { teamToday } from '../team-day';
import { isAtRisk } from './matching';
import { choicesOf, clockOf, relatedOf, textsOf, withTicketParts } from './queries';

/** A ticket: its fields, the last hundred texts of its thread or those before them, files, clock, escalations, tasks, time and the latest
 * hundred events of its history or those before them, and what the person may do with it. */
export const open = staffProcedure
  .input(staffTicketOpen)
  .query(async ({ ctx: { db }, input: { ticketId, time, ...parts } }) => {
    const found = await selectAll(withTicketParts(db, ticketId, parts), {
      tickets: ticketOf(db, ticketId),
      ...textsOf(db, ticketId),
      ...clockOf(db, ticketId),
      ...relatedOf(db, ticketId),
      ...choicesOf(db),
      ...recordedTime(db, ticketId, time),
      // The name that clients read, since macros write it to them.
      agents: db
        .selectFrom('app.staff_member')
        .select('display_name as name')
        .where('id', '=', sql<string>`(select app.staff_id())`),
    });
    const {
      tickets,
      threads,
      pasts,
      messages,
      notes,
      revisions,
      attachments,
      support,
      agents,
      timeTotals,
      merged,
      ...rest
    } = found;
    const [ticket] = tickets;
    if (!ticket?.role) throw notFound();
    const { role, ...fields } = ticket;
    const rendered = withItsOwn(revisions, attachments);
    return {
      ...fields,
      descriptionHtml: renderMarkdown(ticket.description),
      resolutionHtml: renderMarkdown(ticket.resolution),
      rights: rightsOnContract(role),
      moves: [...movesFrom(ticket.status)],
      /** How many stand before those of each list that are here. */
      before: {
        earlier: textsBefore(threads[0]?.texts ?? 0, parts.earlier),
        history: textsBefore(pasts[0]?.texts ?? 0, parts.history),
      },
      /** The descriptions of the tickets that were merged into this one. */
      merged: merged.map(({ description, ...one }) => ({ ...one, html: renderMarkdown(description) })),
      messages: messages.map(rendered),
      notes: notes.map(rendered),
      files: attachments.filter(({ textId }) => textId === null),
      levels: support[0]?.levels ?? [],
      agent: agents[0]?.name ?? '',
      timeTotals: timeTotals[0] ?? noTime,
      ...rest,
    };
  });

const ticketOf = (db: StaffTransaction, ticketId: string) => {
  return db
    .selectFrom('app.ticket as t')
    .innerJoin('app.client as c', 'c.id', 't.client_id')
    .innerJoin('app.contract as k', 'k.id', 't.contract_id')
    .innerJoin('app.job_type as j', 'j.id', 't.job_type_id')
    .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
    .leftJoin('app.staff_member as r', 'r.id', 't.raised_by_staff_id')
    .leftJoin('app.client_user as u', 'u.id', 't.raised_by_client_user_id')
    .leftJoin('app.project as p', 'p.id', 't.project_id')
    .leftJoin('app.ticket as m', 'm.id', 't.merged_into_id')
    .select([
      't.id',
      't.number',
      't.internal_number as internalNumber',
      't.title',
      't.description',
      't.status',
      't.priority',
      't.level',
      't.resolution',
      't.reopen_until as reopenUntil',
      't.rating',
      't.rating_comment as ratingComment',
      't.breach_at as breachAt',
      't.visibility',
      't.shared',
      't.version',
      't.created_at as createdAt',
      't.updated_at as updatedAt',
      't.job_type_id as jobTypeId',
      'j.name as jobType',
      't.project_id as projectId',
      'p.name as project',
      't.assignee_staff_id as assigneeId',
      'a.name as assignee',
      'c.id as clientId',
      'c.name as clientName',
      'k.id as contractId',
      'k.number as contractNumber',
      'k.name as contractName',
      'u.name as raisedBy',
      'r.name as raisedByStaff',
      'm.id as mergedIntoId',
      'm.number as mergedIntoNumber',
      't.missed_at as missedAt',
      isAtRisk.as('isAtRisk'),
      roleOn('contract', sql.ref('t.contract_id')).as('role'),
      teamToday.as('today'),
    ])
    .where('t.id', '=', ticketId);
};
