import type { ParleyApi } from '../src/call/parley-api.ts';
import type { Voice } from '../src/call/voice.ts';
import type { Sandbox } from './sandbox.ts';
import type { Summary } from './statistics.ts';

/** What every benchmark works with. */
export interface Bench {
  api: ParleyApi;
  sandbox: Sandbox;
  voice: Voice;
  /** How many talks to make; null for as many as the benchmark finds enough. */
  talks: number | null;
  signal: AbortSignal;
  /** Says how far it is, beside the results. */
  progress(text: string): void;
}

export interface Measure {
  name: string;
  /** What lies between its two ends. */
  includes: string;
  goal: string | null;
  summary: Summary;
}

export interface BenchResult {
  name: string;
  /** How it was measured. */
  method: string;
  measures: Measure[];
  /** What a reader has to know to trust the figures. */
  notes: string[];
}
