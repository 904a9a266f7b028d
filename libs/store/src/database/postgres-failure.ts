import { DatabaseError } from 'pg';
import { StoreUnavailable } from '../store.errors.js';

// SQLSTATE codes.
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';
const UNIQUE_VIOLATION = '23505';

/** Connections, resources, operator's intervention and system errors; time limits of statements and locks; a standby. */
const UNAVAILABLE = /^(08|53|57|58)|^(55P03|25006|25P03)$/;

/** Two that found a row missing and both made it: the second finds it when it looks again. More often is a mistake of ours. */
const MAX_RACES = 5;

/** Turns what the outside world did to a query into the fact a caller can act on; what we did wrong stays as it is. */
export function explained(error: unknown): unknown {
  if (error instanceof StoreUnavailable) return error;
  const isOurs = error instanceof DatabaseError && !UNAVAILABLE.test(error.code ?? '');
  // Everything else that a query can fail with is the network's, or the driver's word for it.
  return isOurs || error instanceof RangeError || error instanceof TypeError
    ? error
    : new StoreUnavailable(error);
}

/** Nothing more can be asked over this connection: it is gone, or an answer is still on its way to a question that was given up. */
export function breaksConnection(error: unknown): boolean {
  return !(error instanceof DatabaseError) || /^(08|57P)/.test(error.code ?? '');
}

/** Others were at the same rows: run again from the start, it sees what they did. */
export function mayPass(error: unknown, attempts: number): boolean {
  if (!(error instanceof DatabaseError)) return false;
  if (error.code === UNIQUE_VIOLATION) return attempts < MAX_RACES;
  return error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK;
}
