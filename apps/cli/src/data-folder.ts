import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { SqliteVault } from '#vault/sqlite/sqlite-vault';
import { BadInput } from './outcome.js';

/** Names within a data folder, as the server uses them. */
export const FILES = { log: 'events.sqlite', vault: 'vault.sqlite', secret: 'secret' } as const;

export interface OpenData {
  readonly store: SqliteEventStore;
  readonly vault: SqliteVault;
  /** Keys the hashes that stand in the log. */
  readonly secret: Buffer;
  close(): Promise<void>;
}

/** The folder that a command works on: what `--data` says, else GRAVITAS_DATA, else ./data. */
export function dataFolder(option: string | undefined): string {
  return resolve(option ?? process.env['GRAVITAS_DATA'] ?? './data');
}

/** Opens log and vault of a folder; `make`: makes what is missing. @throws BadInput there is no log; StoreLocked a server has it open */
export async function openData(folder: string, make: boolean): Promise<OpenData> {
  if (!make && !existsSync(join(folder, FILES.log))) throw new BadInput(`${folder} holds no event log`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const store = await SqliteEventStore.open({ file: join(folder, FILES.log) });
  try {
    const vault = await SqliteVault.open(join(folder, FILES.vault));
    const close = async (): Promise<void> => {
      await vault.close();
      await store.close();
    };
    return { store, vault, secret: secretOf(join(folder, FILES.secret)), close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function secretOf(file: string): Buffer {
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
}
