import { setImmediate as turn } from 'node:timers/promises';
import type { Mouth } from '../src/pipeline/pipeline-door.js';

const CAPACITY = 5;
const FRAME_MS = 20;

/** A mouth whose time passes when the test says so, a frame of 20 ms after the other. */
export class FakeMouth implements Mouth {
  readonly heard: Int16Array[] = [];
  private readonly queue: Int16Array[] = [];
  private room = Promise.withResolvers<void>();
  private emptied = Promise.withResolvers<void>();

  get queuedMs(): number {
    return this.queue.length * FRAME_MS;
  }

  async play(samples: Int16Array): Promise<void> {
    this.queue.push(samples);
    while (this.queue.length >= CAPACITY) await this.room.promise;
  }

  clear(): number {
    const dropped = this.queuedMs;
    this.queue.length = 0;
    this.changed();
    return dropped;
  }

  async drained(): Promise<void> {
    while (this.queue.length > 0) await this.emptied.promise;
  }

  /** So many frames are heard, where there are any. */
  async advance(frames: number): Promise<void> {
    for (let left = frames; left > 0; left -= 1) {
      await turn();
      const next = this.queue.shift();
      if (next) this.heard.push(next);
      this.changed();
      await turn();
    }
  }

  async advanceUntil(done: Promise<unknown>): Promise<void> {
    let isDone = false;
    const finish = () => {
      isDone = true;
    };
    done.then(finish, finish);
    while (!isDone) await this.advance(1);
  }

  /** The first sample of each frame that was heard. */
  numbersHeard(): (number | undefined)[] {
    return this.heard.map(([first]) => first);
  }

  private changed(): void {
    this.room.resolve();
    this.room = Promise.withResolvers();
    if (this.queue.length > 0) return;
    this.emptied.resolve();
    this.emptied = Promise.withResolvers();
  }
}
