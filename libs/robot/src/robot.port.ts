import type { RobotCommand } from './robot-command.js';

/** The way to a robot. */
export abstract class RobotPort {
  /** Resolves when the command is on its way; a device that speaks S0's data packets acknowledges nothing. */
  abstract send(command: RobotCommand, signal: AbortSignal): Promise<void>;
}
