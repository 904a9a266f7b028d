import type { RobotCommand } from '../src/robot-command.js';
import { RobotPort } from '../src/robot.port.js';

/** A robot that remembers what it was told; `failNext` makes it unreachable for one command. */
export class FakeRobot extends RobotPort {
  readonly commands: RobotCommand[] = [];
  private failure: Error | undefined;

  failNext(error: Error): void {
    this.failure = error;
  }

  send(command: RobotCommand, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const failure = this.failure;
    this.failure = undefined;
    if (failure) return Promise.reject(failure);
    this.commands.push(command);
    return Promise.resolve();
  }
}
