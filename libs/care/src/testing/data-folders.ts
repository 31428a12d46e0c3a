import { checkRows } from '#event-store/sqlite/log-check';
import { SqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { SqliteLog } from '#event-store/sqlite/sqlite-log';
import type { JsonObject } from '#ledger';
import { sealPersonal } from '#vault';
import { KeyReader } from '#vault/sqlite/key-reader';
import { SqliteVault } from '#vault/sqlite/sqlite-vault';
import { filesOf, makeDataFolder, secretIn } from '../data-folder.js';
import type { LogFiles } from '../log-files.js';
import { restore, type Restored, type RestoreOrder } from '../restore.js';
import { someEvent } from './some-log.js';

export const sqliteFiles: LogFiles = { open: (file) => SqliteLog.open(file), damage: checkRows };

/** A data folder with `count` events, each with a sealed text of its own; more of them when it is there already. */
export async function fillFolder(folder: string, count: number): Promise<void> {
  makeDataFolder(folder);
  secretIn(folder, true);
  const store = await SqliteEventStore.open({ file: filesOf(folder).log });
  const vault = await SqliteVault.open(filesOf(folder).vault);
  const first = ((await store.head())?.index ?? -1) + 1;
  const events = Array.from({ length: count }, (_, i) => someEvent(first + i + 1));
  const unsealed = events.map(({ id }, i) => {
    const n = first + i;
    return { eventId: id, data: { n, text: { $plain: `text ${n}` } }, subjects: [`person-${n % 3}`] };
  });
  const sealed = await sealPersonal(vault, unsealed);
  const appended = events.map((event, i) => ({ ...event, data: sealed[i] as JsonObject }));
  if (count > 0) await store.append('issue-1', first === 0 ? 'noStream' : first - 1, appended);
  await vault.close();
  await store.close();
}

/** Erases the keys of a person in a folder. */
export async function eraseIn(folder: string, person: string): Promise<number> {
  const vault = await SqliteVault.open(filesOf(folder).vault);
  const keys = await vault.keysOfSubject(person);
  await vault.deleteKeys(keys);
  await vault.close();
  return keys.length;
}

export async function restoreTo(
  folder: string,
  backup: string,
  more: Partial<Pick<RestoreOrder, 'vault' | 'replaces'>> = {},
): Promise<Restored> {
  return restore({
    backup,
    folder,
    files: sqliteFiles,
    vault: null,
    replaces: null,
    openVault: (file) => SqliteVault.open(file),
    readVault: (file) => KeyReader.open(file),
    ...more,
  });
}
