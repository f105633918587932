import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';
import { fileList } from './list';

export const load: PageServerLoad = (event) =>
  portalPage(
    event,
    ({ account, files }) => Promise.all([account.me.fetch(), files.list.fetch(fileList.read(event.url))]),
    ['projects', 'tickets'],
  );
