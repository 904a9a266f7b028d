import { setTimeout as wait } from 'node:timers/promises';
import type { Faults } from './faults.js';

/**
 * An answer on an open socket, gone wrong as was asked for: late, without anything in it, or begun and never ended. What `isPiece`
 * says no to is told before the useful part and after it.
 */
export async function* spoilStream<Event>(
  answer: AsyncIterable<Event> | Iterable<Event>,
  { faults, isPiece, signal }: { faults: Faults; isPiece: (event: Event) => boolean; signal: AbortSignal },
): AsyncGenerator<Event> {
  const { latencyMs, brownOut } = faults.plan;
  if (latencyMs > 0) await wait(latencyMs, undefined, { signal });
  for await (const event of answer) {
    if (isPiece(event) && brownOut) await aborted(signal);
    yield event;
    if (isPiece(event) && faults.takeStall('stream')) await aborted(signal);
  }
}

/** Settles only when the signal does, with its reason. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const leave = () => reject(new Error('aborted', { cause: signal.reason }));
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
}
