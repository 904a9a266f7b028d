import { RoomEvent, RpcError } from '@livekit/rtc-node';
import type { RemoteParticipant, Room } from '@livekit/rtc-node';
import { isReservedIdentity, newId } from '#conversation';
import {
  parseRobotCapabilities,
  ROBOT_CAPABILITIES_ATTRIBUTE,
  ROBOT_METHOD,
  RobotAnswer,
  RobotQueue,
  whyIncapable,
} from '#robot';
import type { CallDevice, RobotAction, RobotCapabilities, RobotCommand, RobotPort } from '#robot';
import type { Report } from '#talk';
import type { RoomData } from './room-data.js';
import { guard } from './session-scope.js';

interface RoomRobotOptions {
  room: Room;
  data: RoomData;
  /** Whom the session is for: their own device comes before others. */
  personIdentity: string | null;
  report: Report;
  onFault: (error: unknown) => void;
}

interface Device {
  identity: string;
  capabilities: RobotCapabilities;
}

/** For moves of which nobody waits to hear. */
const SEND_DEADLINE_MS = 5_000;
const CODES = RpcError.ErrorCode;

/** The robot in the room: a device that declares what it can do is called and answers; any other gets S0's data packets. */
export class RoomRobot implements RobotPort {
  private readonly queues = new Map<string, RobotQueue>();

  constructor(private readonly options: RoomRobotOptions) {
    const { room, onFault } = options;
    room.on(
      RoomEvent.ParticipantDisconnected,
      guard(onFault, ({ identity }) => this.forget(identity)),
    );
  }

  async send(command: RobotCommand, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.device()) return this.options.data.sendCommand(command);
    const safety = command.command === 'disconnect_call';
    void this.act({ id: newId(), move: command, safety, deadlineMs: SEND_DEADLINE_MS });
  }

  async act(action: RobotAction): Promise<RobotAnswer> {
    const { move } = action;
    const device = this.device();
    if (!device) return this.sendUnacknowledged(move);
    const incapable = move.type === 'robot_command' && whyIncapable(device.capabilities, move);
    if (incapable) return { status: 'unsupported', detail: incapable };
    return this.follow(action, this.queueOf(device.identity));
  }

  /** The person interrupts the agent, or an operator does. */
  bargeIn(): void {
    for (const queue of this.queues.values()) queue.bargeIn();
  }

  close(): void {
    for (const queue of this.queues.values()) queue.close('the talk has ended');
    this.queues.clear();
  }

  private device(): Device | undefined {
    const { room, personIdentity } = this.options;
    const devices = [...room.remoteParticipants.values()].flatMap(
      (participant) => asDevice(participant) ?? [],
    );
    return devices.find(({ identity }) => identity === personIdentity) ?? devices.at(0);
  }

  private async sendUnacknowledged(move: RobotAction['move']): Promise<RobotAnswer> {
    if (move.type === 'robot_stop') {
      return { status: 'unsupported', detail: 'there is no robot here that could be stopped' };
    }
    try {
      await this.options.data.sendCommand(move);
      return { status: 'done', detail: 'sent; robots here acknowledge nothing' };
    } catch (error) {
      this.options.onFault(error);
      return { status: 'refused', detail: 'it could not be sent' };
    }
  }

  private async follow(action: RobotAction, queue: RobotQueue): Promise<RobotAnswer> {
    const { report } = this.options;
    const { move } = action;
    const command = move.type === 'robot_stop' ? move.type : move.command;
    const startedAt = Date.now();
    report('robot.commanded', { command, arguments: move.type === 'robot_stop' ? {} : move.arguments });
    const answer = await queue.act(action);
    report('robot.answered', { command, ...answer, durationMs: Date.now() - startedAt });
    return answer;
  }

  private queueOf(identity: string): RobotQueue {
    const queue = this.queues.get(identity) ?? new RobotQueue(this.caller(identity));
    this.queues.set(identity, queue);
    return queue;
  }

  private forget(identity: string): void {
    this.queues.get(identity)?.close('the robot has left');
    this.queues.delete(identity);
  }

  private caller(destinationIdentity: string): CallDevice {
    return async (request, responseTimeout) => {
      try {
        const payload = JSON.stringify(request);
        const method = ROBOT_METHOD;
        const call = { destinationIdentity, method, payload, responseTimeout };
        const answer = await this.options.room.localParticipant?.performRpc(call);
        return RobotAnswer.parse(JSON.parse(answer ?? 'null'));
      } catch (error) {
        return answerFor(error);
      }
    };
  }
}

function asDevice({ identity, attributes }: RemoteParticipant): Device | undefined {
  if (isReservedIdentity(identity)) return undefined;
  const capabilities = parseRobotCapabilities(attributes[ROBOT_CAPABILITIES_ATTRIBUTE]);
  return capabilities && { identity, capabilities };
}

function answerFor(error: unknown): RobotAnswer {
  switch (error instanceof RpcError ? error.code : undefined) {
    case CODES.UNSUPPORTED_METHOD:
    case CODES.UNSUPPORTED_SERVER:
      return { status: 'unsupported', detail: 'the robot takes no actions' };
    case CODES.CONNECTION_TIMEOUT:
    case CODES.RESPONSE_TIMEOUT:
      return { status: 'timeout', detail: 'the robot did not answer in time' };
    case CODES.RECIPIENT_NOT_FOUND:
    case CODES.RECIPIENT_DISCONNECTED:
      return { status: 'cancelled', detail: 'the robot has left' };
    default:
      return { status: 'refused', detail: 'the robot failed' };
  }
}
