import type { RobotAction, RobotAnswer } from './robot-action.js';
import type { RobotCommand } from './robot-command.js';

/** The way to a robot. */
export abstract class RobotPort {
  /** Resolves when the command is on its way, whatever becomes of it. */
  abstract send(command: RobotCommand, signal: AbortSignal): Promise<void>;

  /**
   * Resolves with what became of the action, at its deadline at the latest; never rejects. A device that speaks S0's data packets
   * acknowledges nothing: `done` is then that it was sent.
   */
  abstract act(action: RobotAction): Promise<RobotAnswer>;
}
