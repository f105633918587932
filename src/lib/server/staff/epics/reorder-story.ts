import { storyReorder } from '../../../inputs/staff-planning';
import { staffProcedure } from '../procedure';
import { step } from './order';

/** Moves a story one up or down among those of its epic, or among those of none. */
export const reorderStory = staffProcedure
  .input(storyReorder)
  .mutation(({ ctx: { db }, input: { projectId, storyId, direction } }) =>
    step(db, 'story', { projectId, id: storyId, direction }),
  );
