import { staffPage } from '$lib/server/staff/page';
import type { PageServerLoad } from './$types';
import { visibilityLog } from './list';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, visibility }) =>
    Promise.all([account.me.fetch(), visibility.log.fetch(visibilityLog.read(event.url))]),
  );
