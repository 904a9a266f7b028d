import { base } from '../jest.config.mjs';

/**
 * Talks that are checked word for word. The simulated recogniser still mishears a digit or a word in some of them when the sound
 * has been through a real room, so they are run apart, by `npm run test:words`, until it does not.
 */
const WORD_FOR_WORD = '/test/(conversation|understanding|many-talks)\\.e2e-spec';

/** The real parts: a whole Parley with its LiveKit server, callers with real audio, a real browser. One file at a time. */
export default {
  ...base,
  rootDir: '..',
  testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
  testPathIgnorePatterns: process.env.PARLEY_WORD_FOR_WORD ? [] : [WORD_FOR_WORD],
  maxWorkers: 1,
  testTimeout: 120_000,
};
