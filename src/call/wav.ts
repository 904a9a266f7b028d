const HEADER_BYTES = 44;

export interface Wav {
  sampleRate: number;
  /** One array a channel. */
  channels: Int16Array[];
}

/** A RIFF file of 16 bit PCM. @throws Error when it is something else. */
export function readWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') throw new Error('This is no WAV file.');
  let sampleRate = 0;
  let count = 0;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    if (name(at) === 'fmt ') {
      count = view.getUint16(at + 10, true);
      sampleRate = view.getUint32(at + 12, true);
      if (view.getUint16(at + 22, true) !== 16) throw new Error('Only WAV files of 16 bit are read here.');
    }
    if (name(at) === 'data') {
      // Some writers leave the size open: what the file holds counts.
      const samples = Math.floor(Math.min(size, bytes.length - at - 8) / 2 / count);
      return { sampleRate, channels: separate(view, at + 8, samples, count) };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error('The WAV file has no sound in it.');
}

function separate(view: DataView, start: number, samples: number, count: number): Int16Array[] {
  return Array.from({ length: count }, (_, channel) =>
    Int16Array.from({ length: samples }, (_, i) => view.getInt16(start + (i * count + channel) * 2, true)),
  );
}

/** The channels, all of one length, as a RIFF file of 16 bit PCM. */
export function writeWav({ sampleRate, channels }: Wav): Buffer {
  const samples = channels[0]?.length ?? 0;
  const dataBytes = samples * channels.length * 2;
  const file = Buffer.alloc(HEADER_BYTES + dataBytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels.length, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * channels.length * 2, 28);
  file.writeUInt16LE(channels.length * 2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(dataBytes, 40);
  let at = HEADER_BYTES;
  for (let i = 0; i < samples; i++) {
    for (const channel of channels) at = file.writeInt16LE(channel[i] ?? 0, at);
  }
  return file;
}
