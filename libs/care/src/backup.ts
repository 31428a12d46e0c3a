import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { filesOf } from './data-folder.js';
import { CopyDiffers, NotEmpty } from './errors.js';
import { digestOf } from './log-digest.js';
import type { LogFiles } from './log-files.js';
import { BACKUP_FORMAT, sumOf, writeManifest, type Manifest } from './manifest.js';

export interface BackupOrder {
  /** A new or empty folder. */
  readonly to: string;
  /** Makes a file of the log as it stands at one moment; a server may be writing to it. */
  readonly copy: (file: string) => Promise<void> | void;
  readonly files: LogFiles;
  /** An instant, as it is to be stated. */
  readonly madeAt: string;
  readonly progress?: (events: number) => void;
}

/** What may lie in a folder that counts as empty. */
const NOTHING_OF_OURS = new Set(['lost+found', '.restoring']);

export function isEmptyFolder(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).every((name) => NOTHING_OF_OURS.has(name));
}

/**
 * Copies the log as it stands at one moment and reads the copy whole before it says what it holds: every page, that each event is what
 * its row says, and the hash over all. The manifest comes last; without it a backup is none.
 * @throws NotEmpty, CopyDiffers; EventStoreError as the store's
 */
export async function backupLog({ to, copy: copyTo, files, madeAt, progress }: BackupOrder): Promise<Manifest> {
  if (!isEmptyFolder(to)) throw new NotEmpty(to);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const copy = filesOf(to).log;
  try {
    await copyTo(copy);
    const damage = files.damage(copy);
    if (damage.length > 0) throw new CopyDiffers(copy, damage);
    const log = files.open(copy);
    const digest = await digestOf(log, (events) => progress?.((events.at(-1)?.index ?? -1) + 1)).finally(() => log.close());
    const manifest = { format: BACKUP_FORMAT, madeAt, log: digest, files: { [basename(copy)]: await sumOf(copy) } };
    writeManifest(to, manifest);
    return manifest;
  } catch (error) {
    rmSync(copy, { force: true });
    throw error;
  }
}
