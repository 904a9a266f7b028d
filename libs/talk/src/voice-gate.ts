/** How far above the room's noise a frame must lie to count as voice, as a factor of its amplitude (12 dB). */
const OVER_FLOOR = 4;
/** Quieter than this (full scale is 32,768) nobody speaks, however quiet the room. */
const SILENCE_RMS = 150;
/** The floor falls at once and rises slowly: speech must not become the noise it is compared with. */
const FLOOR_RISE = 1.002;

/**
 * Tells when a person was last heard, by level alone. It decides nothing (the model finds the turns): it dates the end of
 * speech, so that the latency of a turn can be told from where the person stands.
 */
export class VoiceGate {
  private floor = SILENCE_RMS;
  private voicedAt: number | undefined;

  get lastVoicedAt(): number | undefined {
    return this.voicedAt;
  }

  /** One frame of 16-bit mono samples that has just arrived. */
  feed(samples: Int16Array, now: number): void {
    let energy = 0;
    for (const sample of samples) energy += sample * sample;
    this.feedRms(Math.sqrt(energy / Math.max(samples.length, 1)), now);
  }

  /** The same of a frame whose level was measured already. @returns whether it is voiced */
  feedRms(rms: number, now: number): boolean {
    this.floor = rms < this.floor ? Math.max(rms, 1) : this.floor * FLOOR_RISE;
    const isVoiced = rms > Math.max(this.floor * OVER_FLOOR, SILENCE_RMS);
    if (isVoiced) this.voicedAt = now;
    return isVoiced;
  }
}
