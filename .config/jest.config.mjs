/** Jest as native ESM (Nest's packages are ESM only). Started by apps/launcher, which adds --experimental-vm-modules. */
import { swcOptions } from './swc.mjs';

const long = process.env.GRAVITAS_TEST_LONG === '1';

export default {
  rootDir: '..',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testEnvironment: 'node',
  testMatch: [long ? '**/*.long.spec.ts' : '**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(long ? [] : ['\\.long\\.spec\\.ts$'])],
  testTimeout: long ? 300_000 : 60_000, // no test times anything: this only ends one that hangs, on a busy machine too
  maxWorkers: 2,
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swcOptions, swcrc: false, sourceMaps: 'inline' }] },
  moduleNameMapper: {
    '^#(domain|application|event-store|vault|read-models|ledger|connect|care)$': '<rootDir>/libs/$1/src/index.ts',
    '^#(domain|application|event-store|vault|read-models|ledger|connect|care)/(.*)$': '<rootDir>/libs/$1/src/$2.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  coverageProvider: 'v8',
  coverageDirectory: '<rootDir>/coverage',
  collectCoverageFrom: ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts', '!**/*.spec.ts'],
};
