export { backupLog, isEmptyFolder, type BackupOrder } from './backup.js';
export { compareLogs, countOf, type LogComparison } from './compare-logs.js';
export { copyLog, type Copied, type CopyOrder } from './copy-log.js';
export { demoMarkIn, filesOf, makeDataFolder, makeSecret, secretIn, secretOf, type DataFiles, type DemoMark } from './data-folder.js';
export {
  BackupNotWhole,
  BackupOfOtherFormat,
  CareError,
  CopyDiffers,
  NotACopy,
  NotEmpty,
  NotUnsealed,
  SecretMissing,
  SecretUnreadable,
} from './errors.js';
export { digestOf, pagesOf, type LogDigest } from './log-digest.js';
export type { LogFiles } from './log-files.js';
export type { Manifest } from './manifest.js';
export { restore, type Restored, type RestoreOrder } from './restore.js';
export type { SealingKey } from './sealed-file.js';
export { TextCounter, type TextCount } from './texts.js';
export { sealVault, unsealVault, type SealedVault, type VaultCount } from './vault-backup.js';
