import { staffPage } from '$lib/server/staff/page';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, contracts }) => Promise.all([account.me.fetch(), contracts.list.fetch()]));
