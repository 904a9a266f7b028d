import type { Room } from '@livekit/rtc-node';
import { ROOM_TOPICS } from '#conversation';
import type { EventPayload } from '#conversation';
import type { RobotCommand } from '#robot';
import type { Report } from '#talk';

/** Reliable JSON packets as the SanBot app reads them: by `type`, from `agent…` alone. */
export class RoomData {
  constructor(
    private readonly room: Room,
    private readonly report: Report,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** To every device of S0 in the room; none of them acknowledges it. */
  async sendCommand(command: RobotCommand): Promise<void> {
    await this.publish(ROOM_TOPICS.robotCommands, command);
    this.report('robot.commanded', { command: command.command, arguments: command.arguments });
  }

  /** What was said and heard, for clients that do not read `lk.transcription`. */
  showMessage({ role, text, heardText }: EventPayload<'message.added'>): void {
    const transcript = { type: 'transcript', text: heardText ?? text, speaker: role };
    this.publish(ROOM_TOPICS.transcripts, transcript).catch(this.onFault);
  }

  private async publish(topic: string, message: object): Promise<void> {
    if (!this.room.isConnected) return;
    const bytes = new TextEncoder().encode(JSON.stringify(message));
    await this.room.localParticipant?.publishData(bytes, { reliable: true, topic });
  }
}
