import { setTimeout as pause } from 'node:timers/promises';
import { INGEST_TOKEN } from './api-under-test.js';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown>;
}

export interface Sent {
  key?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** One request, with a JSON body where there is one, and its answer read whole. */
export async function send(method: string, url: string, { key, body, headers }: Sent = {}): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(key !== undefined && { Authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  const parsed = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, text, body: parsed };
}

/** As an agent reports. */
export function report(url: string, path: string, body: unknown): Promise<Answer> {
  return send('POST', `${url}/api/ingest/${path}`, { key: INGEST_TOKEN, body });
}

/** Asks again and again until the answer fits. @throws when it does not within the deadline. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  fits: (answer: T) => boolean,
  deadlineMs = 5_000,
): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > deadline)
      throw new Error(`Not within ${deadlineMs} ms; last: ${JSON.stringify(answer)}`);
    await pause(20);
  }
}
