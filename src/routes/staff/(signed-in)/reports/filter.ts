/** The report that a URL asks for. */
export const filterOf = ({ searchParams }: URL) => {
  const given = (name: string) => searchParams.get(name) || undefined;
  const [from, until, contractId] = [given('from'), given('until'), given('contract')];
  return { ...(from && { from }), ...(until && { until }), ...(contractId && { contractId }) };
};
