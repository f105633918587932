import { anId, aPage, aText, oneOf } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';
import { projectStatusWords, visibilityWords } from '$lib/domain/words';

export const projectList = listOf({
  search: aText(200),
  clientId: anId(),
  status: oneOf(projectStatusWords),
  visibility: oneOf(visibilityWords),
  page: aPage(),
});
