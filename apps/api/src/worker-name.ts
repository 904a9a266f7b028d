import { hostname } from 'node:os';
import { newId } from '#conversation';

/** Tells the workers of all processes apart, also those of processes that ended. */
export function workerName(): string {
  return `${hostname()}-${process.pid}-${newId()}`;
}
