/** Errors of a connection that was never made: nothing was sent. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_INVALID_URL',
]);

interface Traits {
  retryAfterMs?: number;
  /** The CRM got the request, or may have, and nobody knows what became of it. */
  mayHaveHappened: boolean;
  /** Counts against the CRM as a whole. */
  isOutage: boolean;
  /** A later attempt of a request that may be repeated can help. */
  isPassing: boolean;
}

/** One request that brought no answer to work with. Stays inside this lib, where it becomes a fact of `crm.errors.ts`. */
export class CrmFault extends Error {
  readonly retryAfterMs: number | undefined;
  readonly mayHaveHappened: boolean;
  readonly isOutage: boolean;
  private readonly isPassing: boolean;

  private constructor(message: string, { retryAfterMs, mayHaveHappened, isOutage, isPassing }: Traits) {
    super(message);
    this.retryAfterMs = retryAfterMs;
    this.mayHaveHappened = mayHaveHappened;
    this.isOutage = isOutage;
    this.isPassing = isPassing;
  }

  /** 429 or 5xx. The CRM's own 500 and 503 say that it did not do it; 502 and 504 are a gateway's, which does not know. */
  static ofStatus(status: number, retryAfterMs: number | undefined): CrmFault {
    return new CrmFault(`it answered ${status}`, {
      retryAfterMs,
      mayHaveHappened: status === 502 || status === 504,
      isOutage: status !== 429,
      isPassing: true,
    });
  }

  static tooSlow(timeoutMs: number): CrmFault {
    return new CrmFault(`no answer within ${timeoutMs} ms`, {
      mayHaveHappened: true,
      isOutage: true,
      isPassing: false,
    });
  }

  static shuttingDown(): CrmFault {
    return new CrmFault('the app is shutting down', {
      mayHaveHappened: true,
      isOutage: false,
      isPassing: false,
    });
  }

  static ofNetwork(code: string = 'network error'): CrmFault {
    const unsent = UNSENT.has(code) || code.includes('CERT');
    return new CrmFault(code, { mayHaveHappened: !unsent, isOutage: true, isPassing: true });
  }

  canRepeat(repeatable: boolean): boolean {
    return repeatable && this.isPassing;
  }
}
