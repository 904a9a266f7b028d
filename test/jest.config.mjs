import { base } from '../jest.config.mjs';

/** The real parts: a whole Parley with its LiveKit server, callers with real audio, a real browser. One file at a time. */
export default {
  ...base,
  rootDir: '..',
  testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
  maxWorkers: 1,
  testTimeout: 120_000,
};
