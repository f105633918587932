/**
 * What the procedures of both realms share and neither realm owns: how an error is told, how a request is named.
 */
import type { TRPCDefaultErrorShape, TRPCError } from '@trpc/server';
import { publicError, type PublicError } from './errors';

/** What a procedure knows of its request. The token is unproven until the database has looked it up. */
export type RequestContext = { requestId: string; token: string | null; signal: AbortSignal | null };

/** The one shape of an error that reaches a browser; no stack, no path, no text of the database. */
export function formatError({
  shape,
  error,
  ctx,
}: {
  shape: TRPCDefaultErrorShape;
  error: TRPCError;
  ctx?: RequestContext | undefined;
}): { code: number; message: string; data: PublicError } {
  const { message, ...data } = publicError(error, ctx?.requestId ?? 'unknown');
  return { code: shape.code, message, data };
}

/** Reconnects a stream that has gone quiet; a proxy's idle time-out is rarely below a minute. */
export const sse = {
  ping: { enabled: true, intervalMs: 10_000 },
  client: { reconnectAfterInactivityMs: 25_000 },
} as const;
