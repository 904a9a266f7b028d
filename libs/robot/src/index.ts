export {
  CORE_GESTURES,
  ROBOT_ACTION_TYPES,
  ROBOT_ACTIONS,
  ROBOT_HANDS,
  ROBOT_PROTOCOL_VERSION,
} from './robot-command.js';
export type {
  RobotActionType,
  RobotActionValue,
  RobotCommand,
  RobotHand,
  RobotRefusal,
} from './robot-command.js';
export { RobotPort } from './robot.port.js';
export { disconnectCommand, toRobotCommand } from './to-robot-command.js';
