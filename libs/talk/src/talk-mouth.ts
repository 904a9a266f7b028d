import { once } from 'node:events';
import { voice } from '@livekit/agents';
import type { AudioFrame } from '@livekit/rtc-node';
import type { Recording } from './recording.js';

/**
 * The framework's way to the door, past which a recording goes while the framework waits for its model: of itself it says one thing
 * after the other, and words to wait would come after the answer that they are to bridge. The framework is not told of them; what it
 * hands over meanwhile follows them.
 */
export class TalkMouth extends voice.AudioOutput {
  /** The last of the recordings that are heard or wait for their turn. */
  private last = Promise.resolve();
  /** The recording that is heard now. */
  private heard: Promise<void> | undefined;
  /** Counts what was thrown away, for sound that waits meanwhile. */
  private thrownAway = 0;

  constructor(private readonly door: voice.AudioOutput) {
    super(door.sampleRate, door, { pause: true });
  }

  /** Resolves when it was heard to its end. What the framework is saying just now is heard first; `begins` is called after that. */
  play(recording: Recording, begins: () => void): Promise<void> {
    const playing = this.last.then(() => this.playNow(recording, begins));
    // Who waits for their turn is not the one to be told that another failed.
    this.last = playing.catch(() => undefined);
    return playing;
  }

  override async captureFrame(frame: AudioFrame): Promise<void> {
    const { thrownAway } = this;
    while (this.heard) await this.heard;
    if (thrownAway !== this.thrownAway) return;
    await super.captureFrame(frame);
    await this.door.captureFrame(frame);
  }

  override flush(): void {
    super.flush();
    if (!this.heard) this.door.flush();
  }

  clearBuffer(): void {
    this.thrownAway += 1;
    if (!this.heard) this.door.clearBuffer();
  }

  // The base class calls these for all that the door plays, recordings as well.

  override onPlaybackStarted(createdAt: number): void {
    if (!this.heard) super.onPlaybackStarted(createdAt);
  }

  override onPlaybackProgressed(event: voice.PlaybackProgressedEvent): void {
    if (!this.heard) super.onPlaybackProgressed(event);
  }

  override onPlaybackFinished(event: voice.PlaybackFinishedEvent): void {
    if (!this.heard) super.onPlaybackFinished(event);
  }

  private async playNow(recording: Recording, begins: () => void): Promise<void> {
    while (this.pendingPlayoutSegments > 0) await once(this, voice.AudioOutput.EVENT_PLAYBACK_FINISHED);
    begins();
    const hearing = this.sound(recording);
    const heard = hearing.catch(() => undefined).then(() => void (this.heard = undefined));
    this.heard = heard;
    await hearing;
    await heard;
  }

  private async sound(recording: Recording): Promise<void> {
    for (const frame of recording.frames()) await this.door.captureFrame(frame);
    this.door.flush();
    await this.door.waitForPlayout();
  }
}
