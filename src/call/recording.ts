import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SAMPLE_RATE } from './sound.ts';
import { writeWav } from './wav.ts';

/** An hour, which is longer than a session may last. What comes later is not kept. */
const MAX_SAMPLES = 3600 * SAMPLE_RATE;
/** Frames that come this much off their place are a gap of the line; less is jitter of their delivery. */
const JITTER_SAMPLES = SAMPLE_RATE / 10;

/** Both sides of a call on the caller's clock, counted in samples from its first microphone frame. */
export class Recording {
  private readonly caller = new Side();
  private readonly agent = new Side();
  /** Where the agent's next frame goes when the line delivers without a gap. */
  private agentEnd = 0;

  /** What the caller's microphone sent, at the place its own count gives. */
  said(position: number, samples: Int16Array): void {
    this.caller.put(position, samples);
  }

  /**
   * What came from the agent, arriving at `arrival`. Frames follow each other without a seam: their content is continuous
   * although they are delivered in bursts. Only a new track, or a gap of the line, begins where it arrives.
   */
  heard(arrival: number, samples: Int16Array, isNewTrack: boolean): void {
    const arrived = Math.max(0, arrival - samples.length);
    const isGap = Math.abs(arrived - this.agentEnd) > JITTER_SAMPLES;
    const position = isNewTrack || isGap ? arrived : this.agentEnd;
    this.agent.put(position, samples);
    this.agentEnd = position + samples.length;
  }

  get seconds(): number {
    return Math.max(this.caller.length, this.agent.length) / SAMPLE_RATE;
  }

  /** Left the caller, right the agent. */
  async save(file: string): Promise<void> {
    const length = Math.max(this.caller.length, this.agent.length);
    const channels = [this.caller.samples(length), this.agent.samples(length)];
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, writeWav({ sampleRate: SAMPLE_RATE, channels }));
  }
}

class Side {
  length = 0;
  private buffer = new Int16Array(60 * SAMPLE_RATE);

  put(position: number, samples: Int16Array): void {
    const end = position + samples.length;
    if (end > MAX_SAMPLES) return;
    if (end > this.buffer.length) this.grow(end);
    this.buffer.set(samples, position);
    this.length = Math.max(this.length, end);
  }

  samples(length: number): Int16Array {
    const copy = new Int16Array(length);
    copy.set(this.buffer.subarray(0, this.length));
    return copy;
  }

  private grow(needed: number): void {
    const buffer = new Int16Array(Math.min(MAX_SAMPLES, Math.max(needed, this.buffer.length * 2)));
    buffer.set(this.buffer);
    this.buffer = buffer;
  }
}
