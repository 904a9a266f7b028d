import { StoreUnavailable } from '../store.errors.js';

// Primary result codes of SQLite.
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const FULL = 13;
const CANTOPEN = 14;

const UNAVAILABLE: ReadonlySet<number> = new Set([BUSY, READONLY, IOERR, FULL, CANTOPEN]);

/** Turns what the outside world did to the database into the fact a caller can act on; what we did wrong stays as it is. */
export function explained<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    const code = resultCode(error);
    throw code !== undefined && UNAVAILABLE.has(code) ? new StoreUnavailable(error) : error;
  }
}

/** Another program holds the lock: waiting may help. */
export function isBusy(error: unknown): boolean {
  return resultCode(error instanceof StoreUnavailable ? error.cause : error) === BUSY;
}

/** `node:sqlite` gives the extended code; its low byte is the primary one. */
function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}
