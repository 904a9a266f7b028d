export { FakeLivekit } from './fake-livekit.js';
export type { FakeDispatch } from './fake-livekit.js';
