import type { RobotPort } from '#robot';
import type { Objection } from '../recording/session-recorder.js';

/** What Tara's tools reach beyond the talk. */
export interface RoomReach {
  /** Asked before something that cannot be taken back: a process that was paused may have lost its session meanwhile. */
  isOurs: () => Promise<boolean>;
  /** The robot in whose room she speaks. */
  robot: RobotPort;
  /** The person does not want to be recorded: it stops, and nothing of it is kept. */
  objectToRecording: () => Promise<Objection>;
}
