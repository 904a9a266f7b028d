import { ApiProperty } from '@nestjs/swagger';
import { AgentSetupDto } from '../agent-setup.dto.js';

export class OpenedSessionDto {
  /** @example 01a1fe41-e70b-71d7-ac40-7fbd27790438 */
  sessionId!: string;
  /** The conversation it belongs to, which outlives it. */
  conversationId!: string;
  /** LiveKit token for this room and this person, good for joining for ten minutes. */
  userToken!: string;
  /** @example room-01a1fe41-e70b-71d7-ac40-7fbd27790439 */
  roomName!: string;
  /** Where LiveKit is, ws(s). @example wss://rooms.example.com */
  livekitUrl!: string;
  /** An agent is on its way, or there. */
  @ApiProperty({ example: true })
  agentDispatched!: boolean;
  agentConfig!: AgentSetupDto;
  /** There was a session in this room: this is it, as it began. */
  existing?: boolean;
}

/** As seed S4 answers. */
export class OpenedRoomSessionDto {
  /** @example 01a1fe41-e70b-71d7-ac40-7fbd27790438 */
  session_id!: string;
  /** There was a session in this room: this is it, as it began. */
  existing?: boolean;
}
