import { trpcEndpoint } from '$lib/server/trpc-endpoint';
import { portalRouter } from '$lib/server/portal/router';

const answer = trpcEndpoint('/portal/api/trpc', portalRouter);

export const GET = answer;
export const POST = answer;
