/** Silence that nobody takes for a fault. */
const FIRST_MS = 2_500;
/** A wait that goes on is told of again. */
const AGAIN_MS = 6_000;
/** An answer to a turn that was long in doubt may be there in a moment: words to wait would only put it off. */
const AFTER_DECISION_MS = 500;

/** When a person began to wait, and when it was decided that they do (epoch ms). */
export interface Wait {
  silentSince: number;
  decidedAt: number;
}

/**
 * Passes a sound on and puts words to wait into its gaps, so that nobody hears long silence. What was waited for follows the words,
 * never runs over them.
 *
 * @param wait For the gap before the first piece.
 * @param filler The words to wait; undefined while there are none.
 */
export async function* fillSilence(
  sound: AsyncIterable<Int16Array>,
  { silentSince, decidedAt }: Wait,
  filler: () => Iterable<Int16Array> | undefined,
  signal: AbortSignal,
): AsyncGenerator<Int16Array, void, undefined> {
  const pieces = sound[Symbol.asyncIterator]();
  const now = Date.now();
  let quietMs = Math.max(0, FIRST_MS - (now - silentSince), AFTER_DECISION_MS - (now - decidedAt));
  try {
    for (;;) {
      const next = pieces.next();
      next.catch(() => undefined); // told below, after the words to wait
      for (let waitMs = quietMs; (await settled(next, waitMs, signal)) === 'late'; waitMs = AGAIN_MS) {
        yield* filler() ?? [];
      }
      quietMs = FIRST_MS;
      const result = await next;
      if (result.done || signal.aborted) return;
      yield result.value;
    }
  } finally {
    await pieces.return?.();
  }
}

async function settled(work: Promise<unknown>, ms: number, signal: AbortSignal): Promise<'done' | 'late'> {
  const end = Promise.withResolvers<'done' | 'late'>();
  const timer = setTimeout(() => end.resolve('late'), ms);
  const done = () => end.resolve('done');
  work.then(done, done);
  signal.addEventListener('abort', done, { once: true });
  try {
    return await end.promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', done);
  }
}
