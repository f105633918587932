import { taskSearch } from '../../../inputs/tasks';
import { staffProcedure } from '../procedure';
import { tasksNamed } from './named';

/** The first eight tasks of a project that a number or words of a title name. */
export const find = staffProcedure
  .input(taskSearch)
  .query(({ ctx: { db }, input: { projectId, search } }) =>
    tasksNamed(db, projectId, search).limit(8).execute(),
  );
