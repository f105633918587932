import { staffForm } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, contracts }) =>
    Promise.all([account.me.fetch(), contracts.open.fetch({ contractId: event.params.contractId })]),
  );

export const actions = {
  saveSupport: staffForm.action((call) => call.contracts.saveSupport, {
    input: ({ values: { version } }) => ({ version: version || null }),
  }),
  saveJobType: staffForm.action((call) => call.contracts.saveJobType, {
    input: ({ values: { active = false } }) => ({ active }),
  }),
  ...staffForm.actions({
    setMember: (call) => call.contracts.setMember,
    addSlaPolicy: (call) => call.contracts.addSlaPolicy,
    setStep: (call) => call.contracts.setStep,
  }),
} satisfies Actions;
