import type {
  RobotActionType,
  RobotActionValue,
  RobotCommand,
  RobotHand,
  RobotRefusal,
} from './robot-command.js';
import { ROBOT_ACTION_TYPES, ROBOT_ACTIONS } from './robot-command.js';

type Command<T extends RobotCommand['command']> = Extract<RobotCommand, { command: T }>;

/** Turns what a model or an operator asks for into the packet for the robot, or says what can be asked for instead. */
export function toRobotCommand(
  type: string,
  value: string,
  { hand = 'right' }: { hand?: RobotHand } = {},
): RobotCommand | RobotRefusal {
  const asked = plain(value);
  switch (plain(type)) {
    case 'gesture':
      return knows('gesture', asked)
        ? packet('robot_gesture', { gesture: asked })
        : refusal('gesture', value);
    case 'emotion':
      return knows('emotion', asked)
        ? packet('robot_emotion', { emotion: asked === 'love' ? 'happy' : asked })
        : refusal('emotion', value);
    case 'look':
      return knows('look', asked) ? packet('robot_look', { direction: asked }) : refusal('look', value);
    case 'move_hands':
      return knows('move_hands', asked)
        ? packet('robot_move_hands', { action: asked, hand })
        : refusal('move_hands', value);
    case 'move_body':
      return knows('move_body', asked)
        ? packet('robot_move_body', { action: asked })
        : refusal('move_body', value);
    default:
      return {
        type: 'robot_refusal',
        message: `The robot has no action "${type}". It knows: ${ROBOT_ACTION_TYPES.join(', ')}.`,
        known: ROBOT_ACTION_TYPES,
      };
  }
}

/** Tells the app that the call is over. It does not hang up by itself. */
export function disconnectCommand(reason: string): RobotCommand {
  return packet('disconnect_call', { reason });
}

function packet<C extends RobotCommand['command']>(command: C, args: Command<C>['arguments']) {
  return { type: 'robot_command' as const, command, arguments: args };
}

function knows<T extends RobotActionType>(type: T, value: string): value is RobotActionValue<T> {
  const values: readonly string[] = ROBOT_ACTIONS[type];
  return values.includes(value);
}

function refusal(type: RobotActionType, value: string): RobotRefusal {
  const known = ROBOT_ACTIONS[type];
  return {
    type: 'robot_refusal',
    message: `The robot has no ${type} "${value}". It knows: ${known.join(', ')}.`,
    known,
  };
}

/** Models write `Turn left` and `turn-left` for `turn_left`. */
function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
}
