import { trpcEndpoint } from '$lib/server/trpc-endpoint';
import { staffRouter } from '$lib/server/staff/router';

const answer = trpcEndpoint('/staff/api/trpc', staffRouter);

export const GET = answer;
export const POST = answer;
