import { staffForm } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';
import { weekList } from './list';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, time }) =>
    Promise.all([
      account.me.fetch(),
      time.mine.fetch(weekList.read(event.url)),
      time.waiting.fetch(),
      time.decided.fetch(),
    ]),
  );

export const actions = staffForm.actions({
  stop: (call) => call.time.stop,
  update: (call) => call.time.update,
  remove: (call) => call.time.remove,
  takeBack: (call) => call.time.takeBack,
  decide: (call) => call.time.decide,
}) satisfies Actions;
