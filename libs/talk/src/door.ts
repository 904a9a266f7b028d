import type { voice } from '@livekit/agents';
import type { EventPayload } from '#conversation';

type StartOptions = Parameters<voice.AgentSession['start']>[0];

/**
 * Where a talk's sound and text come in and go out: a room, a telephone line, a socket. The talk knows no more of it than this.
 */
export interface Door {
  /** The person's sound, mono, at the model's rate. */
  readonly ears: voice.AudioInput;
  /** Where the agent's voice goes. */
  readonly mouth: voice.AudioOutput;
  /** What the framework needs to show captions where the person is; nothing for a door without captions. */
  readonly captions: Pick<StartOptions, 'room' | 'inputOptions' | 'outputOptions'>;
  /** A turn of either side is finished: shown to who reads along, where the door has such readers. */
  show(message: EventPayload<'message.added'>): void;
  /** What the person is saying, as far as it is understood: shown to who reads along. */
  showInterim(text: string): void;
  /** When the person was last heard to make voiced sound (epoch ms), for the measurement of turns. */
  lastVoicedAt(): number | undefined;
}
