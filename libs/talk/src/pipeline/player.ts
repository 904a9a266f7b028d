import type { Mouth } from './pipeline-door.js';

const RATE = 24_000;
const FRAME_MS = 20;
const FRAME = (RATE / 1_000) * FRAME_MS;
/** More than a mouth ever holds: what a pause threw away is taken from here. */
const KEPT_FRAMES = 50;

/**
 * Plays one sound after another, can hold in the middle of a word and go on where the person stopped hearing: what a pause throws
 * out of the mouth is said again. Knows to the frame what has been heard.
 */
export class Player {
  private readonly kept: Int16Array[] = [];
  private again: Int16Array[] = [];
  private hold: PromiseWithResolvers<void> | undefined;
  private handedMs = 0;

  constructor(private readonly mouth: Mouth) {}

  get isPaused(): boolean {
    return this.hold !== undefined;
  }

  /** Of the sound that is playing, or was the last to play. */
  get heardMs(): number {
    return Math.max(0, this.handedMs - this.mouth.queuedMs);
  }

  /** Stops at once; `resume` goes on. Without anything playing it keeps the next sound back. */
  pause(): void {
    if (this.hold) return;
    this.hold = Promise.withResolvers();
    this.takeBack();
  }

  resume(): void {
    this.hold?.resolve();
    this.hold = undefined;
  }

  /**
   * Plays to the end, or until `signal` is aborted, which silences it at once. One sound at a time: the caller sees to that.
   * Rejects with what `sound` throws, after what came before it has been heard.
   */
  async play(sound: AsyncIterable<Int16Array>, signal: AbortSignal): Promise<void> {
    this.handedMs = 0;
    this.kept.length = 0;
    this.again = [];
    const stop = () => {
      this.takeBack();
      this.resume();
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      for await (const frame of frames(sound)) {
        await this.hand(frame, signal);
        if (signal.aborted) return;
      }
    } finally {
      await this.finish(signal);
      signal.removeEventListener('abort', stop);
    }
  }

  /** All has been handed over; a pause may still bring some of it back. */
  private async finish(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.hold?.promise;
      const next = this.again.shift();
      if (next) await this.give(next);
      else {
        await this.mouth.drained();
        if (!this.hold && this.again.length === 0) return;
      }
    }
  }

  private async hand(frame: Int16Array, signal: AbortSignal): Promise<void> {
    this.again.push(frame);
    while (this.again.length > 0 && !signal.aborted) {
      await this.hold?.promise;
      const next = signal.aborted ? undefined : this.again.shift();
      if (next) await this.give(next);
    }
  }

  private async give(frame: Int16Array): Promise<void> {
    this.kept.push(frame);
    if (this.kept.length > KEPT_FRAMES) this.kept.shift();
    this.handedMs += FRAME_MS;
    await this.mouth.play(frame);
  }

  private takeBack(): void {
    const frames = Math.min(this.kept.length, Math.round(this.mouth.clear() / FRAME_MS));
    this.handedMs -= frames * FRAME_MS;
    if (frames > 0) this.again.unshift(...this.kept.splice(-frames));
  }
}

/** Cuts sound into frames; the last one is filled up with silence. */
async function* frames(sound: AsyncIterable<Int16Array>): AsyncGenerator<Int16Array, void, undefined> {
  let rest = new Int16Array(0);
  for await (const piece of sound) {
    const whole = new Int16Array(rest.length + piece.length);
    whole.set(rest);
    whole.set(piece, rest.length);
    const end = whole.length - (whole.length % FRAME);
    for (let at = 0; at < end; at += FRAME) yield whole.subarray(at, at + FRAME);
    rest = whole.slice(end);
  }
  if (rest.length === 0) return;
  const last = new Int16Array(FRAME);
  last.set(rest);
  yield last;
}
