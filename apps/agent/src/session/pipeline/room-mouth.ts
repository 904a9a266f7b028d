import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import type { Room } from '@livekit/rtc-node';
import type { Mouth } from '#talk';

const RATE = 24_000;
/** Sound that waits in the room's source: enough to bridge a busy moment; a barge-in throws it away at once. */
const QUEUE_MS = 100;

/** The agent's voice as a track in a room. */
export class RoomMouth implements Mouth {
  private readonly source = new AudioSource(RATE, 1, QUEUE_MS);
  private track: LocalAudioTrack | undefined;
  private isClosed = false;

  get queuedMs(): number {
    return Math.round(this.source.queuedDuration);
  }

  /** Publishes the track, so that the first word finds it there. */
  async open(room: Room): Promise<void> {
    this.track = LocalAudioTrack.createAudioTrack('voice', this.source);
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    await room.localParticipant?.publishTrack(this.track, options);
  }

  get trackSid(): string | undefined {
    return this.track?.sid;
  }

  async play(samples: Int16Array): Promise<void> {
    if (this.isClosed) return;
    // A copy: of a part of a larger piece rtc-node would play the beginning of the piece (AudioFrame.protoInfo, 0.13.35).
    await this.source.captureFrame(new AudioFrame(samples.slice(), RATE, 1, samples.length));
  }

  clear(): number {
    const { queuedMs } = this;
    if (!this.isClosed) this.source.clearQueue();
    return queuedMs;
  }

  async drained(): Promise<void> {
    if (!this.isClosed) await this.source.waitForPlayout();
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.clear();
    this.isClosed = true;
    await this.track?.close();
    await this.source.close();
  }
}
