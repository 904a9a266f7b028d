import { FRAME_MS, isVoiced } from './sound.ts';

const WINDOW_MS = 20;
/** Frames that come this much off their place are a gap of the line; less is jitter of their delivery. */
const JITTER_MS = 100;

/** Who was heard when, track by track and 20 ms by 20 ms, on the listener's clock: whether two spoke at once. */
export class Voices {
  private readonly tracksByWindow = new Map<number, Set<VoiceTrack>>();

  /** A track begins. */
  track(identity: string): VoiceTrack {
    return new VoiceTrack(identity, (track, window) => {
      const tracks = this.tracksByWindow.get(window) ?? new Set();
      this.tracksByWindow.set(window, tracks.add(track));
    });
  }

  /** The windows in which there was more than one voice: when each began (by `performance.now()`), and whose they were. */
  get atOnce(): { atMs: number; identities: string[] }[] {
    return [...this.tracksByWindow]
      .filter(([, tracks]) => tracks.size > 1)
      .map(([window, tracks]) => ({
        atMs: window * WINDOW_MS,
        identities: [...tracks].map(({ identity }) => identity),
      }));
  }
}

class VoiceTrack {
  readonly identity: string;
  private readonly onVoice: (track: VoiceTrack, window: number) => void;
  /** Where the next frame goes when the line delivers without a gap. */
  private endMs = -Infinity;

  constructor(identity: string, onVoice: VoiceTrack['onVoice']) {
    this.identity = identity;
    this.onVoice = onVoice;
  }

  /** A frame that arrived at `nowMs`. Those that come in a burst follow each other, as they will be played. */
  take(samples: Int16Array, nowMs: number): void {
    const arrivedMs = nowMs - FRAME_MS;
    const fromMs = Math.abs(arrivedMs - this.endMs) > JITTER_MS ? arrivedMs : this.endMs;
    this.endMs = fromMs + FRAME_MS;
    if (isVoiced(samples)) this.onVoice(this, Math.floor(fromMs / WINDOW_MS));
  }
}
