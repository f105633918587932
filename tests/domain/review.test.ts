import { expect, test } from 'vitest';
import { tables } from '../../db/policies.ts';
import { onlyReviews, reviewWords, statusesOffered } from '../../src/lib/domain/review';
import { projectRoles, rightsOnProject, type ProjectRole } from '../../src/lib/domain/roles';
import { taskStatusWords } from '../../src/lib/domain/words';

const statuses = Object.keys(taskStatusWords) as (keyof typeof taskStatusWords)[];

test('a Reviewer is offered a task in review alone, onward or back', () => {
  const offered = (role: ProjectRole) =>
    statuses.map((status) => statusesOffered(rightsOnProject(role), status));
  expect(offered('observer').flat()).toEqual([]);
  expect(offered('reviewer')).toEqual(
    statuses.map((status) => (status === 'in_review' ? ['in_progress', 'in_review', 'done'] : [])),
  );
  for (const role of ['contributor', 'manager', 'owner'] as const)
    expect(offered(role)).toEqual(statuses.map(() => statuses));
  expect(projectRoles.filter((role) => onlyReviews(rightsOnProject(role)))).toEqual(['reviewer']);
});

test('a review is offered what the database lets one do', () => {
  const update = tables.find(({ name }) => name === 'app.task')?.roles.definer_review?.update;
  expect(update?.where).toMatch(/ and status = 'in_review'$/);
  const named = / and status in \(([^)]*)\)$/.exec(update?.leaves ?? '')?.[1] ?? '';
  expect(named.split(', ').sort()).toEqual(
    Object.keys(reviewWords)
      .map((status) => `'${status}'`)
      .sort(),
  );
});
