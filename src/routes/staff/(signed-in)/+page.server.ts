import { staffPage } from '$lib/server/staff/page';
import type { PageServerLoad } from './$types';
import { runningOf } from './running';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, projects }) =>
    Promise.all([account.me.fetch(), projects.list.fetch(runningOf(event.url))]),
  );
