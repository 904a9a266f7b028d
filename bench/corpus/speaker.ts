import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Flite, resample } from '../../apps/sandbox/src/speech/flite.ts';
import type { FliteVoice } from '../../apps/sandbox/src/speech/flite.ts';
import { readWav } from '../../src/call/wav.ts';

/** Where what was said for benchmarks is kept. */
export const PHRASES = fileURLToPath(new URL('../../data/corpus/phrases', import.meta.url));
/** Samples a second of all sound of the corpus: PCM16, mono. */
export const RATE = 16_000;

const FLITE_RATE = 24_000;
const ESPEAK = 'espeak-ng';
const ESPEAK_LIMIT_MS = 10_000;
const LARGEST_WAV = 16 * 1024 * 1024;
/** Of active speech, against a full scale of 32,768: −23 dB. */
const SPEECH_RMS = 2_320;
/** Sound below this part of the peak is before or behind the words: −40 dB. */
const EDGE = 0.01;
const EDGE_SAMPLES = RATE / 100;

const run = promisify(execFile);

/** Four voices of two synthesisers, or of one where the other is not installed. Keeps what they said in a folder. */
export class Speaker {
  readonly voices: readonly string[];
  private readonly folder: string;
  private readonly flite: Flite;

  private constructor(voices: readonly string[], folder: string, flite: Flite) {
    this.voices = voices;
    this.folder = folder;
    this.flite = flite;
  }

  static async open(folder: string): Promise<Speaker> {
    await mkdir(folder, { recursive: true });
    const hasEspeak = await run(ESPEAK, ['--version'], { timeout: ESPEAK_LIMIT_MS }).then(
      () => true,
      () => false,
    );
    const others = hasEspeak ? ['espeak-en-us', 'espeak-en-gb'] : ['flite-awb', 'flite-kal16'];
    return new Speaker(['flite-slt', 'flite-rms', ...others], folder, await Flite.open());
  }

  /** Without the silence at its ends, so that its last sample is the end of its last word. */
  async say(phrase: string, voice: string): Promise<Int16Array> {
    const name = createHash('sha256').update(`${voice} ${phrase}`).digest('hex').slice(0, 24);
    const file = join(this.folder, `${name}.pcm`);
    const kept = await readFile(file).catch(() => undefined);
    if (kept) return new Int16Array(Uint8Array.from(kept).buffer);
    const sound = level(trim(await this.synthesize(phrase, voice)));
    // Several utterances begin with the same phrase, and are made at the same time.
    const part = `${file}.${randomUUID()}.part`;
    await writeFile(part, sound);
    await rename(part, file);
    return sound;
  }

  private async synthesize(phrase: string, voice: string): Promise<Int16Array> {
    const [system = '', ...rest] = voice.split('-');
    const name = rest.join('-');
    if (system === 'flite') return resample(this.flite.say(phrase, name as FliteVoice), FLITE_RATE, RATE);
    const { stdout } = await run(ESPEAK, ['-v', name, '-s', '165', '--stdout', phrase], {
      encoding: 'buffer',
      timeout: ESPEAK_LIMIT_MS,
      maxBuffer: LARGEST_WAV,
    });
    const { sampleRate, channels } = readWav(stdout);
    return resample(channels[0] ?? new Int16Array(), sampleRate, RATE);
  }
}

function trim(sound: Int16Array): Int16Array {
  const threshold = peakOf(sound) * EDGE;
  const isLoud = (sample: number) => Math.abs(sample) > threshold;
  const first = Math.max(0, sound.findIndex(isLoud) - EDGE_SAMPLES);
  return sound.slice(first, sound.findLastIndex(isLoud) + 1);
}

function level(sound: Int16Array): Int16Array {
  const peak = peakOf(sound);
  const active = sound.filter((sample) => Math.abs(sample) > peak * EDGE);
  const rms = Math.sqrt(active.reduce((sum, sample) => sum + sample ** 2, 0) / Math.max(1, active.length));
  const gain = Math.min(SPEECH_RMS / Math.max(1, rms), 32_000 / Math.max(1, peak));
  return sound.map((sample) => Math.round(sample * gain));
}

function peakOf(sound: Int16Array): number {
  return sound.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
}
