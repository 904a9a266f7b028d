import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { OggOpusStream } from '../ogg/ogg-opus-stream.js';
import { twoVoices } from '../ogg/two-voices.js';
import type { RecordedSound, Segment, Side } from './recorded-sound.js';
import { SegmentFile } from './segment-file.js';
import { SoundLane } from './sound-lane.js';
import { voiceEncoder } from './voice-encoder.js';
import type { VoiceEncoder, VoiceRate } from './voice-encoder.js';

const FRAME_MS = 20;
export const SEGMENT_MS = 10_000;

export interface RecordingOptions {
  /** Of this recording alone. */
  folder: string;
  rates: Record<Side, VoiceRate>;
}

interface OpenSegment {
  file: SegmentFile;
  startMs: number;
}

type Voices = Record<Side, { lane: SoundLane; encoder: VoiceEncoder }>;

/**
 * Writes one recording: the person left and the agent right, as an Ogg Opus stream that is cut into files of ten seconds. The files
 * one after the other are the stream; without the last ones it is a shorter one. Synchronous, for a thread of its own.
 */
export class RecordingWriter {
  private readonly stream: OggOpusStream;
  private open: OpenSegment | undefined;
  private segments = 0;
  private encodedMs = 0;

  private constructor(
    private readonly folder: string,
    private readonly voices: Voices,
  ) {
    const { person, agent } = voices;
    const preSkip = Math.max(person.encoder.preSkip, agent.encoder.preSkip);
    this.stream = new OggOpusStream(randomBytes(4).readUInt32LE(), preSkip);
  }

  static async open({ folder, rates }: RecordingOptions): Promise<RecordingWriter> {
    mkdirSync(folder, { recursive: true });
    const voice = async (rate: VoiceRate) => ({
      lane: new SoundLane(rate),
      encoder: await voiceEncoder(rate),
    });
    return new RecordingWriter(folder, {
      person: await voice(rates.person),
      agent: await voice(rates.agent),
    });
  }

  take(sound: RecordedSound): void {
    const { lane } = this.voices[sound.side];
    if ('cutAtMs' in sound) lane.cut(sound.cutAtMs);
    else lane.add(sound.atMs, sound.samples);
  }

  /** All up to that time has come. @returns the segments that are whole now */
  advance(toMs: number): Segment[] {
    const whole: Segment[] = [];
    while (this.encodedMs + FRAME_MS <= toMs) {
      this.encodeFrame();
      if (this.encodedMs % SEGMENT_MS === 0) whole.push(...this.close(this.stream.flush()));
    }
    return whole;
  }

  /** @returns the segments that are whole now, the last one among them */
  end(atMs: number): Segment[] {
    const whole = this.advance(atMs);
    // What is left, and what the encoders still look ahead for.
    while (this.encodedMs < atMs + FRAME_MS) this.encodeFrame();
    whole.push(...this.close(this.stream.end(atMs), atMs));
    this.free();
    return whole;
  }

  /** Nothing of it is kept. */
  discard(): void {
    this.open?.file.abandon();
    this.open = undefined;
    this.free();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What is whole stays, what is not goes. */
  giveUp(): void {
    this.open?.file.abandon();
    this.open = undefined;
    this.free();
  }

  private encodeFrame(): void {
    const packet = twoVoices(this.encode('person'), this.encode('agent'));
    const { file } = (this.open ??= this.next());
    file.write(this.stream.add(packet));
    this.encodedMs += FRAME_MS;
  }

  private encode(side: Side): Uint8Array {
    const { lane, encoder } = this.voices[side];
    return encoder.encode(lane.take((lane.rate * FRAME_MS) / 1_000));
  }

  private next(): OpenSegment {
    this.segments += 1;
    const file = new SegmentFile(this.folder, `${String(this.segments).padStart(6, '0')}.ogg`);
    if (this.segments === 1) file.write(this.stream.head());
    return { file, startMs: this.encodedMs };
  }

  private close(rest: Uint8Array, endMs: number = this.encodedMs): Segment[] {
    if (!this.open) return [];
    const { file, startMs } = this.open;
    file.write(rest);
    file.finish();
    this.open = undefined;
    return [{ name: file.name, startMs, durationMs: Math.round(endMs - startMs), bytes: file.bytes }];
  }

  private free(): void {
    this.voices.person.encoder.free();
    this.voices.agent.encoder.free();
  }
}
