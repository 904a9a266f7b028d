import { resample } from '../../speech/flite.js';
import { ParameterInvalid } from '../openai.errors.js';

export const RATE = 24_000;

const PCM = 1;
/** The format proper stands further on then; what comes from recorders is PCM. */
const EXTENSIBLE = 0xfffe;
const HEADER_BYTES = 44;
/** What a stream whose end nobody knows yet says of its length. */
const UNKNOWN_BYTES = 0xffffffff;

/** The head of a WAV file of PCM16 mono at 24 kHz whose length is not known yet. */
export function streamedWavHeader(): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0);
  header.writeUInt32LE(UNKNOWN_BYTES, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(PCM, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(UNKNOWN_BYTES, 40);
  return header;
}

/** The sound of a WAV file as PCM16 mono at 24 kHz. @throws ParameterInvalid when it is none, or not PCM16. */
export function readWav(file: Buffer): Int16Array {
  if (
    file.length < 12 ||
    file.toString('latin1', 0, 4) !== 'RIFF' ||
    file.toString('latin1', 8, 12) !== 'WAVE'
  ) {
    throw unreadable('the sandbox reads WAV files');
  }
  const chunks = chunksOf(file);
  const format = chunks.get('fmt ');
  const data = chunks.get('data');
  if (!format || format.length < 16 || !data) throw unreadable('its format or its sound is missing');
  const channels = format.readUInt16LE(2);
  const rate = format.readUInt32LE(4);
  const isPcm16 = [PCM, EXTENSIBLE].includes(format.readUInt16LE(0)) && format.readUInt16LE(14) === 16;
  if (!isPcm16 || channels < 1 || channels > 2 || rate < 8_000 || rate > 48_000) {
    throw unreadable('the sandbox reads PCM16 with one or two channels, at 8 to 48 kHz');
  }
  return resample(mono(data, channels), rate, RATE);
}

function chunksOf(file: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= file.length;) {
    const bytes = file.readUInt32LE(at + 4);
    const start = at + 8;
    chunks.set(file.toString('latin1', at, at + 4), file.subarray(start, start + bytes));
    at = start + bytes + (bytes % 2);
  }
  return chunks;
}

function mono(data: Buffer, channels: number): Int16Array {
  const pcm = new Int16Array(Math.floor(data.length / 2 / channels));
  for (let i = 0; i < pcm.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum += data.readInt16LE(2 * (i * channels + channel));
    pcm[i] = sum / channels;
  }
  return pcm;
}

function unreadable(why: string): ParameterInvalid {
  return new ParameterInvalid('invalid_value', `Invalid file format: ${why}.`, 'file');
}
