interface Wait {
  look(): void;
}

import { CallFailed } from './call-failed.ts';

/** What was waited for did not come. */
export class NotInTime extends CallFailed {
  constructor(what: string, timeoutMs: number) {
    super(`Waited ${timeoutMs / 1000} s for ${what}: it did not come.`);
  }
}

/** What somebody waits for in a talk: looked at again whenever something happened there. */
export class Watch {
  private readonly waits = new Set<Wait>();

  /** Something happened. */
  changed(): void {
    for (const wait of this.waits) wait.look();
  }

  /**
   * The first value other than undefined that `check` gives.
   * @throws NotInTime; whatever `check` throws; the signal's reason.
   */
  until<T>(what: string, check: () => T | undefined, timeoutMs: number, signal: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const settle = (finish: () => void) => {
        this.waits.delete(wait);
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        finish();
      };
      const wait: Wait = {
        look: () => {
          try {
            const value = check();
            if (value !== undefined) settle(() => resolve(value));
          } catch (error) {
            settle(() => reject(asError(error)));
          }
        },
      };
      const abort = () => settle(() => reject(asError(signal.reason)));
      const timer = setTimeout(() => {
        settle(() => reject(new NotInTime(what, timeoutMs)));
      }, timeoutMs);
      signal.addEventListener('abort', abort);
      this.waits.add(wait);
      if (signal.aborted) abort();
      else wait.look();
    });
  }
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
