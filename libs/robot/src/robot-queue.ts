import type { DeviceRequest, RobotAction, RobotAnswer } from './robot-action.js';

/** Moves that wait for the one under way; a robot that is so far behind what is said does not catch up. */
const WAITING_MAX = 16;
/** Answers kept for actions that come again. */
const KNOWN_MAX = 256;
/** For `robot_stop` and `robot_cancel`: they are done in an instant or not at all. */
const HALT_DEADLINE_MS = 2_000;

/** Calls the device and resolves with its answer; what goes wrong on the way is an answer too. Never rejects. */
export type CallDevice = (request: DeviceRequest, timeoutMs: number) => Promise<RobotAnswer>;

interface Entry {
  action: RobotAction;
  expiresAt: number;
  timer: NodeJS.Timeout;
  answer: (answer: RobotAnswer) => void;
}

/** The moves of one device, one after the other. */
export class RobotQueue {
  private readonly waiting: Entry[] = [];
  private readonly known = new Map<string, Promise<RobotAnswer>>();
  private current: RobotAction | undefined;
  private closed = false;

  constructor(private readonly call: CallDevice) {}

  /** Resolves with what became of it, at its deadline at the latest. An id that was here before is answered as before. */
  act(action: RobotAction): Promise<RobotAnswer> {
    const before = this.known.get(action.id);
    if (before) return before;
    const answer = this.admit(action);
    this.known.set(action.id, answer);
    const [oldest] = this.known.keys();
    if (this.known.size > KNOWN_MAX && oldest !== undefined) this.known.delete(oldest);
    return answer;
  }

  /** The person interrupts: moves that go with the speech end with it. */
  bargeIn(): void {
    this.drop(({ safety }) => !safety, 'the person interrupted');
    if (this.current && !this.current.safety) this.halt('robot_cancel', { id: this.current.id });
  }

  /** The device or the talk is gone. */
  close(reason: string): void {
    this.closed = true;
    this.drop(() => true, reason);
  }

  private admit(action: RobotAction): Promise<RobotAnswer> {
    if (this.closed) return Promise.resolve({ status: 'cancelled', detail: 'the robot is gone' });
    if (action.move.type === 'robot_stop') return this.stop(action);
    if (this.waiting.length >= WAITING_MAX) {
      return Promise.resolve({ status: 'refused', detail: 'too many moves are waiting' });
    }
    return new Promise((answer) => {
      const timer = setTimeout(
        () => this.drop(({ id }) => id === action.id, 'it waited too long', 'timeout'),
        action.deadlineMs,
      );
      this.waiting.push({ action, expiresAt: Date.now() + action.deadlineMs, timer, answer });
      void this.work();
    });
  }

  /** Does not wait for the move under way, whose own answer the device gives as it halts. */
  private stop({ id, deadlineMs }: RobotAction): Promise<RobotAnswer> {
    this.drop(() => true, 'the robot was stopped');
    const request = { version: 1 as const, id, command: 'robot_stop' as const, arguments: {}, deadlineMs };
    return this.inTime(request, deadlineMs);
  }

  private halt(command: 'robot_cancel', args: { id: string }): void {
    const id = `${command} ${args.id}`;
    const request = { version: 1 as const, id, command, arguments: args, deadlineMs: HALT_DEADLINE_MS };
    void this.call(request, HALT_DEADLINE_MS); // the move it ends tells what became of it
  }

  /** Works until nothing waits. */
  private async work(): Promise<void> {
    if (this.current) return;
    for (let entry = this.waiting.shift(); entry; entry = this.waiting.shift()) {
      clearTimeout(entry.timer);
      this.current = entry.action;
      entry.answer(await this.perform(entry));
      this.current = undefined;
    }
  }

  private perform({ action: { id, move }, expiresAt }: Entry): Promise<RobotAnswer> {
    if (move.type === 'robot_stop') throw new Error('A stop does not wait in the queue.');
    const deadlineMs = Math.max(1, expiresAt - Date.now());
    const { command, arguments: args } = move;
    return this.inTime({ version: 1, id, command, arguments: args, deadlineMs }, deadlineMs);
  }

  /** A device that never answers must not hold the queue. */
  private async inTime(request: DeviceRequest, deadlineMs: number): Promise<RobotAnswer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<RobotAnswer>((resolve) => {
      const answer = { status: 'timeout' as const, detail: 'the robot did not answer in time' };
      timer = setTimeout(() => resolve(answer), deadlineMs);
    });
    try {
      return await Promise.race([this.call(request, deadlineMs), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private drop(
    which: (action: RobotAction) => boolean,
    detail: string,
    status: RobotAnswer['status'] = 'cancelled',
  ): void {
    const kept = this.waiting.filter(({ action }) => !which(action));
    const dropped = this.waiting.filter(({ action }) => which(action));
    this.waiting.splice(0, this.waiting.length, ...kept);
    for (const { timer, answer } of dropped) {
      clearTimeout(timer);
      answer({ status, detail });
    }
  }
}
