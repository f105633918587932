import { staffAction } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, contracts }) =>
    Promise.all([account.me.fetch(), contracts.open.fetch({ contractId: event.params.contractId })]),
  );

export const actions: Actions = {
  saveSupport: (event) =>
    staffAction(event, (call, values, all) =>
      call.contracts.saveSupport({
        ...values,
        version: values.version || null,
        levels: all('levels'),
        contractId: event.params.contractId,
      } as never),
    ),
  setMember: (event) =>
    staffAction(event, (call, values) =>
      call.contracts.setMember({ ...values, contractId: event.params.contractId } as never),
    ),
  saveJobType: (event) =>
    staffAction(event, (call, values) =>
      call.contracts.saveJobType({
        ...values,
        active: values.active ?? false,
        contractId: event.params.contractId,
      } as never),
    ),
  addSlaPolicy: (event) =>
    staffAction(event, (call, values) =>
      call.contracts.addSlaPolicy({ ...values, contractId: event.params.contractId } as never),
    ),
  setStep: (event) =>
    staffAction(event, (call, values) =>
      call.contracts.setStep({ ...values, contractId: event.params.contractId } as never),
    ),
};
