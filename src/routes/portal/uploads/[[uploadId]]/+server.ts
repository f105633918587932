import { portalCaller } from '$lib/server/portal/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import { uploadEndpoint } from '$lib/server/uploads';

const answer = uploadEndpoint('/portal/uploads', (event) => {
  const call = portalCaller(contextOf(event));
  return { files: call.files, whoAsks: () => call.account.me() };
});

export const OPTIONS = answer;
export const POST = answer;
export const HEAD = answer;
export const PATCH = answer;
export const DELETE = answer;
