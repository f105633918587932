import { expect, test } from 'vitest';
import { aMilestone, aProject, asClient, asStaff, toFlag, toMove } from '../support/builders.ts';
import {
  errorOf,
  floored,
  granted,
  notWrittenByStaff,
  readByClients,
  readByStaff,
} from './policy-assertions.ts';
import { useWorld } from './world.ts';

const table = 'app.milestone_change';
const inside = useWorld();
const columns = [
  'project_id', 'milestone_id', 'from_agreed_on', 'to_agreed_on', 'from_forecast_on', 'to_forecast_on',
  'from_met_on', 'to_met_on', 'changed_at',
]; // prettier-ignore
/** The milestone that was moved; null where it is one that the reader does not see. */
const key = '(select title from app.milestone m where m.id = milestone_id) collate "C"';
const of = (...projects: string[]) =>
  projects.flatMap((project) => [`${project}/internal`, `${project}/open`]);

granted(inside, table, {
  client: { select: columns },
  staff: { select: true },
  definer_log: { insert: true },
});
floored(inside, table, { trusts: ['staff', 'definer_log'], shared: true });
readByClients(inside, table, { columns, key, section: 'projects', sees: () => ['shared/open'] });
readByStaff(inside, table, {
  key,
  manager: () => of('hidden', 'neighbour', 'shared'),
  member: () => of('hidden', 'shared'),
  outsider: () => [],
  foreigner: () => of('foreign'),
});
notWrittenByStaff(inside, table);

test('L61: a move made while the milestone was hidden stays hidden when it is shared later', async () => {
  const { db, clients, client } = inside();
  const project = await aProject(db, clients.own);
  const milestone = await aMilestone(db, project);
  const move = (column: string, day: string) =>
    db.admin.query(`update app.milestone set ${column} = $1 where id = $2`, [day, milestone.id]);
  const share = (id: string) =>
    db.admin.query(`update app.record set visibility = 'client_visible' where id = $1`, [id]);
  const seen = () =>
    asClient(
      db,
      client.admin,
      `select coalesce(to_agreed_on, to_forecast_on)::text as agreed, to_forecast_on::text as forecast, to_met_on::text as met
         from app.milestone_change where milestone_id = $1 order by changed_at`,
      [milestone.id],
    );

  await move('forecast_on', '2026-08-01');
  await share(milestone.id);
  await move('forecast_on', '2026-09-01');
  expect(await seen()).toEqual([]);
  await share(project.id);
  expect(await seen()).toEqual([]);
  await db.admin.query("update app.record set visibility = 'internal_only' where id = $1", [milestone.id]);
  await move('agreed_on', '2026-07-07');
  await share(milestone.id);
  expect(await seen()).toEqual([]);
  await move('met_on', '2026-10-01');
  expect(await seen()).toEqual([{ agreed: '2026-07-07', forecast: '2026-09-01', met: '2026-10-01' }]);
});

test('L61: no statement both moves a milestone and hides it; a move made right after stays hidden once that is shared again', async () => {
  const { db, clients, client } = inside();
  const project = await aProject(db, clients.own, { visibility: 'client_visible' });
  const milestone = await aMilestone(db, project, { visibility: 'client_visible' });
  const move = (more = '') =>
    db.admin.query(`update app.milestone set met_on = '2026-10-01'${more} where id = $1`, [milestone.id]);
  expect(await errorOf(move(", visibility = 'internal_only'"))).toMatch(/^23503/);
  await db.admin.query(toFlag, ['internal_only', milestone.id]);
  await move();
  await db.admin.query(toFlag, ['client_visible', milestone.id]);
  const moves = 'select from app.milestone_change where milestone_id = $1';
  expect(await asClient(db, client.admin, moves, [milestone.id])).toEqual([]);
});

test('L13: what one client was shown of it is nothing that the next client is shown', async () => {
  const { db, clients, client, staff } = inside();
  const project = await aProject(db, clients.neighbour, { visibility: 'client_visible' });
  const milestone = await aMilestone(db, project, { visibility: 'client_visible' });
  const moves = 'select to_met_on from app.milestone_change where milestone_id = $1';
  await db.admin.query("update app.milestone set met_on = '2026-10-01' where id = $1", [milestone.id]);
  expect(await asClient(db, client.neighbour, moves, [milestone.id])).toHaveLength(1);
  await asStaff(db, staff.tenantManager, toMove, [project.id, clients.own.id]);
  for (const { id } of [project, milestone]) await db.admin.query(toFlag, ['client_visible', id]);
  expect(
    await asClient(db, client.admin, 'select id from app.milestone where id = $1', [milestone.id]),
  ).toHaveLength(1);
  expect(await asClient(db, client.admin, moves, [milestone.id])).toEqual([]);
});

test('each move names who made it; an edit that moves no date is none', async () => {
  const { db, staff, team } = inside();
  const edit = (what: string) =>
    asStaff(db, staff.manager, `update app.milestone set ${what} where title = 'shared/internal'`);
  const moves = async () =>
    (
      await db.admin.query<{ by: string }>(
        "select actor_staff_id as by from app.milestone_change where to_met_on = '2026-11-11'",
      )
    ).rows;
  await edit("description = 'about it'");
  expect(await moves()).toEqual([]);
  await edit("met_on = '2026-11-11'");
  await edit("met_on = '2026-11-11'");
  expect(await moves()).toEqual([{ by: team.manager.id }]);
});
