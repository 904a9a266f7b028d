import { AsyncResource } from 'node:async_hooks';
import type { Room } from '@livekit/rtc-node';
import { ROOM_TOPICS } from '#conversation';
import type { EventPayload } from '#conversation';
import type { TalkTap } from '#recording';
import type { AgentState, Captions, Mouth, PipelineDoor, SoundListener } from '#talk';
import type { RoomData } from '../room-data.js';
import type { SoundWatch } from '../quality/audio-quality.js';
import type { TalkNeeds } from '../talk-in-room.js';
import { FollowedCaptions } from './followed-captions.js';
import { RoomCaptions } from './room-captions.js';
import { RATE, RoomMicrophones } from './room-microphones.js';
import { RoomMouth } from './room-mouth.js';
import { TappedMouth } from './tapped-mouth.js';

interface PipelineRoomDoorOptions {
  /** The agent's own participant: data, captions, state. */
  room: Room;
  /** The participant that speaks: the same, or the second one. */
  voiceRoom: Room;
  data: RoomData;
  tap: TalkTap;
  sound: SoundWatch;
  interim: TalkNeeds['interim'];
  hearText: (text: string) => void;
  onFault: (error: unknown, where: string) => void;
}

const STATE_ATTRIBUTE = 'lk.agent.state';

/** A LiveKit room as the door of a pipeline talk: every microphone by itself, one voice, captions and typed text on LiveKit's topics. */
export class PipelineRoomDoor implements PipelineDoor {
  readonly ears: RoomMicrophones;
  readonly mouth: Mouth;
  readonly captions: Captions;
  private readonly voice = new RoomMouth();
  private stating: Promise<void> = Promise.resolve();

  constructor(private readonly options: PipelineRoomDoorOptions) {
    const { room, interim, onFault } = options;
    this.ears = new RoomMicrophones(onFault);
    this.mouth = new TappedMouth(this.voice, options.tap);
    this.captions = new FollowedCaptions(new RoomCaptions({ room, onFault }), interim);
  }

  listen(listener: SoundListener): void {
    const { tap, sound } = this.options;
    this.ears.listen({
      came: (person) => {
        tap.personCame(person);
        listener.came(person);
      },
      heard: (person, samples) => {
        tap.person(person, samples, RATE);
        sound.heard(person, samples, RATE);
        listener.heard(person, samples);
      },
      left: (person) => {
        tap.personLeft(person);
        listener.left(person);
      },
    });
  }

  show(message: EventPayload<'message.added'>): void {
    this.options.data.showMessage(message);
  }

  state(state: AgentState): void {
    const { room, onFault } = this.options;
    this.stating = this.stating
      .then(async () => {
        if (room.isConnected) await room.localParticipant?.setAttributes({ [STATE_ATTRIBUTE]: state });
      })
      .catch((error: unknown) => {
        if (room.isConnected) onFault(error, 'the agent`s state');
      });
  }

  /** Publishes the voice and listens for typed text. */
  async open(): Promise<void> {
    const { room, voiceRoom, hearText, onFault } = this.options;
    const read = AsyncResource.bind((stream: { readAll(): Promise<string> }) => {
      stream.readAll().then(
        (text) => text.trim() && hearText(text.trim()),
        (error: unknown) => onFault(error, 'typed text'),
      );
    });
    room.registerTextStreamHandler(ROOM_TOPICS.chat, read);
    await this.voice.open(voiceRoom);
  }

  async close(): Promise<void> {
    this.options.room.unregisterTextStreamHandler(ROOM_TOPICS.chat);
    await this.ears.close();
    await this.voice.close();
  }
}
