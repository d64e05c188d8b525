/**
 * Tests of the Lightning web components. They need the compiler and stand-ins that @salesforce/sfdx-lwc-jest brings, and its jest (29):
 * run them with `sfdx-lwc-jest -- -c jest.lwc.config.mjs`.
 */
import sfdxJest from '@salesforce/sfdx-lwc-jest/config.js';

export default {
  ...sfdxJest.jestConfig,
  testMatch: ['<rootDir>/force-app/**/lwc/**/__tests__/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/', '<rootDir>/.stryker-tmp/'],
  setupFiles: ['<rootDir>/test/lwc/real-labels.cjs', '<rootDir>/test/lwc/user-time-zone.cjs'],
  setupFilesAfterEnv: [...sfdxJest.jestConfig.setupFilesAfterEnv, '<rootDir>/test/lwc/accessibility.cjs'],
  // What went by the browser's zone would go by this one.
  globalSetup: '<rootDir>/test/lwc/time-zone.cjs',
  maxWorkers: 2,
};
