import { staffPage } from '$lib/server/staff/page';
import type { PageServerLoad } from './$types';
import { projectList } from './list';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, projects }) =>
    Promise.all([account.me.fetch(), projects.list.fetch(projectList.read(event.url))]),
  );
