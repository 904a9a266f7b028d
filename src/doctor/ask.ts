/** What somebody outside answered. */
export interface Answer {
  status: number;
  text: string;
  /** The text as JSON, undefined when it is none. */
  body: unknown;
  /** The `Date` header, epoch ms; undefined without one. */
  dateMs: number | undefined;
}

interface Question {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: object;
  timeLimitMs?: number;
  /** A redirect is the answer: a credential in a header of its own would go along to whoever it names. */
  stays?: boolean;
}

/** Nobody answered: `reason` is short, `ECONNREFUSED` or `no answer within 5 s`. */
export class NoAnswer extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

const USUAL_LIMIT_MS = 5_000;

/** @throws NoAnswer */
export async function ask(
  url: string,
  { method = 'GET', headers = {}, json, timeLimitMs = USUAL_LIMIT_MS, stays = false }: Question,
  signal: AbortSignal,
): Promise<Answer> {
  const late = AbortSignal.timeout(timeLimitMs);
  try {
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(json && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json ? JSON.stringify(json) : null,
      redirect: stays ? 'manual' : 'follow',
      signal: AbortSignal.any([signal, late]),
    });
    const text = await response.text();
    const dateMs = Date.parse(response.headers.get('date') ?? '');
    return {
      status: response.status,
      text,
      body: parse(text),
      dateMs: Number.isNaN(dateMs) ? undefined : dateMs,
    };
  } catch (error) {
    throw new NoAnswer(late.aborted ? `no answer within ${timeLimitMs / 1000} s` : reasonOf(error));
  }
}

/** The code of what lies at the bottom: `fetch failed` says nothing, its cause does. */
export function reasonOf(error: unknown): string {
  const code = member(error, 'code');
  if (typeof code === 'string') return code;
  const errors = member(error, 'errors');
  const below: unknown = Array.isArray(errors) ? errors[0] : member(error, 'cause');
  return below === undefined ? messageOf(error) : reasonOf(below);
}

export function messageOf(error: unknown): string {
  const message = member(error, 'message');
  return typeof message === 'string' ? message : String(error);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A member of something that came as JSON. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
