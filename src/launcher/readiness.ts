import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 100;
const ANSWER_LIMIT_MS = 2000;

/** Resolves once the address answers 200; rejects with the signal's reason. */
export async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  while (!(await answersWell(url, signal))) await pause(POLL_MS, undefined, { signal });
}

async function answersWell(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
    const response = await fetch(url, { signal: limit });
    await response.body?.cancel();
    return response.ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/** What a health address answers, undefined when nothing does. */
export async function readHealth(
  url: string,
): Promise<{ ok: boolean; status: number; body: unknown } | undefined> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    const text = await response.text();
    return { ok: response.ok, status: response.status, body: parse(text) };
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
