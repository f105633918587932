import { sql } from 'kysely';
import { choicesMax, chosenFrom } from '../../../domain/choices';
import { projectChoices } from '../../../inputs/staff-projects';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/**
 * The choices for a task's fields: the project's sprints, stories and milestones, the latest of each where they are many, and people,
 * members of the project first. Says of which there are more.
 */
export const choices = staffProcedure
  .input(projectChoices)
  .query(async ({ ctx: { db }, input: { projectId, keep } }) => {
    const nth = (order: string) =>
      sql<number>`(row_number() over (order by ${sql.raw(order)}))::int`.as('nth');
    const isOffered = sql<boolean>`nth <= ${sql.lit(choicesMax + 1)} or id = any(${keep}::uuid[])`;
    const found = await selectAll(db, {
      projects: db.selectFrom('app.project').select('id').where('id', '=', projectId),
      sprints: db
        .selectFrom(
          db
            .selectFrom('app.sprint')
            .select(['id', 'name', 'status', 'starts_on', nth('starts_on desc, id desc')])
            .where('project_id', '=', projectId)
            .as('s'),
        )
        .select(['id', 'name', 'status', 'nth'])
        .where(isOffered)
        .orderBy('starts_on')
        .orderBy('id'),
      milestones: db
        .selectFrom(
          db
            .selectFrom('app.milestone')
            .select(['id', 'title', 'agreed_on', nth('agreed_on desc, id desc')])
            .where('project_id', '=', projectId)
            .as('m'),
        )
        .select(['id', 'title', 'nth'])
        .where(isOffered)
        .orderBy('agreed_on')
        .orderBy('id'),
      stories: db
        .selectFrom(
          db
            .selectFrom('app.story')
            .select(['id', 'title', 'position', nth('created_at desc, id')])
            .where('project_id', '=', projectId)
            .as('s'),
        )
        .select(['id', 'title', 'nth'])
        .where(isOffered)
        .orderBy('position')
        .orderBy('id'),
      staff: db
        .selectFrom(
          db
            .selectFrom('app.staff_member as p')
            .leftJoin('app.project_member as m', (on) =>
              on.onRef('m.staff_member_id', '=', 'p.id').on('m.project_id', '=', projectId),
            )
            .select(['p.id', 'p.name', nth('m.role is null, p.name, p.id')])
            .where('p.active', '=', true)
            .as('p'),
        )
        .select(['id', 'name', 'nth'])
        .where(isOffered)
        .orderBy('name')
        .orderBy('id'),
    });
    if (found.projects.length === 0) throw notFound();
    const sprints = chosenFrom(found.sprints, keep);
    const milestones = chosenFrom(found.milestones, keep);
    const stories = chosenFrom(found.stories, keep);
    const staff = chosenFrom(found.staff, keep);
    return {
      sprints: sprints.rows,
      milestones: milestones.rows,
      stories: stories.rows,
      staff: staff.rows,
      /** Of what there is more to choose from. */
      cut: Object.entries({ sprints, stories, milestones, people: staff }).flatMap(([kind, { isCut }]) =>
        isCut ? [kind] : [],
      ),
    };
  });
