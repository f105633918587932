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

test('what is offered is what the database lets a review do', () => {
  const update = tables.find(({ name }) => name === 'app.task')?.roles.staff?.update;
  expect(update?.where).toContain("(status = 'in_review' and");
  const named = /\(status in \(([^)]*)\) and/.exec(update?.leaves ?? '')?.[1] ?? '';
  expect(named.split(', ').sort()).toEqual(
    Object.keys(reviewWords)
      .map((status) => `'${status}'`)
      .sort(),
  );
});
