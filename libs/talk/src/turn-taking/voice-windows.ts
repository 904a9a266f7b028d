import inference from '@livekit/local-inference';
import type { Vad } from '@livekit/local-inference';

/** Samples a second of the sound that is judged: PCM16, mono. */
const SAMPLE_RATE = 16_000;
/** Voice begins at the first and ends below the second: a soft sound within a word does not end it. */
const VOICE_BEGINS = 0.5;
const VOICE_ENDS = 0.45;

/** What the voice detector makes of 32 ms of sound. */
export interface VoiceWindow {
  /** The end of the window in milliseconds of sound, from the first sample that was fed. */
  atMs: number;
  /** That somebody speaks, 0 to 1. */
  probability: number;
  voiced: boolean;
}

/** Tells voice from the probabilities of one window after another. */
export class VoiceSwitch {
  private voiced = false;

  hear(probability: number): boolean {
    this.voiced = probability >= (this.voiced ? VOICE_ENDS : VOICE_BEGINS);
    return this.voiced;
  }
}

/** Cuts sound of any length into the windows of the voice detector. One for each microphone: the detector remembers what it heard. */
export class VoiceWindows {
  private readonly voice = new VoiceSwitch();
  private readonly window = new Int16Array(inference.VAD_WINDOW_SAMPLES);
  private filled = 0;
  private judged = 0;
  private busy = false;

  constructor(private vad: Pick<Vad, 'predict'> | undefined = inference.createVad()) {}

  /**
   * The windows that `samples` complete. The detector works in libuv's pool; feed the next sound when it has answered.
   * @throws Error when it has not
   */
  async feed(samples: Int16Array): Promise<VoiceWindow[]> {
    if (this.busy) throw new Error('The voice detector still listens to the sound before this.');
    this.busy = true;
    try {
      return await this.judge(samples);
    } finally {
      this.busy = false;
    }
  }

  /** Lets go of the detector; sound that comes later gives no windows. */
  close(): void {
    this.vad = undefined;
  }

  private async judge(samples: Int16Array): Promise<VoiceWindow[]> {
    const windows: VoiceWindow[] = [];
    for (let taken = 0; taken < samples.length;) {
      const piece = samples.subarray(taken, taken + this.window.length - this.filled);
      this.window.set(piece, this.filled);
      this.filled += piece.length;
      taken += piece.length;
      if (this.filled < this.window.length) break;
      this.filled = 0;
      const probability = await this.vad?.predict(this.window);
      if (probability === undefined) return [];
      this.judged += this.window.length;
      const atMs = (this.judged * 1_000) / SAMPLE_RATE;
      windows.push({ atMs, probability, voiced: this.voice.hear(probability) });
    }
    return windows;
  }
}
