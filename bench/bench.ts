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
  /** How long a soak's long talk is; null for as long as it finds enough. */
  minutes: number | null;
  signal: AbortSignal;
  /** Says how far it is, beside the results. */
  progress(text: string): void;
}

export interface Measure {
  name: string;
  /** What lies between its two ends; empty where the method says it. */
  includes: string;
  goal: string | null;
  summary: Summary;
}

/** A figure of ours beside that of the baseline, in the same run. */
export interface Comparison {
  name: string;
  unit: string;
  goal: string | null;
  ours: number;
  baseline: number;
}

export interface BenchResult {
  name: string;
  /** How it was measured. */
  method: string;
  measures: Measure[];
  comparisons?: Comparison[];
  /** What a reader has to know to trust the figures. */
  notes: string[];
}
