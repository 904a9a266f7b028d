export { ROBOT_METHOD, ROBOT_STATUSES, RobotAnswer, toRobotMove } from './robot-action.js';
export type { DeviceRequest, RobotAction, RobotStop } from './robot-action.js';
export {
  parseRobotCapabilities,
  ROBOT_CAPABILITIES_ATTRIBUTE,
  RobotCapabilities,
  whyIncapable,
} from './robot-capabilities.js';
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
export { RobotQueue } from './robot-queue.js';
export type { CallDevice } from './robot-queue.js';
export { RobotPort } from './robot.port.js';
export { disconnectCommand, toRobotCommand } from './to-robot-command.js';
