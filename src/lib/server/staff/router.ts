import { me } from './account/me';
import { projects as liveProjects } from './live/projects';
import { staffRouterOf } from './procedure';

/** Everything the delivery team can call. */
export const staffRouter = staffRouterOf({
  account: { me },
  live: { projects: liveProjects },
});

export type StaffRouter = typeof staffRouter;
