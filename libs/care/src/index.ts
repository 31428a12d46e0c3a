export { CareError, SecretMissing, SecretUnreadable } from './errors.js';
export { demoMarkIn, filesOf, makeDataFolder, makeSecret, secretIn, secretOf, type DataFiles, type DemoMark } from './data-folder.js';
