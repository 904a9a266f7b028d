import { VoiceGate } from '#talk';

/** From -0.1 dBFS on: between the microphone and here sound is coded and resampled, and no longer lies exactly at the top. */
const AT_FULL_SCALE = 32_392;
const FULL_SCALE = 32_768;

/** What one microphone brought in a while. */
export interface MeteredSound {
  /** Of sound that came, in seconds. */
  receivedS: number;
  /** Part of it in which somebody spoke. */
  speechS: number;
  /** RMS of the speech in dBFS; null where nobody spoke. */
  levelDbfs: number | null;
  /** Samples at full scale, of all. */
  clippedShare: number;
  /** The furthest that any sample was from zero; full scale is 32,768. */
  peak: number;
}

/** Level and clipping of one microphone. It sees every frame that comes: one pass over its samples, and nothing is made on the way. */
export class SoundMeter {
  private readonly gate = new VoiceGate();
  private samples = 0;
  private clipped = 0;
  private seconds = 0;
  private speechSeconds = 0;
  private speechSamples = 0;
  private speechEnergy = 0;
  private peak = 0;

  /** PCM16 mono that has just come. */
  feed(frame: Int16Array, rate: number, now: number): void {
    let energy = 0;
    let { clipped, peak } = this;
    for (let at = 0; at < frame.length; at += 1) {
      const sample = frame[at] ?? 0;
      const height = Math.abs(sample);
      energy += sample * sample;
      if (height > peak) peak = height;
      if (height >= AT_FULL_SCALE) clipped += 1;
    }
    const seconds = frame.length / rate;
    this.samples += frame.length;
    this.seconds += seconds;
    this.clipped = clipped;
    this.peak = peak;
    if (!this.gate.feedRms(Math.sqrt(energy / Math.max(frame.length, 1)), now)) return;
    this.speechSeconds += seconds;
    this.speechSamples += frame.length;
    this.speechEnergy += energy;
  }

  /** What came since it was taken last. */
  take(): MeteredSound {
    const rms = Math.sqrt(this.speechEnergy / Math.max(this.speechSamples, 1));
    const taken: MeteredSound = {
      receivedS: this.seconds,
      speechS: this.speechSeconds,
      levelDbfs: this.speechSamples > 0 ? 20 * Math.log10(rms / FULL_SCALE) : null,
      clippedShare: this.clipped / Math.max(this.samples, 1),
      peak: this.peak,
    };
    this.samples = this.clipped = this.seconds = 0;
    this.speechSeconds = this.speechSamples = this.speechEnergy = this.peak = 0;
    return taken;
  }
}
