import { base } from '../jest.config.mjs';

/**
 * Six talks at once and more fill a machine of two cores, a talk over each vendor takes minutes, and not every machine has a Prometheus:
 * `npm run test:many`, `test:rolling`, `test:vendors` and `test:dashboard` run them by themselves.
 */
const BY_THEMSELVES = '/test/(many-talks|rolling-restart|vendor-table|dashboard)\\.e2e-spec';

/** The real parts: a whole Parley with its LiveKit server, callers with real audio, a real browser. One file at a time. */
export default {
  ...base,
  rootDir: '..',
  testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
  testPathIgnorePatterns: process.env.PARLEY_TEST_FULL_MACHINE ? [] : [BY_THEMSELVES],
  maxWorkers: 1,
  // A net for what hangs. How fast something has to be, a test says itself: a machine that serves others takes its time for the rest.
  testTimeout: 600_000,
};
