/** Does both side by side. The first failure stops the other one, and is thrown once that has ended too. */
export async function together<A, B>(
  signal: AbortSignal,
  first: (signal: AbortSignal) => Promise<A>,
  second: (signal: AbortSignal) => Promise<B>,
): Promise<[A, B]> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const stopOther = (error: unknown) => {
    failed.abort(error);
    throw error;
  };
  const works = [first(either).catch(stopOther), second(either).catch(stopOther)] as const;
  await Promise.allSettled(works);
  failed.signal.throwIfAborted();
  return Promise.all(works);
}
