import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ReadableLog } from '#event-store';
import type { ReadableVault, Vault } from '#vault';
import { isEmptyFolder } from './backup.js';
import { compareLogs, type LogComparison } from './compare-logs.js';
import { demoMarkIn, filesOf, makeDataFolder, makeSecret, type DataFiles } from './data-folder.js';
import { CopyDiffers, NotEmpty } from './errors.js';
import { digestOf, type LogDigest } from './log-digest.js';
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
  const inBackup = join(backup, basename(filesOf(folder).log));
  if (!isEmptyFolder(folder)) throw new NotEmpty(folder, await lostIn(inBackup, filesOf(folder).log, files));
  makeDataFolder(folder);
  const workshop = join(folder, '.restoring');
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(workshop, { mode: 0o700 });
  try {
    const made = filesOf(workshop);
    copyFileSync(inBackup, made.log);
    const vault = await restoreVault(order, made);
    const { digest, texts, isDemo } = await checkLog(order, manifest, made, vault !== null);
    const secret = placeSecret(made.secret, vault?.secret ?? null, isDemo);
    const lost = order.replaces === null ? null : await lostIn(inBackup, filesOf(order.replaces).log, files);
    putInPlace(made, filesOf(folder));
    return { madeAt: manifest.madeAt, log: digest, vault: countsOf(vault), texts, secret, lost, erasedAgain: vault?.erasedAgain ?? 0 };
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function countsOf(vault: SealedVault | null): Restored['vault'] {
  return vault === null ? null : { madeAt: vault.madeAt, keys: vault.keys, erased: vault.erased };
}

async function restoreVault(order: RestoreOrder, made: DataFiles): Promise<(SealedVault & { readonly erasedAgain: number }) | null> {
  if (order.vault === null) return null;
  const vault = await order.openVault(made.vault);
  try {
    const sealed = await unsealVault(order.vault.file, order.vault.sealing, vault);
    return { ...sealed, erasedAgain: await erasedSince(order, vault) };
  } finally {
    await vault.close();
  }
}

async function erasedSince({ replaces, readVault }: RestoreOrder, vault: Vault): Promise<number> {
  const present = replaces === null ? null : filesOf(replaces).vault;
  if (present === null || !existsSync(present)) return 0;
  const from = readVault(present);
  return eraseAgain(from, vault).finally(() => from.close());
}

async function checkLog({ files, readVault }: RestoreOrder, { log: stated }: Manifest, made: DataFiles, hasVault: boolean) {
  const damage = files.damage(made.log);
  if (damage.length > 0) throw new CopyDiffers(made.log, damage);
  const vault = hasVault ? readVault(made.vault) : null;
  const log = files.open(made.log);
  try {
    const counter = new TextCounter(vault);
    const digest = await digestOf(log, (events) => counter.take(events));
    if (digest.hash !== stated.hash || digest.events !== stated.events) throw new CopyDiffers(made.log, ['its hash is another one']);
    return { digest, texts: counter.count(), isDemo: (await demoMarkIn(log)) !== null };
  } finally {
    await log.close();
    await vault?.close();
  }
}

function placeSecret(file: string, secret: Buffer | null, isDemo: boolean): Restored['secret'] {
  if (isDemo) return 'of the demo';
  if (secret === null) makeSecret(file);
  else writeFileSync(file, `${secret.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return secret === null ? 'new' : 'restored';
}

/** Each file is durable before it is moved; the log is the last. */
function putInPlace(made: DataFiles, place: DataFiles): void {
  for (const what of ['secret', 'vault', 'log'] as const) {
    if (!existsSync(made[what])) continue;
    const file = openSync(made[what], 'r+');
    fsyncSync(file);
    closeSync(file);
    renameSync(made[what], place[what]);
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
