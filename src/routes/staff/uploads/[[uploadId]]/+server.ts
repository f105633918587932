import { staffCaller } from '$lib/server/staff/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import { uploadEndpoint } from '$lib/server/uploads';

const answer = uploadEndpoint('/staff/uploads', (event) => {
  const call = staffCaller(contextOf(event));
  return { files: call.files, whoAsks: () => call.account.me() };
});

export const OPTIONS = answer;
export const POST = answer;
export const HEAD = answer;
export const PATCH = answer;
export const DELETE = answer;
