import type { Room } from '@livekit/rtc-node';
import type { AgentChange, ClaimAnswer, EndReason, KnownPerson, OrderOutcome } from '#conversation';
import type { TalkTap } from '#recording';
import type { Report, TalkTool } from '#talk';
import type { RoomReach } from '../tools/reach.js';
import type { EventLog } from './event-log.js';
import type { Ears } from './ears.js';
import type { SoundWatch } from './quality/audio-quality.js';
import type { RoomData } from './room-data.js';

/** What a session does with its talk, whatever it runs on. */
export interface HostedTalk {
  /** When somebody last spoke, heard or typed (epoch ms). */
  readonly lastActivityAt: number;
  start(): Promise<void>;
  greet(): void;
  /** Goes on with a talk that another process had begun: gives the answer that is owed, or says that it is there again. */
  pickUp(): void;
  speak(words: string): void;
  interrupt(): void;
  /** Of the person: from the next turn on. */
  know(person: KnownPerson): Promise<void>;
  close(): Promise<void>;
}

/** A talk with the room's microphones and loudspeaker. */
export interface TalkInRoom {
  readonly talk: HostedTalk;
  readonly ears: Ears;
  /** Who thinks, for the record. */
  readonly vendor: string;
  readonly model: string;
  /** Whose each part is, where there are parts. */
  readonly parts?: { stt: string; llm: string; tts: string };
  /** Publishes the voice; may wait until somebody listens. */
  openMouth(): Promise<void>;
  /** Makes the agent another one from its next turn on: all of the change, or nothing of it. */
  change(change: AgentChange): Promise<OrderOutcome>;
  close(): Promise<void>;
}

/** What a talk needs of its session. */
export interface TalkNeeds {
  claim: ClaimAnswer;
  /** The agent's own participant, and the one that speaks: the same, or a second one. */
  room: Room;
  voiceRoom: Room;
  data: RoomData;
  /** Is given what is heard on both sides. */
  tap: TalkTap;
  /** Is shown what comes from people. */
  sound: SoundWatch;
  tools: readonly TalkTool<RoomReach>[];
  reach: RoomReach;
  report: Report;
  /** Is told what somebody is saying, while they do. */
  interim: EventLog['interim'];
  over: (reason: EndReason, detail: string | null) => void;
  onFault: (error: unknown, where?: string) => void;
}
