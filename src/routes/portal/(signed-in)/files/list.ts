import { filePageSizes, fileSortWords } from '$lib/domain/file-list';
import { aNumberOf, anId, aText, byPages, orderedBy } from '$lib/domain/list-fields';
import { listOf, type StateOf } from '$lib/domain/list-state';

/** The files, of a project or of a contract's tickets, of which the address names one as `in`. */
export const fileList = listOf({
  search: aText(200),
  projectId: anId('project').called('in'),
  contractId: anId('contract').called('in'),
  sort: orderedBy(fileSortWords).usually('latest'),
  perPage: aNumberOf(filePageSizes).called('per').usually(25),
  ...byPages,
});

/** How an address names the project or the contract of a filter; '' for none. */
export const scopeOf = ({ projectId, contractId }: StateOf<typeof fileList.fields>): string =>
  projectId ? `project:${projectId}` : contractId ? `contract:${contractId}` : '';
