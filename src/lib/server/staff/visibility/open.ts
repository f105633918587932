import { sql } from 'kysely';
import type { z } from 'zod';
import { whoCanSee } from '../../../domain/who-can-see';
import { sharedRecord } from '../../../inputs/staff-visibility';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure, type StaffTransaction } from '../procedure';
import { readable } from './entries';
import { tableOf } from '../write-outcome';
import { locate, type Located } from './locate';
import { contractsToDo, projectsToDo } from '../rights';

const logMost = 100;

/** One record's visibility, whole: its flag and what else decides, who can see it and why, who has opened it, and the latest changes of it. */
export const open = staffProcedure.input(sharedRecord).query(async ({ ctx: { db }, input: { kind, id } }) => {
  const [record] = await locate(db, kind, [id]);
  if (!record) throw notFound();
  const facts = record.contractId
    ? await readTicketFacts(db, kind, record, record.contractId)
    : await readFacts(db, kind, record);
  const [home] = facts.homes;
  if (!home) throw notFound();

  const hiddenByProject =
    !record.contractId && kind !== 'project' && 'visibility' in home && home.visibility === 'internal_only';
  const hiddenBy = hiddenByProject ? 'its project' : record.parentShared === false ? record.parent : null;
  const who = whoCanSee({
    visibility: record.visibility,
    shared: record.shared,
    hiddenBy,
    scope: record.contractId ? 'contract' : 'project',
    clientName: home.clientName,
    clientUsers: facts.clientUsers,
    team: facts.team,
  });
  return {
    kind,
    id,
    label: record.label,
    visibility: record.visibility,
    shared: record.shared,
    hiddenBy: record.visibility === 'client_visible' ? hiddenBy : null,
    /** The scope of the record by name, and the page that shows the record. */
    home: home.name,
    back: backTo(record, home.name),
    clientName: home.clientName,
    mayShare: home.mayShare,
    who,
    receipts: facts.receipts,
    openedWith: openedWith[kind] ?? null,
    log: facts.log.slice(0, logMost),
    hasEarlier: facts.log.length > logMost,
  };
});

function backTo({ ticketId, taskId, projectId }: Located, name: string) {
  if (ticketId) return { href: `/staff/tickets/${ticketId}`, label: 'Ticket' };
  if (taskId) return { href: `/staff/projects/${projectId}/tasks/${taskId}`, label: 'Task' };
  return { href: `/staff/projects/${projectId}`, label: name };
}

type Kind = z.output<typeof sharedRecord>['kind'];

const logOf = (db: StaffTransaction, record: Located) =>
  readable(db.selectFrom('app.visibility_log as l').where('l.record_id', '=', record.id)).limit(logMost + 1);

/** The kinds that are opened with the page that shows them, and what that is; the rule is `app.opened_by`. */
const openedWith: Partial<Record<Kind, 'its task' | 'its ticket' | 'its project'>> = {
  comment: 'its task',
  note: 'its task',
  message: 'its ticket',
  epic: 'its project',
  story: 'its project',
  sprint: 'its project',
  milestone: 'its project',
};

/** As withdrawing it writes into the log: what the trigger asks, asked of the same function. */
const receiptsOf = (db: StaffTransaction, kind: Kind, record: Located) =>
  db
    .selectFrom(
      sql<{ client_user_id: string; first_at: string | null; last_at: string; times: number | null }>`
        app.opened_by(${kind}::app.record_kind,
                      (select to_jsonb(x) from ${sql.table(`app.${tableOf(kind)}`)} x where x.id = ${record.id}))`.as(
        'r',
      ),
    )
    .innerJoin('app.client_user as u', 'u.id', 'r.client_user_id')
    .select(['u.name', 'r.first_at as firstAt', 'r.last_at as lastAt', 'r.times'])
    .orderBy('r.last_at', 'desc');

const readFacts = (db: StaffTransaction, kind: Kind, record: Located) =>
  selectAll(db, {
    homes: db
      .selectFrom('app.project as p')
      .innerJoin('app.client as c', 'c.id', 'p.client_id')
      .select([
        'p.name',
        'p.visibility',
        'c.name as clientName',
        sql<boolean>`p.id = any(${projectsToDo('share')})`.as('mayShare'),
      ])
      .where('p.id', '=', record.projectId),
    clientUsers: db
      .selectFrom('app.client_user as u')
      .innerJoin('app.project as p', 'p.client_id', 'u.client_id')
      .select([
        'u.name',
        'u.role',
        'u.can_sign_in as canSignIn',
        sql<boolean>`'projects' = any(u.granted_sections)`.as('hasSection'),
      ])
      .where('p.id', '=', record.projectId)
      .orderBy('u.role', 'desc')
      .orderBy('u.name'),
    team: db
      .selectFrom('app.staff_member as s')
      .leftJoin('app.project_member as m', (join) =>
        join.onRef('m.staff_member_id', '=', 's.id').on('m.project_id', '=', record.projectId),
      )
      .select(['s.name', 's.role as tenantRole', 'm.role as role'])
      .where('s.active', '=', true)
      .orderBy('s.role', 'desc')
      .orderBy('m.role', 'desc')
      .orderBy('s.name'),
    receipts: receiptsOf(db, kind, record),
    log: logOf(db, record),
  });

const readTicketFacts = (db: StaffTransaction, kind: Kind, record: Located, contractId: string) => {
  const clientId = db.selectFrom('app.ticket').select('client_id').where('id', '=', record.ticketId);
  return selectAll(db, {
    homes: db
      .selectFrom('app.contract as k')
      .innerJoin('app.client as c', (join) => join.on('c.id', '=', clientId))
      .select([
        sql<string>`k.number || ' ' || k.name`.as('name'),
        'c.name as clientName',
        sql<boolean>`k.id = any(${contractsToDo('share')})`.as('mayShare'),
      ])
      .where('k.id', '=', contractId),
    clientUsers: db
      .selectFrom('app.client_user as u')
      .select([
        'u.name',
        'u.role',
        'u.can_sign_in as canSignIn',
        sql<boolean>`'tickets' = any(u.granted_sections)`.as('hasSection'),
      ])
      .where('u.client_id', '=', clientId)
      .orderBy('u.role', 'desc')
      .orderBy('u.name'),
    team: db
      .selectFrom('app.staff_member as s')
      .leftJoin('app.contract_member as m', (join) =>
        join.onRef('m.staff_member_id', '=', 's.id').on('m.contract_id', '=', contractId),
      )
      .select(['s.name', 's.role as tenantRole', 'm.role as role'])
      .where('s.active', '=', true)
      .orderBy('s.role', 'desc')
      .orderBy('m.role', 'desc')
      .orderBy('s.name'),
    receipts: receiptsOf(db, kind, record),
    log: logOf(db, record),
  });
};
