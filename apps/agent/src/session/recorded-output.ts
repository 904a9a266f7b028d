import { voice } from '@livekit/agents';
import type { AudioFrame, Room } from '@livekit/rtc-node';
import type { TalkTap } from '#recording';

type OutputOptions = ConstructorParameters<typeof voice.ParticipantAudioOutput>[1];

/**
 * The framework's voice in a room, recorded when it is heard. It keeps frames back while nobody listens to the track and while it is
 * paused, and throws them away at an interruption: what never got to the room's source is not recorded.
 */
export class RecordedOutput extends voice.ParticipantAudioOutput {
  private readonly opened = Promise.withResolvers<void>();
  private held: PromiseWithResolvers<void> | undefined;
  private cuts = 0;

  constructor(
    room: Room,
    options: OutputOptions,
    private readonly tap: Pick<TalkTap, 'agent' | 'agentCut'>,
  ) {
    super(room, options);
  }

  override async start(signal: AbortSignal): Promise<void> {
    await super.start(signal);
    this.opened.resolve();
  }

  override async captureFrame(frame: AudioFrame): Promise<void> {
    const { cuts } = this;
    if (!this.subscribed) {
      await this.opened.promise;
      if (cuts !== this.cuts) return;
    }
    // A pause empties the source when the next frame comes, which then waits for the end of the pause.
    if (this.held) this.tap.agentCut();
    const heard = () => cuts === this.cuts && this.tap.agent(frame.data, frame.sampleRate);
    if (this.held) void this.held.promise.then(heard);
    else heard();
    await super.captureFrame(frame);
  }

  override pause(): void {
    this.held ??= Promise.withResolvers();
    super.pause();
  }

  override resume(): void {
    this.held?.resolve();
    this.held = undefined;
    super.resume();
  }

  override clearBuffer(): void {
    this.cuts += 1;
    this.tap.agentCut();
    super.clearBuffer();
  }
}
