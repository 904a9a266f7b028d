/** Unit and door tests: everything that needs no LiveKit server and no browser. See test/jest.config.mjs for those. */
export const base = {
  testEnvironment: 'node',
  // A machine that does much else at the same time is slow, not broken.
  testTimeout: 60_000,
  extensionsToTreatAsEsm: ['.ts'],
  setupFiles: ['<rootDir>/test/setup.ts'],
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  moduleNameMapper: {
    // A module of libphonenumber-js, and no JSON.
    '^(\\.{1,2}/.*\\.json\\.js)$': '$1',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
};

export default {
  ...base,
  testMatch: ['<rootDir>/{apps,libs,src,bench}/**/*.{spec,e2e-spec}.ts'],
  // Jest keeps one core for itself, which is half of a small machine.
  maxWorkers: '100%',
};
