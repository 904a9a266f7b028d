import { AudioFrame, AudioSource } from './livekit.ts';
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE, voicedLength } from './sound.ts';

/** Peak of the noise between utterances: a quiet room, -66 dB. */
const NOISE_PEAK = 16;
/** A machine that slept: what it missed is left out instead of sent in one burst. */
const MAX_BEHIND_MS = 500;
/** A frame this late has been heard by nobody as late: jitter buffers hold more. */
const LATE_MS = 20;

interface Utterance {
  samples: Int16Array;
  sent: number;
  voicedUntil: number;
  isSaid: boolean;
  voiceEnded(atMs: number): void;
  failed(error: Error): void;
}

/**
 * A microphone that is always open: a frame every 10 ms, words when there are some and a little noise when not. Each frame goes
 * to the encoder at once (a queue of 0 ms), so the time it is handed over is the time it was said.
 */
export class Microphone {
  readonly source = new AudioSource(SAMPLE_RATE, 1, 0);
  /** Milliseconds of `performance.now()` at frame 0: the beginning of the caller's clock. */
  readonly startedAtMs = performance.now();
  frames = 0;
  lateFrames = 0;
  private frame = 0;
  private utterance: Utterance | null = null;
  /** What is heard where the caller is, again and again; null in a quiet room. */
  private surroundings: Int16Array | null = null;
  private timer: NodeJS.Timeout | undefined;
  private readonly onFrame: (position: number, samples: Int16Array) => void;

  constructor(onFrame: (position: number, samples: Int16Array) => void) {
    this.onFrame = onFrame;
    this.sendDueFrames();
  }

  /**
   * Says it at once; what follows its last voiced frame is left out.
   * @returns the moment, by `performance.now()`, at which that frame was handed over.
   */
  say(samples: Int16Array): Promise<number> {
    const voicedUntil = voicedLength(samples);
    return this.play(samples.subarray(0, voicedUntil), voicedUntil);
  }

  /** Words up to there, and behind them what the room sounds like, until that is over or the next words come. */
  play(samples: Int16Array, voicedUntil: number): Promise<number> {
    if (this.utterance?.isSaid === false) return Promise.reject(new Error('The caller is speaking already.'));
    return new Promise((resolve, reject) => {
      const words = { samples, sent: 0, voicedUntil, isSaid: false };
      this.utterance = { ...words, voiceEnded: resolve, failed: reject };
    });
  }

  /** The caller is somewhere else: this is heard there, again and again. */
  moveTo(surroundings: Int16Array): void {
    this.surroundings = surroundings;
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    this.utterance?.failed(new Error('The microphone was closed.'));
    this.utterance = null;
    await this.source.close();
  }

  private sendDueFrames(): void {
    const behindMs = performance.now() - this.startedAtMs - this.frame * FRAME_MS;
    if (behindMs > MAX_BEHIND_MS) this.frame += Math.floor(behindMs / FRAME_MS);
    for (; this.dueInMs() <= 0; this.frame++) this.send();
    this.timer = setTimeout(() => this.sendDueFrames(), Math.max(1, this.dueInMs()));
  }

  private dueInMs(): number {
    return this.startedAtMs + this.frame * FRAME_MS - performance.now();
  }

  private send(): void {
    this.frames++;
    if (this.dueInMs() < -LATE_MS) this.lateFrames++;
    const samples = this.nextSamples();
    // A track that is being taken down refuses frames; the call's own ending says why.
    this.source.captureFrame(new AudioFrame(samples, SAMPLE_RATE, 1, FRAME_SAMPLES)).catch(() => undefined);
    this.onFrame(this.frame * FRAME_SAMPLES, samples);
    this.noticeEndOfVoice();
  }

  private nextSamples(): Int16Array<ArrayBuffer> {
    const samples = Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => this.noise(i));
    if (this.utterance) {
      const words = this.utterance.samples.subarray(this.utterance.sent, this.utterance.sent + FRAME_SAMPLES);
      samples.set(words);
      this.utterance.sent += FRAME_SAMPLES;
    }
    return samples;
  }

  /** Of a sample of the frame that is due. */
  private noise(at: number): number {
    const { surroundings } = this;
    if (!surroundings) return (Math.random() * 2 - 1) * NOISE_PEAK;
    return surroundings[(this.frame * FRAME_SAMPLES + at) % surroundings.length] ?? 0;
  }

  private noticeEndOfVoice(): void {
    const { utterance } = this;
    if (!utterance || utterance.sent < utterance.voicedUntil) return;
    utterance.isSaid = true;
    utterance.voiceEnded(performance.now());
    if (utterance.sent >= utterance.samples.length) this.utterance = null;
  }
}
