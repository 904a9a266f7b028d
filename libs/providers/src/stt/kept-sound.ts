import { HEARING_RATE } from './transcriber.js';
import { loudness } from './voice-meter.js';

/** Softer sound at the beginning is not worth saying again. */
const SOFTEST = 0.003;
/** Before the first sound that counts. */
const LEAD_IN_SAMPLES = HEARING_RATE / 2;

/** The last sound of a person that may not have been understood. Places in it are counted in samples since the first. */
export class KeptSound {
  private readonly pieces: Int16Array[] = [];
  private readonly samplesAtMost: number;
  private endsAt = 0;
  private beginsAt = 0;

  constructor(keptMs: number) {
    this.samplesAtMost = (keptMs / 1_000) * HEARING_RATE;
  }

  /** The place behind the last sample. */
  get end(): number {
    return this.endsAt;
  }

  add(samples: Int16Array): void {
    // The caller may use its memory again.
    this.pieces.push(samples.slice());
    this.endsAt += samples.length;
    this.forgetUntil(this.endsAt - this.samplesAtMost);
  }

  /** What came before this place was understood. */
  forgetUntil(place: number): void {
    for (let [first] = this.pieces; first && this.beginsAt < place; [first] = this.pieces) {
      const isWhole = this.beginsAt + first.length <= place;
      if (isWhole) this.pieces.shift();
      else this.pieces[0] = first.slice(place - this.beginsAt);
      this.beginsAt = Math.min(place, this.beginsAt + first.length);
    }
  }

  /** What has to be heard again, without the quiet before it. */
  unheard(): { from: number; pieces: Int16Array[] } {
    const firstLoud = this.pieces.findIndex((piece) => loudness(piece) >= SOFTEST);
    const quiet = firstLoud < 0 ? this.pieces.length : firstLoud;
    let first = quiet;
    for (let samples = 0; first > 0 && samples < LEAD_IN_SAMPLES; first--)
      samples += this.pieces[first - 1]?.length ?? 0;
    const skipped = this.pieces.slice(0, first).reduce((sum, piece) => sum + piece.length, 0);
    return { from: this.beginsAt + skipped, pieces: this.pieces.slice(first) };
  }
}
