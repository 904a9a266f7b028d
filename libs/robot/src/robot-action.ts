import { z } from 'zod';
import type { RobotCommand, RobotHand, RobotRefusal } from './robot-command.js';
import { toRobotCommand } from './to-robot-command.js';

/** The method by which a device with capabilities takes actions. */
export const ROBOT_METHOD = 'robot.action';

/** Halts the robot: it jumps every queue, and what waited is not done any more. Devices of S0 know nothing like it. */
export interface RobotStop {
  type: 'robot_stop';
}

/** A command with what it takes to follow it to its end. */
export interface RobotAction {
  /** Done once, however often it comes. */
  id: string;
  move: RobotCommand | RobotStop;
  /** Goes on when the person interrupts; expressive moves, which go with the speech, do not. */
  safety: boolean;
  deadlineMs: number;
}

export const ROBOT_STATUSES = ['done', 'refused', 'cancelled', 'unsupported', 'timeout'] as const;

/** What became of an action. */
export const RobotAnswer = z.object({
  status: z.enum(ROBOT_STATUSES),
  /** For people. */
  detail: z
    .string()
    .max(1_000)
    .nullish()
    .transform((detail) => detail ?? null),
});
export type RobotAnswer = z.infer<typeof RobotAnswer>;

/** What a device is called with, as JSON. `robot_cancel` names another action that is under way and is to end early. */
export interface DeviceRequest {
  version: 1;
  id: string;
  command: RobotCommand['command'] | 'robot_stop' | 'robot_cancel';
  arguments: RobotCommand['arguments'] | { id: string } | Record<string, never>;
  deadlineMs: number;
}

/** Turns what an operator asks for into a move, or says what can be asked for instead. */
export function toRobotMove(
  type: string,
  value: string,
  options: { hand?: RobotHand } = {},
): RobotCommand | RobotStop | RobotRefusal {
  return type === 'stop' ? { type: 'robot_stop' } : toRobotCommand(type, value, options);
}
