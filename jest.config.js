/** Jest as ESM, compiled by SWC; ".ts" specifiers resolve as they stand. */
export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: {
    "^.+\\.tsx?$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript", tsx: false, decorators: false }, target: "es2022" },
        module: { type: "es6" },
      },
    ],
  },
  testMatch: ["<rootDir>/{gateway,database,host,ledger,subgraphs,schema,demo,deploy,tests}/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  testSequencer: "<rootDir>/tests/longest-first.js",
  globalSetup: "<rootDir>/tests/global-setup.js",
  globalTeardown: "<rootDir>/tests/global-teardown.js",
  testTimeout: 60_000,
  // One more than the cores of a small machine: the files wait for databases, processes and clocks a third of their time.
  maxWorkers: 3,
};
