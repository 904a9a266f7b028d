import type { TrackReading } from './track-reading.js';

/** How the way to us was in a while; all null where nothing was read of it. */
export interface MeteredLink {
  lossShare: number | null;
  jitterMs: number | null;
  concealedShare: number | null;
}

type Counters = Omit<TrackReading, 'jitterMs'>;

const ZERO: Counters = { received: 0, lost: 0, samples: 0, concealed: 0 };

/** Adds up what readings of one person's tracks tell. A new track begins at zero; one that is gone is not read any more. */
export class LinkMeter {
  private stood: ReadonlyMap<string, TrackReading> = new Map();
  private sum: Counters = ZERO;
  private jitterMs = 0;
  private readings = 0;

  read(tracks: ReadonlyMap<string, TrackReading>): void {
    if (tracks.size === 0) return;
    for (const [sid, now] of tracks) {
      const before = this.stood.get(sid) ?? ZERO;
      const { sum } = this;
      this.sum = {
        received: sum.received + now.received - before.received,
        // A packet that is late is taken out of the lost again.
        lost: sum.lost + now.lost - before.lost,
        samples: sum.samples + now.samples - before.samples,
        concealed: sum.concealed + now.concealed - before.concealed,
      };
      this.jitterMs += now.jitterMs;
      this.readings += 1;
    }
    this.stood = tracks;
  }

  /** How it was since it was taken last. */
  take(): MeteredLink {
    const { received, lost, samples, concealed } = this.sum;
    const taken: MeteredLink = {
      lossShare: share(lost, received + lost),
      jitterMs: this.readings > 0 ? this.jitterMs / this.readings : null,
      concealedShare: share(concealed, samples),
    };
    this.sum = ZERO;
    this.jitterMs = this.readings = 0;
    return taken;
  }
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : null;
}
