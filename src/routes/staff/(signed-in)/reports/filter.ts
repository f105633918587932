import { isDay } from '$lib/domain/days';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The report that an address asks for; what makes no sense in it is left out. */
export const filterOf = ({ searchParams }: URL) => {
  const given = (name: string, makesSense: (text: string) => boolean) => {
    const text = searchParams.get(name);
    return text && makesSense(text) ? text : undefined;
  };
  const [from, until] = [given('from', isDay), given('until', isDay)];
  const contractId = given('contract', (text) => uuid.test(text));
  return { ...(from && { from }), ...(until && { until }), ...(contractId && { contractId }) };
};
