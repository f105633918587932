import type { z } from 'zod';
import { filePageSizes, fileSortWords } from '$lib/domain/file-list';
import type { fileListInput } from '$lib/inputs/files';
import { pageAskedIn } from '$lib/domain/page-in';

export type FileListInput = z.input<typeof fileListInput>;

const sorts = Object.keys(fileSortWords) as (keyof typeof fileSortWords)[];
const place = /^(project|contract):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** The list that an address asks for; what makes no sense in it is left out. A project or a contract stands in it as `in`. */
export function inputOf(url: URL) {
  const said = (name: string) => url.searchParams.get(name) ?? '';
  const [, kind, id] = place.exec(said('in')) ?? [];
  const search = said('search').trim().slice(0, 200);
  return {
    ...(kind === 'project' && { projectId: id }),
    ...(kind === 'contract' && { contractId: id }),
    ...(search && { search }),
    sort: sorts.find((sort) => sort === said('sort')) ?? 'latest',
    perPage: filePageSizes.find((size) => String(size) === said('per')) ?? 25,
    ...pageAskedIn(url),
  } satisfies FileListInput;
}

/** How an address names the project or the contract of a filter; '' for none. */
export const placeOf = ({ projectId, contractId }: FileListInput): string =>
  projectId ? `project:${projectId}` : contractId ? `contract:${contractId}` : '';

/** The address that asks for a list; a page of it by its number and the `edge` that it begins from. */
export function hrefOf(input: FileListInput, edge?: string): string {
  const query = new URLSearchParams();
  const say = (name: string, value: string | undefined, usual = '') => {
    if (value && value !== usual) query.set(name, value);
  };
  say('search', input.search);
  say('in', placeOf(input));
  say('sort', input.sort, 'latest');
  say('per', input.perPage === undefined ? '' : String(input.perPage), '25');
  say('page', input.page === undefined ? '' : String(input.page), '1');
  say('edge', edge);
  const search = query.toString();
  return `/portal/files${search && `?${search}`}`;
}
