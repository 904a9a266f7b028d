// A robot lives in a process of its own: LiveKit's native client is not for Jest.
import { dispose, Room } from '../src/call/livekit.ts';

/** What a robot was asked, and what became of it. */
export interface RobotMove {
  id: string;
  command: string;
  arguments: Record<string, unknown>;
  status: string;
}

export type RobotOrder =
  | { kind: 'join'; url: string; token: string }
  /** How long a move takes it from now on. */
  | { kind: 'pace'; moveMs: number }
  | { kind: 'leave' };
export type RobotNews =
  { kind: 'joined' } | { kind: 'asked'; id: string } | { kind: 'moved'; move: RobotMove };

interface Request {
  id: string;
  command: string;
  arguments: Record<string, unknown>;
  deadlineMs: number;
}

interface Answer {
  status: string;
  detail: string | null;
}

const METHOD = 'robot.action';

/** A device as the protocol of `robot.action` has it: it moves, halts when told to, and answers an id again as before. */
class SimulatedRobot {
  moveMs = 50;
  private readonly answers = new Map<string, Promise<Answer>>();
  private readonly underWay = new Map<string, () => void>();

  take(request: Request): Promise<Answer> {
    const answer = this.answers.get(request.id) ?? this.perform(request);
    this.answers.set(request.id, answer);
    return answer;
  }

  private async perform({ id, command, arguments: args, deadlineMs }: Request): Promise<Answer> {
    if (command === 'robot_stop') return this.halt([...this.underWay.keys()]);
    if (command === 'robot_cancel') return this.halt([String(args['id'])]);
    if (this.moveMs > deadlineMs) return { status: 'refused', detail: 'that takes me longer' };
    const { promise: halted, resolve: halt } = Promise.withResolvers<Answer>();
    this.underWay.set(id, () => halt({ status: 'cancelled', detail: 'halted' }));
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<Answer>();
    const timer = setTimeout(() => arrive({ status: 'done', detail: null }), this.moveMs);
    const answer = await Promise.race([halted, arrived]);
    clearTimeout(timer);
    this.underWay.delete(id);
    return answer;
  }

  private halt(ids: string[]): Answer {
    for (const id of ids) this.underWay.get(id)?.();
    return { status: 'done', detail: null };
  }
}

const robot = new SimulatedRobot();
const room = new Room();
const tell = (news: RobotNews) => process.send?.(news);

process.on('message', (order: RobotOrder) => void follow(order));
// Whoever gave the orders is gone.
process.on('disconnect', () => process.exit());

async function follow(order: RobotOrder): Promise<void> {
  switch (order.kind) {
    case 'join':
      await room.connect(order.url, order.token, { autoSubscribe: false, dynacast: false });
      room.localParticipant?.registerRpcMethod(METHOD, async ({ payload }) => {
        const request = JSON.parse(payload) as Request;
        tell({ kind: 'asked', id: request.id });
        const answer = await robot.take(request);
        const { id, command, arguments: args } = request;
        tell({ kind: 'moved', move: { id, command, arguments: args, status: answer.status } });
        return JSON.stringify(answer);
      });
      tell({ kind: 'joined' });
      return;
    case 'pace':
      robot.moveMs = order.moveMs;
      return;
    case 'leave':
      await room.disconnect();
      await dispose();
      process.disconnect();
  }
}
