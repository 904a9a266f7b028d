import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AudioFrame } from '@livekit/rtc-node';
import { z } from 'zod';

const FOLDER = 'libs/talk/recordings';
const HEADER_BYTES = 44;
const SAMPLE_RATE = 24_000;
const FRAME_SAMPLES = SAMPLE_RATE / 50;

export type RecordingName = 'one-moment' | 'apology';

/**
 * A sentence that was recorded beforehand: what an agent can say while the vendor of its voice is away. Made by
 * tools/recordings/make.mjs.
 */
export class Recording {
  private constructor(
    readonly text: string,
    private readonly samples: Int16Array,
  ) {}

  /** @throws Error when the file is missing or of another form. */
  static load(name: RecordingName): Recording {
    const folder = join(packageFolder(import.meta.dirname), FOLDER);
    const words = z
      .record(z.string(), z.string())
      .parse(JSON.parse(readFileSync(join(folder, 'words.json'), 'utf8')));
    const text = words[name];
    const file = readFileSync(join(folder, `${name}.wav`));
    if (text === undefined || file.readUInt32LE(24) !== SAMPLE_RATE || file.readUInt16LE(22) !== 1) {
      throw new Error(`${name} is no recording of ours: 24 kHz, one channel.`);
    }
    // A copy, because samples have to begin at an even address.
    const sound = Uint8Array.from(file.subarray(HEADER_BYTES));
    return new Recording(text, new Int16Array(sound.buffer));
  }

  get durationMs(): number {
    return (this.samples.length / SAMPLE_RATE) * 1_000;
  }

  /** In frames of 20 ms, 24 kHz. */
  *pieces(): Generator<Int16Array, void, undefined> {
    for (let at = 0; at < this.samples.length; at += FRAME_SAMPLES) {
      yield this.samples.slice(at, at + FRAME_SAMPLES);
    }
  }

  /** The same as LiveKit wants them. */
  *frames(): Generator<AudioFrame, void, undefined> {
    for (const piece of this.pieces()) yield new AudioFrame(piece, SAMPLE_RATE, 1, piece.length);
  }
}

/** Of the package this file belongs to, whether it runs from the source or from `dist`. */
function packageFolder(folder: string): string {
  if (existsSync(join(folder, 'package.json')) || folder === dirname(folder)) return folder;
  return packageFolder(dirname(folder));
}
