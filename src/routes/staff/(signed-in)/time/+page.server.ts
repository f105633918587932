import { staffAction } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';
import { weekOf } from './week';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, time }) =>
    Promise.all([
      account.me.fetch(),
      time.mine.fetch(weekOf(event.url)),
      time.waiting.fetch(),
      time.decided.fetch(),
    ]),
  );

export const actions: Actions = {
  stop: (event) => staffAction(event, (call, values) => call.time.stop(values as never)),
  update: (event) => staffAction(event, (call, values) => call.time.update(values as never)),
  remove: (event) => staffAction(event, (call, values) => call.time.remove(values as never)),
  takeBack: (event) =>
    staffAction(event, (call, values, all) => call.time.takeBack({ entryIds: all('entryId') })),
  decide: (event) =>
    staffAction(event, (call, values, all) =>
      call.time.decide({ ...values, entryIds: all('entryId') } as never),
    ),
};
