import { sql } from 'kysely';
import { choicesMax } from '../../../domain/choices';
import { epicList } from '../../../inputs/staff-planning';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

const pageSize = 50;

/**
 * A page of a project's epics in their order with the first stories of each, and on the last page the first ones of none; or a
 * page of the stories of one epic. `nth` says where each stands among how many (`of`).
 */
export const list = staffProcedure
  .input(epicList)
  .query(async ({ ctx: { db }, input: { projectId, epicId, page } }) => {
    const onPage = sql<boolean>`nth > ${(page - 1) * pageSize}::int and nth <= ${page * pageSize}::int`;
    const epics = db
      .selectFrom(
        db
          .selectFrom('app.epic')
          .select(['id', 'title', 'summary', 'starts_on as startsOn', 'due_on as endsOn'])
          .select(['visibility', 'shared', 'version'])
          .select(sql<number>`(row_number() over (order by position, id))::int`.as('nth'))
          .select(sql<number>`(count(*) over ())::int`.as('of'))
          .where('project_id', '=', projectId)
          .as('e'),
      )
      .where(epicId === 'none' ? sql<boolean>`false` : epicId ? sql<boolean>`id = ${epicId}` : onPage);
    const isOfOne =
      epicId === 'none' ? sql<boolean>`epic_id is null` : sql<boolean>`epic_id = ${epicId ?? null}::uuid`;
    const isOfShown = sql<boolean>`epic_id is null or epic_id = any (array(${epics.select('id')}))`;
    const found = await selectAll(db, {
      projects: db.selectFrom('app.project').select('id').where('id', '=', projectId),
      counts: db
        .selectFrom('app.epic')
        .select(sql<number>`count(*)::int`.as('epics'))
        .where('project_id', '=', projectId),
      epics: epics.selectAll().orderBy('nth'),
      stories: db
        .selectFrom(
          db
            .selectFrom('app.story')
            .select(['id', 'title', 'summary', 'epic_id as epicId', 'visibility', 'shared', 'version'])
            .select(
              sql<number>`(row_number() over (partition by epic_id order by position, id))::int`.as('nth'),
            )
            .select(sql<number>`(count(*) over (partition by epic_id))::int`.as('of'))
            .select('position')
            .where('project_id', '=', projectId)
            .where(epicId ? isOfOne : isOfShown)
            .as('s'),
        )
        .select(['id', 'title', 'summary', 'epicId', 'visibility', 'shared', 'version', 'nth', 'of'])
        .where(epicId ? onPage : sql<boolean>`nth <= ${sql.lit(pageSize)}`)
        .orderBy('position')
        .orderBy('id'),
      storyCounts: db
        .selectFrom('app.story')
        .select(sql<number>`count(*)::int`.as('stories'))
        .where('project_id', '=', projectId)
        .where(isOfOne),
      /** Which epics a story can be put into. */
      choices: db
        .selectFrom('app.epic')
        .select(['id', 'title'])
        .where('project_id', '=', projectId)
        .orderBy('position')
        .orderBy('id')
        .limit(choicesMax + 1),
    });
    const isAbsent = epicId !== undefined && epicId !== 'none' && found.epics.length === 0;
    if (found.projects.length === 0 || isAbsent) throw notFound();
    const total = (epicId ? found.storyCounts[0]?.stories : found.counts[0]?.epics) ?? 0;
    const pages = Math.max(1, Math.ceil(total / pageSize));
    return {
      epics: found.epics,
      stories: found.stories.filter((story) => epicId ?? story.epicId ?? page >= pages),
      page,
      pages,
      choices: found.choices.slice(0, choicesMax),
      isCut: found.choices.length > choicesMax,
    };
  });
