import { setTimeout as delay } from 'node:timers/promises';
import type { SessionKey, SessionRepository } from '#store';

const LOOK_AGAIN_MS = 50;

/** Waits for the agent of a session to tell its end. Whether it did, within that time. */
export async function endedWithin(
  ms: number,
  { tenantId, id }: SessionKey,
  sessions: SessionRepository,
): Promise<boolean> {
  for (const until = Date.now() + ms; Date.now() < until; await delay(LOOK_AGAIN_MS)) {
    const now = await sessions.find(tenantId, id);
    if (!now || now.state === 'ended') return true;
  }
  return false;
}
