import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Injectable, Logger } from '@nestjs/common';
import { resample } from './flite.js';
import { SpeechConfig } from './speech.config.js';

const run = promisify(execFile);

const PROGRAM = 'pocketsphinx_continuous';
const PROGRAM_RATE = 16_000;
const DEADLINE_MS = 15_000;
const LONGEST_SPEECH_S = 20;

/** Open speech by the program of PocketSphinx, a process an utterance, one at a time: whoever comes meanwhile is not heard. */
@Injectable()
export class OpenEar {
  private readonly logger = new Logger(OpenEar.name);
  private busy = false;

  constructor(private readonly config: SpeechConfig) {}

  /** The words as the program guesses them; undefined when it is switched off, not installed, busy or at a loss. */
  async hear(pcm: Int16Array, rate: number, signal?: AbortSignal): Promise<string | undefined> {
    if (!this.config.openSpeech || this.busy || pcm.length > LONGEST_SPEECH_S * rate) return undefined;
    this.busy = true;
    const folder = await mkdtemp(join(tmpdir(), 'open-ear-'));
    try {
      const file = join(folder, 'speech.wav');
      await writeFile(file, wav(resample(pcm, rate, PROGRAM_RATE), PROGRAM_RATE), { signal });
      const { stdout } = await run(PROGRAM, ['-infile', file, '-logfn', '/dev/null'], {
        timeout: DEADLINE_MS,
        signal,
      });
      return stdout.trim().replaceAll(/\s+/g, ' ') || undefined;
    } catch (error) {
      signal?.throwIfAborted();
      this.logger.warn('open speech was not heard', { reason: String(error) });
      return undefined;
    } finally {
      this.busy = false;
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** RIFF, PCM16 mono. */
function wav(pcm: Int16Array, rate: number): Buffer {
  const header = Buffer.alloc(44);
  const bytes = pcm.length * 2;
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, Buffer.from(pcm.buffer, pcm.byteOffset, bytes)]);
}
