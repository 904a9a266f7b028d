import { TrackPublishOptions, TrackSource } from '@livekit/rtc-node';
import type { Room } from '@livekit/rtc-node';
import type { EventPayload } from '#conversation';
import type { TalkTap } from '#recording';
import type { Door } from '#talk';
import { PersonEars } from './person-ears.js';
import type { SoundWatch } from './quality/audio-quality.js';
import { RecordedOutput } from './recorded-output.js';
import type { RoomData } from './room-data.js';
import type { TalkNeeds } from './talk-in-room.js';

const SAMPLE_RATE = 24_000;
/** Sound that waits in the room's source: enough to bridge a busy moment, little enough to stop soon at a barge-in. */
const QUEUE_MS = 100;

interface RoomDoorOptions {
  /** The agent's own participant: data and captions. */
  room: Room;
  /** The participant that speaks: the same, or the second one. */
  voiceRoom: Room;
  data: RoomData;
  tap: TalkTap;
  sound: SoundWatch;
  interim: TalkNeeds['interim'];
  personIdentity: string | null;
  hearText: (text: string) => void;
}

/** A LiveKit room as a talk's door: the person's microphone in, one voice track out, captions and typed text on LiveKit's topics. */
export class RoomDoor implements Door {
  readonly ears: PersonEars;
  readonly mouth: RecordedOutput;
  readonly captions: Door['captions'];
  private readonly closing = new AbortController();

  constructor(private readonly options: RoomDoorOptions) {
    const { room, voiceRoom, tap, sound, personIdentity, hearText } = options;
    this.ears = new PersonEars(tap, sound);
    const output = {
      sampleRate: SAMPLE_RATE,
      numChannels: 1,
      trackPublishOptions: new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }),
      queueSizeMs: QUEUE_MS,
    };
    this.mouth = new RecordedOutput(voiceRoom, output, tap);
    this.captions = {
      room,
      // Ears and mouth are ours: the framework's own are not to be made.
      outputOptions: { audioEnabled: false },
      inputOptions: {
        audioEnabled: false,
        participantIdentity: personIdentity ?? undefined,
        closeOnDisconnect: false,
        textInputCallback: (_session, { text }) => hearText(text),
      },
    };
  }

  show(message: EventPayload<'message.added'>): void {
    this.options.data.showMessage(message);
  }

  showInterim(text: string): void {
    const { interim, personIdentity } = this.options;
    interim('user', text, personIdentity);
  }

  lastVoicedAt(): number | undefined {
    return this.ears.lastVoicedAt;
  }

  /** Publishes the voice track; resolves once somebody listens to it, which may be never. */
  async openMouth(): Promise<void> {
    await this.mouth.start(this.closing.signal);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.ears.close();
    await this.mouth.close();
  }
}
