import { RunningQuantile } from './running-quantile.js';

const PAUSES_REMEMBERED = 20;
/** The gaps between words and within them are shorter. */
const SHORTEST_PAUSE_MS = 200;
const MARGIN_MS = 60;
const LONGEST_STRETCH_MS = 300;

/**
 * The pauses that a person makes within what they say. They count from the first time the agent cut in: most people never need it,
 * and for them waiting longer is only slower.
 */
export class OwnPauses {
  private readonly usual = new RunningQuantile(0.8, PAUSES_REMEMBERED);
  private isMinded = false;

  /** The person speaks on after so much silence. */
  ended(silenceMs: number): void {
    if (silenceMs >= SHORTEST_PAUSE_MS) this.usual.add(silenceMs);
  }

  mind(): void {
    this.isMinded = true;
  }

  /** What an unsure text needs, longer for somebody who pauses for long. */
  stretch(needMs: number): number {
    const usual = this.isMinded ? this.usual.value : undefined;
    if (usual === undefined) return needMs;
    return Math.min(needMs + LONGEST_STRETCH_MS, Math.max(needMs, usual + MARGIN_MS));
  }
}
