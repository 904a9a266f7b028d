import type { EventPayload } from '#conversation';

/** Where the agent's voice goes: PCM16 mono at 24 kHz. */
export interface Mouth {
  /** Hands sound over; resolves once there is room for more. */
  play(samples: Int16Array): Promise<void>;
  /** Throws away what was handed over and not heard yet, and says how much that was (ms). */
  clear(): number;
  /** Handed over and not heard yet (ms). */
  readonly queuedMs: number;
  /** Resolves when all that was handed over has been heard or thrown away. */
  drained(): Promise<void>;
}

/** What the people's microphones bring: PCM16 mono at 16 kHz, in pieces of 10 or 20 ms, each person apart. */
export interface SoundListener {
  came(person: string): void;
  heard(person: string, samples: Int16Array): void;
  left(person: string): void;
}

export type AgentState = 'initializing' | 'listening' | 'thinking' | 'speaking';

/** Captions of one turn, on their way while it is still going on. */
export interface Captions {
  /** The person's words as they are understood; a final text ends the segment. */
  person(person: string, text: string, isFinal: boolean): void;
  /** The agent's words as they begin to be heard. */
  agent(text: string): void;
  /** The agent's answer is over, or was cut short. */
  agentDone(): void;
}

/** Where a pipeline talk's sound and text come in and go out: a room, a telephone line, a socket. The talk knows no more of it. */
export interface PipelineDoor {
  /** Calls back with the sound of everybody who is here or comes. */
  listen(listener: SoundListener): void;
  readonly mouth: Mouth;
  readonly captions: Captions;
  /** A turn of either side is finished: shown to who reads along. */
  show(message: EventPayload<'message.added'>): void;
  /** What the agent does just now, for devices that show it. */
  state(state: AgentState): void;
}
