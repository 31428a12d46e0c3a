import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ReadableLog } from '#event-store';
import type { ReadableVault, Vault } from '#vault';
import { isEmptyFolder } from './backup.js';
import { compareLogs, type LogComparison } from './compare-logs.js';
import { demoMarkIn, filesOf, makeDataFolder, makeSecret, type DataFiles } from './data-folder.js';
import { CopyDiffers, NotEmpty } from './errors.js';
import { digestOf, pagesOf, type LogDigest } from './log-digest.js';
import type { LogFiles } from './log-files.js';
import { checkedManifest, type Manifest } from './manifest.js';
import type { SealingKey } from './sealed-file.js';
import { TextCounter, type TextCount } from './texts.js';
import { eraseAgain, unsealVault, type SealedVault } from './vault-backup.js';

export interface RestoreOrder {
  /** The folder of the backup. */
  readonly backup: string;
  /** A new or empty data folder. */
  readonly folder: string;
  readonly files: LogFiles;
  /** The sealed vault; null: texts stay sealed. */
  readonly vault: { readonly file: string; readonly sealing: SealingKey } | null;
  /** Where its keys are to be: in this file, or where the vaults of this service are. */
  readonly openVault: (file: string) => Promise<Vault & ReadableVault>;
  /** The data folder whose place it is to take: what is lost is said, and what was erased there is erased again. */
  readonly replaces: string | null;
  readonly readVault: (file: string) => ReadableVault;
}

export interface Restored {
  readonly madeAt: string;
  readonly log: LogDigest;
  readonly vault: Omit<SealedVault, 'secret'> | null;
  readonly texts: TextCount;
  /** `new`: names that were claimed before are not known as taken any more, and commands that were sent before are not known again. */
  readonly secret: 'restored' | 'new' | 'of the demo';
  /** Against the folder that it replaces. */
  readonly lost: string | null;
  /** Keys that the backup still had, erased since. */
  readonly erasedAgain: number;
}

/**
 * Makes a data folder of a backup. Nothing is put in its place before all of it was read and found whole; the log comes last, so that a
 * folder with a log is a restored one.
 * @throws BackupNotWhole, BackupOfOtherFormat, NotUnsealed, NotEmpty, CopyDiffers
 */
export async function restore(order: RestoreOrder): Promise<Restored> {
  const { backup, folder, files } = order;
  const manifest = await checkedManifest(backup);
  const inBackup = filesOf(backup).log;
  if (!isEmptyFolder(folder)) throw new NotEmpty(folder, await lostIn(inBackup, filesOf(folder).log, files));
  makeDataFolder(folder);
  const workshop = join(folder, '.restoring');
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(workshop, { mode: 0o700 });
  try {
    const made = filesOf(workshop);
    copyFileSync(inBackup, made.log);
    const { digest, isDemo } = await checkLog(files, manifest, made.log);
    const { keys, erasedAgain, texts } = await restoreVault(order, made);
    const secret = placeSecret(made.secret, keys?.secret ?? null, isDemo);
    const lost = order.replaces === null ? null : await lostIn(inBackup, filesOf(order.replaces).log, files);
    putInPlace(made, filesOf(folder));
    return { madeAt: manifest.madeAt, log: digest, vault: countsOf(keys), texts, secret, lost, erasedAgain };
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

async function checkLog(files: LogFiles, { log: stated }: Manifest, made: string) {
  const damage = files.damage(made);
  if (damage.length > 0) throw new CopyDiffers(made, damage);
  const log = files.open(made);
  try {
    const digest = await digestOf(log);
    if (digest.hash !== stated.hash || digest.events !== stated.events) throw new CopyDiffers(made, ['its hash is another one']);
    return { digest, isDemo: (await demoMarkIn(log)) !== null };
  } finally {
    await log.close();
  }
}

function countsOf(keys: SealedVault | null): Restored['vault'] {
  return keys === null ? null : { madeAt: keys.madeAt, keys: keys.keys, erased: keys.erased };
}

interface RestoredKeys extends Pick<Restored, 'erasedAgain' | 'texts'> {
  readonly keys: SealedVault | null;
}

async function restoreVault(order: RestoreOrder, made: DataFiles): Promise<RestoredKeys> {
  if (order.vault === null) return { keys: null, erasedAgain: 0, texts: await textsOf(order.files, made.log, null) };
  const vault = await order.openVault(made.vault);
  try {
    if ((await vault.list(null, 1)).length > 0) throw new NotEmpty('the vault');
    const keys = await unsealVault(order.vault.file, order.vault.sealing, vault);
    const erasedAgain = await eraseSince(order, vault);
    return { keys, erasedAgain, texts: await textsOf(order.files, made.log, vault) };
  } finally {
    await vault.close();
  }
}

async function eraseSince({ replaces, readVault }: RestoreOrder, vault: Vault): Promise<number> {
  const present = replaces === null ? null : filesOf(replaces).vault;
  if (present === null || !existsSync(present)) return 0;
  const from = readVault(present);
  return eraseAgain(from, vault).finally(() => from.close());
}

async function textsOf(files: LogFiles, made: string, vault: ReadableVault | null): Promise<TextCount> {
  const log = files.open(made);
  const counter = new TextCounter(vault);
  try {
    for await (const page of pagesOf(log)) await counter.take(page);
    return counter.count();
  } finally {
    await log.close();
  }
}

function placeSecret(file: string, secret: Buffer | null, isDemo: boolean): Restored['secret'] {
  if (isDemo) return 'of the demo';
  if (secret === null) makeSecret(file);
  else writeFileSync(file, `${secret.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return secret === null ? 'new' : 'restored';
}

/** Each file is durable before it is moved, and has its name before the next one has; the log is the last. */
function putInPlace(made: DataFiles, place: DataFiles): void {
  for (const what of ['secret', 'vault', 'log'] as const) {
    if (!existsSync(made[what])) continue;
    sync(made[what], 'r+');
    renameSync(made[what], place[what]);
    // Windows opens no folder.
    if (process.platform !== 'win32') sync(dirname(place[what]), 'r');
  }
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** In a sentence, what a present log has that a backup has not; null: there is none. */
async function lostIn(inBackup: string, present: string, files: LogFiles): Promise<string | null> {
  if (!existsSync(present)) return null;
  let opened: ReadableLog;
  try {
    opened = files.open(present);
  } catch {
    return 'its log cannot be read, so that nobody can say what is lost';
  }
  const backup = files.open(inBackup);
  try {
    return wordsOf(await compareLogs(backup, opened));
  } finally {
    await backup.close();
    await opened.close();
  }
}

/** `one` is the backup, `other` the present log. */
function wordsOf({ common, one, other }: LogComparison): string {
  if (common === one && one === other) return `the backup holds all its ${other} entries`;
  if (common === one) return `entries ${one} to ${other - 1} (${other - one} of ${other}) are not in the backup`;
  if (common === other) return `the backup holds all its ${other} entries and ${one - other} more`;
  return `the backup is of another log, or of this one before it was changed: they differ from entry ${common} on`;
}
