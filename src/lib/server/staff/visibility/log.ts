import { sql } from 'kysely';
import { visibilityLogFilter } from '../../../inputs/staff-visibility';
import { selectAll } from '../../db/select-all';
import { staffProcedure } from '../procedure';
import { matchingEntries, readable } from './entries';
import { contractsToDo } from '../rights';

const pageSize = 50;

/** The visibility log of the projects and contracts in reach, newest first, 50 a page, with what its filters can be set to. */
export const log = staffProcedure.input(visibilityLogFilter).query(async ({ ctx: { db }, input }) => {
  const matching = matchingEntries(db, input);
  const found = await selectAll(db, {
    entries: readable(matching)
      .limit(pageSize)
      .offset((input.page - 1) * pageSize),
    count: matching.select(sql<number>`count(*)::int`.as('entries')),
    projects: db.selectFrom('app.project').select(['id', 'name']).orderBy('name'),
    contracts: db
      .selectFrom('app.contract as k')
      .select(['k.id', 'k.number'])
      .select(
        sql<string[]>`array(select c.name::text from app.contract_client m
          join app.client c on c.id = m.client_id where m.contract_id = k.id order by c.name, c.id)`.as(
          'clients',
        ),
      )
      .where('k.id', '=', sql<string>`any(${contractsToDo('read')})`)
      .orderBy('k.number'),
    actors: db
      .selectFrom('app.staff_member')
      .select(['id', 'name', 'email'])
      .orderBy('name')
      .orderBy('email'),
    clientUsers: db
      .selectFrom('app.client_user as u')
      .innerJoin('app.client as c', 'c.id', 'u.client_id')
      .select(['u.id', 'u.name', 'u.email', 'c.name as client'])
      .where((is) =>
        is.exists(
          is
            .selectFrom('app.visibility_log as l')
            .select('l.id')
            .whereRef('l.tenant_id', '=', 'u.tenant_id')
            .whereRef('l.actor_client_user_id', '=', 'u.id'),
        ),
      )
      .orderBy('u.name')
      .orderBy('c.name')
      .orderBy('u.email'),
  });
  const total = found.count[0]?.entries ?? 0;
  return {
    entries: found.entries,
    total,
    page: input.page,
    pages: Math.max(1, Math.ceil(total / pageSize)),
    projects: found.projects,
    contracts: found.contracts.map(({ clients, ...one }) => ({ ...one, clients: clients.join(', ') })),
    actors: [
      ...toldApart(found.actors),
      ...toldApart(
        found.clientUsers.map(({ client, ...one }) => ({ ...one, name: `${one.name} at ${client}` })),
      ),
    ],
  };
});

/** People to choose from; those of one name with their address. */
function toldApart(people: { id: string; name: string; email: string }[]) {
  const names = people.map(({ name }) => name);
  const isTwin = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  return people.map(({ id, name, email }) => ({ id, name: isTwin(name) ? `${name}, ${email}` : name }));
}
