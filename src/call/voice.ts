import { Worker } from 'node:worker_threads';
import type { FliteVoice } from '../../apps/sandbox/src/speech/flite.ts';

/** The first is the default: another than the simulated agent's. */
export const VOICES = ['rms', 'slt', 'awb', 'kal16'] as const satisfies FliteVoice[];
export type VoiceName = FliteVoice;

export interface ToSpeak {
  id: number;
  text: string;
}
export type Spoken = { id: number; samples: Int16Array } | { id: number; problem: string };

interface Pending {
  resolve(samples: Int16Array): void;
  reject(error: Error): void;
}

/** A synthetic voice in a thread of its own: a sentence takes up to 200 ms, and a microphone cannot wait for it. */
export class Voice {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private failure: Error | null = null;

  constructor(voice: VoiceName) {
    const worker = new Worker(new URL('./voice.worker.ts', import.meta.url), {
      workerData: voice,
      // It only warns of node:wasi.
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.worker = worker;
    worker.on('message', (spoken: Spoken) => this.settle(spoken));
    worker.on('error', (error: Error) => this.fail(error));
    worker.on('exit', () => this.fail(new Error('The voice was closed.')));
  }

  speak(text: string): Promise<Int16Array> {
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      const id = ++this.lastId;
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage({ id, text } satisfies ToSpeak);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private settle(spoken: Spoken): void {
    const pending = this.pending.get(spoken.id);
    this.pending.delete(spoken.id);
    if ('samples' in spoken) pending?.resolve(spoken.samples);
    else pending?.reject(new Error(`The caller could not speak: ${spoken.problem}`));
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const pending of this.pending.values()) pending.reject(error);
    this.pending.clear();
  }
}
