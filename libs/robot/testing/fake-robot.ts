import type { RobotAction, RobotAnswer } from '../src/robot-action.js';
import type { RobotCommand } from '../src/robot-command.js';
import { RobotPort } from '../src/robot.port.js';

/** A robot that remembers what it was told. `answerNext` says what becomes of its next move; it does the others. */
export class FakeRobot extends RobotPort {
  readonly commands: RobotCommand[] = [];
  readonly actions: RobotAction[] = [];
  private failure: Error | undefined;
  private answer: Promise<RobotAnswer> | undefined;

  /** Makes it unreachable for one command. */
  failNext(error: Error): void {
    this.failure = error;
  }

  answerNext(answer: RobotAnswer | Promise<RobotAnswer>): void {
    this.answer = Promise.resolve(answer);
  }

  send(command: RobotCommand, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const failure = this.failure;
    this.failure = undefined;
    if (failure) return Promise.reject(failure);
    this.commands.push(command);
    return Promise.resolve();
  }

  act(action: RobotAction): Promise<RobotAnswer> {
    this.actions.push(action);
    const answer = this.answer ?? Promise.resolve({ status: 'done' as const, detail: null });
    this.answer = undefined;
    return answer;
  }
}
