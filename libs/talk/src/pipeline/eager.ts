/**
 * Reads an iterable at once and keeps what comes until somebody takes it. For things that end: a sentence's sound, an answer's
 * sentences. One reader.
 */
export class Eager<T> implements AsyncIterable<T> {
  /** Settles with the source; a rejection that nobody waits for is no fault, the reader gets it. */
  readonly finished: Promise<void>;
  private readonly kept: T[] = [];
  private changed = Promise.withResolvers<void>();
  private isOver = false;

  constructor(source: AsyncIterable<T>, onFirst?: () => void) {
    this.finished = this.read(source, onFirst);
    this.finished.catch(() => undefined);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const next = this.kept.shift();
      if (next !== undefined) yield next;
      else if (this.isOver) return this.finished;
      else await this.changed.promise;
    }
  }

  private async read(source: AsyncIterable<T>, onFirst?: () => void): Promise<void> {
    let isFirst = true;
    try {
      for await (const each of source) {
        this.kept.push(each);
        if (isFirst) onFirst?.();
        isFirst = false;
        this.tell();
      }
    } finally {
      this.isOver = true;
      this.tell();
    }
  }

  private tell(): void {
    this.changed.resolve();
    this.changed = Promise.withResolvers();
  }
}
