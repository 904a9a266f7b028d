import { RoomEvent } from './livekit.ts';
import type { Room } from '@livekit/rtc-node';

export interface RobotCommand {
  command: string;
  arguments: unknown;
  /** Milliseconds since 1970. */
  at: number;
}

export interface AppTranscript {
  speaker: string;
  text: string;
}

/** Data as the SanBot app takes it: from `agent…` alone, whatever the topic, told apart by `type`. */
export class AppData {
  readonly robotCommands: RobotCommand[] = [];
  readonly transcripts: AppTranscript[] = [];
  /** Everybody who sent data, so that a test can say who did not. */
  readonly senders = new Set<string>();
  private readonly onChange: () => void;

  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  listenIn(room: Room): void {
    room.on(RoomEvent.DataReceived, (payload, participant) => {
      if (!participant) return;
      this.senders.add(participant.identity);
      if (participant.identity.startsWith('agent')) this.take(payload);
    });
  }

  private take(payload: Uint8Array): void {
    const message = parse(payload);
    if (message?.['type'] === 'robot_command') {
      const { command, arguments: args } = message;
      this.robotCommands.push({ command: String(command), arguments: args, at: Date.now() });
    }
    if (message?.['type'] === 'transcript') {
      const { speaker, text } = message;
      this.transcripts.push({ speaker: typeof speaker === 'string' ? speaker : 'agent', text: String(text) });
    }
    this.onChange();
  }
}

function parse(payload: Uint8Array): Record<string, unknown> | undefined {
  try {
    const message: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    return typeof message === 'object' && message !== null ? { ...message } : undefined;
  } catch {
    return undefined;
  }
}
