import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import type { Vault } from '#vault';
import { SecretMissing, SecretUnreadable } from './errors.js';

/** Names within a data folder. `snapshots` is a folder; it and the read models are derived, and may be deleted while nothing runs. */
const NAMES = {
  log: 'events.sqlite',
  vault: 'vault.sqlite',
  readModels: 'read-models.sqlite',
  snapshots: 'snapshots',
  secret: 'secret',
} as const;

/** Paths of what a data folder holds, whether it is there or not. */
export type DataFiles = Readonly<Record<keyof typeof NAMES, string>>;

export function filesOf(folder: string): DataFiles {
  const entries = Object.entries(NAMES).map(([what, name]) => [what, join(folder, name)]);
  return Object.fromEntries(entries) as DataFiles;
}

/** Makes the folder if it is not there, for its owner alone. */
export function makeDataFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

const SECRET_BYTES = 32;

/**
 * What keys the hashes that stand in the log. It is made for an empty log alone: with another one, names that were claimed before
 * would be given away again. null as the folder: everything is in memory, and the secret ends with it.
 * @throws SecretMissing, SecretUnreadable
 */
export function secretIn(folder: string | null, logIsEmpty: boolean): Buffer {
  if (folder === null) return randomBytes(SECRET_BYTES);
  const { secret: file } = filesOf(folder);
  if (!existsSync(file)) {
    if (!logIsEmpty) throw new SecretMissing(file);
    makeSecret(file);
  }
  const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (secret.length < SECRET_BYTES) throw new SecretUnreadable(file);
  return secret;
}

/** Writes a new secret where there is none; durable on return, as what it keys will be. */
export function makeSecret(file: string): void {
  writeFileSync(file, `${randomBytes(SECRET_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
}

/** Within so many entries from its start a demo log says that it is one. */
const MARKED_WITHIN = 1000;

/** What makes a log a demonstration: the seed from which its secret, its keys and its tokens follow. */
export interface DemoMark {
  readonly programme: string;
  readonly seed: number;
}

/** The mark of a demo log; null: it is a real one. */
export async function demoMarkIn(log: Pick<EventStore, 'readFromIndex'>): Promise<DemoMark | null> {
  const mark = (await log.readFromIndex(0, MARKED_WITHIN)).find(({ type }) => type === 'DemoMarked');
  if (mark === undefined) return null;
  return { programme: mark.stream.slice('programme-'.length), seed: mark.data['seed'] as number };
}

/**
 * The secret of a log, wherever its folder is: of several processes it stands in their vault; a demo's follows from its seed and protects
 * nobody. @throws as `secretIn`
 */
export async function secretOf(
  folder: string | null,
  log: Pick<EventStore, 'readFromIndex' | 'head'>,
  vault: Pick<Vault, 'secret'> = {},
): Promise<Uint8Array> {
  const mark = await demoMarkIn(log);
  const isEmpty = (await log.head()) === null;
  const own = () => secretIn(folder, isEmpty);
  if (mark === null) return vault.secret?.(own) ?? own();
  // Loaded where it is wanted: a real log needs nothing of it.
  const { demoSecret } = await import('#connect/demo/demo-tokens');
  return demoSecret(mark.seed);
}
