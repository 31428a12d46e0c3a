import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { filesOf, makeDataFolder, secretOf } from '#care';
import type { EventStore } from '#event-store';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import type { Vault } from '#vault';
import { logPlaceIn, type LogPlace } from './log-place.js';
import { BadInput } from './outcome.js';
import { openVaultAt } from './vault-place.js';

export interface OpenData {
  readonly store: EventStore;
  /** How many appends it keeps in order when they are given at once. */
  readonly appendsAtOnce: number;
  readonly vault: Vault;
  /** Keys the hashes that stand in the log; made when it is asked for first, if the log is empty. @throws SecretMissing */
  secret(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The folder that a command works on: what `--data` says, else GRAVITAS_DATA, else ./data. */
export function dataFolder(option: string | undefined): string {
  return resolve(option ?? process.env['GRAVITAS_DATA'] ?? './data');
}

/** A log on a server is there as soon as the server is. */
export function holdsLog(folder: string): boolean {
  const place = logPlaceIn(folder);
  return place.kind === 'kurrentdb' || existsSync(place.file);
}

async function openLog(place: LogPlace, folder: string): Promise<EventStore> {
  if (place.kind === 'sqlite') return SqliteEventStore.open({ file: place.file });
  const { url } = place;
  const { KurrentDbEventStore } = await import('#event-store/kurrentdb/kurrentdb-event-store'); // it brings a native library
  return KurrentDbEventStore.open({ url, namespace: process.env['GRAVITAS_LOG_NAMESPACE'] ?? 'gravitas', folder });
}

/** Opens log and vault of a folder; `make`: makes what is missing. @throws BadInput there is no log; StoreLocked a server has it open */
export async function openData(folder: string, make: boolean): Promise<OpenData> {
  if (!make && !holdsLog(folder)) throw new BadInput(`${folder} holds no event log`);
  makeDataFolder(folder);
  const files = filesOf(folder);
  const place = logPlaceIn(folder);
  const store = await openLog(place, folder);
  try {
    const vault = await openVaultAt(files.vault);
    const close = async (): Promise<void> => {
      await vault.close();
      await store.close();
    };
    return { store, appendsAtOnce: place.kind === 'sqlite' ? 256 : 1, vault, secret: () => secretOf(folder, store, vault), close };
  } catch (error) {
    await store.close();
    throw error;
  }
}
