import { Caller } from '../src/call/caller.ts';
import { playedByTheApp } from '../src/call/talk.ts';
import type { Bench } from './bench.ts';

/** Moments of a call, in milliseconds since 1970. */
export interface Opening {
  askedAt: number;
  startedAt: number;
}

/** Starts a session, joins it, does the work and ends both. */
export async function withCall<T>(
  { api, voice, signal }: Bench,
  work: (caller: Caller, opening: Opening) => Promise<T>,
): Promise<T> {
  const askedAt = now();
  const { url, userToken: token, roomName } = await api.start({ agentId: null });
  const startedAt = now();
  try {
    const caller = await Caller.join({ url, token, voice, signal, plays: playedByTheApp });
    try {
      return await work(caller, { askedAt, startedAt });
    } finally {
      await caller.hangUp();
    }
  } finally {
    await api.stop(roomName);
  }
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
