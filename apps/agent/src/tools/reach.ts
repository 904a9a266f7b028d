import type { RobotPort } from '#robot';

/** What Tara's tools reach beyond the talk: the robot in whose room she speaks. */
export interface RoomReach {
  robot: RobotPort;
}
