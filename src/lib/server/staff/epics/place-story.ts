import { storyPlace } from '../../../inputs/staff-planning';
import { staffProcedure } from '../procedure';
import { step } from './order';

/** Moves a story one up or down among those of its epic, or among those of none. */
export const placeStory = staffProcedure
  .input(storyPlace)
  .mutation(({ ctx: { db }, input: { projectId, storyId, direction } }) =>
    step(db, 'story', { projectId, id: storyId, direction }),
  );
