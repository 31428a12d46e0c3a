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
  for (let n = first; n < first + count; n += 1) {
    const event = someEvent(n + 1);
    const data: JsonObject = { n, text: { $plain: `text ${n}` } };
    const [sealed] = await sealPersonal(vault, [{ eventId: event.id, data, subjects: [`person-${n % 3}`] }]);
    await store.append('issue-1', n === 0 ? 'noStream' : n - 1, [{ ...event, data: sealed as JsonObject }]);
  }
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
