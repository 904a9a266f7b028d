import { AsyncResource } from 'node:async_hooks';
import type { Room, RpcInvocationData } from '@livekit/rtc-node';
import { OPERATOR_METHOD } from '#conversation';
import type {
  AgentChange,
  ClaimAnswer,
  EndReason,
  OperatorCommand,
  OperatorOrder,
  OrderOutcome,
  OrderReply,
} from '#conversation';
import { unsealOrder } from '#livekit';
import type { LivekitConfig } from '#livekit';
import type { RobotPort } from '#robot';
import { toRobotMove } from '#robot';
import { within } from '#talk/within';

interface OperatorLineOptions {
  room: Pick<Room, 'localParticipant'>;
  claim: Pick<ClaimAnswer, 'sessionId' | 'epoch'>;
  livekit: LivekitConfig;
  talk: { speak(words: string): void; interrupt(): void };
  change: (change: AgentChange) => Promise<OrderOutcome>;
  end: (reason: EndReason) => void;
  robot: RobotPort & { bargeIn(): void };
  onFault: (error: unknown, where: string) => void;
}

/** Orders that are known again when they come again. */
const KNOWN_MAX = 256;
/** LiveKit waits for 2.5 seconds; who gave the order asks again for what takes longer. */
const REPLY_WITHIN_MS = 1_500;

/** Takes an operator's orders, which the api hands over as calls to the agent's participant. Each is obeyed once. */
export class OperatorLine {
  private readonly known = new Map<string, Promise<OrderOutcome>>();

  constructor(private readonly options: OperatorLineOptions) {}

  /** rtc-node calls back outside the session's scope: the handler carries it along. */
  open(): void {
    const handler = AsyncResource.bind((call: RpcInvocationData) => this.take(call.payload));
    this.options.room.localParticipant?.registerRpcMethod(OPERATOR_METHOD, handler);
  }

  close(): void {
    this.options.room.localParticipant?.unregisterRpcMethod(OPERATOR_METHOD);
  }

  /** The answer for the caller; never rejects. */
  async take(payload: string, now: number = Date.now()): Promise<string> {
    const order = unsealOrder(payload, this.options.livekit);
    if (!order) return reply({ status: 'refused', detail: 'this order is not the api`s' });
    const why = this.whyVoid(order, now);
    if (why) return reply({ status: 'refused', detail: why });
    const outcome = this.known.get(order.id) ?? this.begin(order);
    return reply((await within(REPLY_WITHIN_MS, outcome)) ?? { status: 'working', detail: null });
  }

  private whyVoid({ id, sessionId, epoch, expiresAt }: OperatorOrder, now: number): string | undefined {
    const { claim } = this.options;
    if (sessionId !== claim.sessionId || epoch !== claim.epoch) return 'this order is for another agent';
    if (now > expiresAt && !this.known.has(id)) return 'this order came too late';
    return undefined;
  }

  private begin(order: OperatorOrder): Promise<OrderOutcome> {
    const outcome = this.obey(order).catch((error: unknown) => {
      this.options.onFault(error, 'an order');
      return { status: 'refused' as const, detail: 'the agent could not do it' };
    });
    this.known.set(order.id, outcome);
    const [oldest] = this.known.keys();
    if (this.known.size > KNOWN_MAX && oldest !== undefined) this.known.delete(oldest);
    return outcome;
  }

  private async obey({ id, command }: OperatorOrder): Promise<OrderOutcome> {
    const { talk, robot } = this.options;
    switch (command.type) {
      case 'say':
        talk.speak(command.text);
        return { status: 'done', detail: null };
      case 'interrupt':
        talk.interrupt();
        robot.bargeIn();
        return { status: 'done', detail: null };
      case 'robot':
        return this.move(id, command);
      case 'change_agent':
        return this.options.change(command.change);
      case 'end':
        this.options.end(command.reason);
        return { status: 'done', detail: null };
    }
  }

  private async move(
    id: string,
    { action, value, hand, safety, deadlineMs }: Extract<OperatorCommand, { type: 'robot' }>,
  ): Promise<OrderOutcome> {
    const move = toRobotMove(action, value, { hand });
    if (move.type === 'robot_refusal') return { status: 'refused', detail: move.message };
    return this.options.robot.act({ id, move, safety, deadlineMs });
  }
}

function reply(answer: OrderReply): string {
  return JSON.stringify(answer);
}
