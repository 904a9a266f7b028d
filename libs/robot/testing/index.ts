export { FakeRobot } from './fake-robot.js';
