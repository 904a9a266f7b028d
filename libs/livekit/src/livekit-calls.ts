import { ServerError } from 'livekit-server-sdk';
import { LivekitUnavailable } from './livekit.errors.js';

/** For every client of the SDK. No fail-over to other regions: it would multiply the deadline. */
export const CLIENT_OPTIONS = { requestTimeout: 5, failover: false } as const;

/** Runs a call to LiveKit; what goes wrong leaves as `LivekitUnavailable` and takes nothing of the SDK's message along. */
export async function livekitCall<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new LivekitUnavailable(action, reasonOf(error));
  }
}

/** The same for what may already be gone: a room, a dispatch, a participant that LiveKit does not know is no failure. */
export async function livekitRemoval(action: string, call: () => Promise<void>): Promise<void> {
  await livekitCall(action, () =>
    call().catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    }),
  );
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ServerError && error.status === 404;
}

function reasonOf(error: unknown): string {
  if (error instanceof ServerError) return [error.status, error.code].filter(Boolean).join(' ');
  if (text(error, 'name') === 'TimeoutError') return 'timeout';
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return text(cause, 'code') ?? text(error, 'name') ?? 'unknown';
}

function text(value: unknown, key: 'name' | 'code'): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' ? found : undefined;
}
