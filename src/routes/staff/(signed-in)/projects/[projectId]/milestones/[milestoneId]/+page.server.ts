import { earlierIn } from '$lib/domain/thread-part';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ milestones }) => [
    milestones.open.fetch({ ...event.params, moves: earlierIn(event.url, 'moves') }),
  ]);

export const actions: Actions = { share };
