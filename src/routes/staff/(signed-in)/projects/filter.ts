import { pageIn } from '$lib/domain/page-in';

const statuses = ['planned', 'active', 'on_hold', 'completed', 'cancelled'] as const;
const visibilities = ['client_visible', 'internal_only'] as const;
const isId = (text: string | null) =>
  text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** The list that an address asks for; what makes no sense in it is left out. */
export function filterOf(url: URL) {
  const status = statuses.find((one) => one === url.searchParams.get('status'));
  const visibility = visibilities.find((one) => one === url.searchParams.get('visibility'));
  const clientId = url.searchParams.get('client');
  const search = url.searchParams.get('search')?.trim().slice(0, 200);
  return {
    ...(status && { status }),
    ...(visibility && { visibility }),
    ...(clientId && isId(clientId) && { clientId }),
    ...(search && { search }),
    page: pageIn(url),
  };
}
