import { base } from '../jest.config.mjs';

/** Five minutes of thirteen voices at once, which fill a machine of two cores: `npm run test:many` runs it by itself. */
const BY_ITSELF = '/test/many-talks\\.e2e-spec';

/** The real parts: a whole Parley with its LiveKit server, callers with real audio, a real browser. One file at a time. */
export default {
  ...base,
  rootDir: '..',
  testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
  testPathIgnorePatterns: process.env.PARLEY_TEST_MANY ? [] : [BY_ITSELF],
  maxWorkers: 1,
  // A net for what hangs. How fast something has to be, a test says itself: a machine that serves others takes its time for the rest.
  testTimeout: 600_000,
};
