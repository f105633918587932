import { aDay, anId, aPage, oneOf } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';
import { recordKindWords, visibilityWords } from '$lib/domain/words';

export const visibilityLog = listOf({
  projectId: anId(),
  contractId: anId(),
  kind: oneOf(recordKindWords),
  actorId: anId(),
  to: oneOf(visibilityWords),
  from: aDay(),
  until: aDay(),
  page: aPage(),
});
