import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deriveKey, keyIdOf } from '../cipher.js';
import { vaultContract } from '../contract.js';
import type { DataKey } from '../vault.js';
import { KeyReader } from './key-reader.js';
import { SqliteVault } from './sqlite-vault.js';

vaultContract('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gravitas-vault-'));
  const open = (): Promise<SqliteVault> => SqliteVault.open(join(folder, 'vault.sqlite'));
  let last = await open();
  return {
    vault: last,
    reopen: async () => {
      await last.close();
      return (last = await open());
    },
    close: async () => {
      await last.close();
      rmSync(folder, { recursive: true });
    },
  };
});

describe('SqliteVault', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gravitas-vault-'));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });
  const holdsOnDisk = (bytes: Uint8Array): boolean =>
    readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(Buffer.from(bytes)));

  it('leaves no byte of an erased key, nor the people of its text, in any file', async () => {
    const vault = await SqliteVault.open(join(folder, 'vault.sqlite'));
    const keys = Array.from({ length: 200 }, (_, i) => dataKey(i));
    await vault.putKeys(keys);
    expect(keys.every(({ key }) => holdsOnDisk(key))).toBe(true);
    await vault.getKeys(keys.map(({ keyId }) => keyId));

    const erased = keys.filter((_, i) => i % 3 === 0);
    await vault.deleteKeys(erased.map(({ keyId }) => keyId));
    expect(erased.some(({ key }) => holdsOnDisk(key))).toBe(false);
    expect(erased.some(({ subjects }) => holdsOnDisk(Buffer.from(subjects[0] as string)))).toBe(false);
    expect(keys.filter((_, i) => i % 3 !== 0).every(({ key }) => holdsOnDisk(key))).toBe(true);
    await vault.close();
  });

  it('rejects what waits and says that it is closed when its writer dies', async () => {
    const vault = await SqliteVault.open(join(folder, 'vault.sqlite'));
    jest.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(function (this: Worker) {
      void this.terminate();
    });
    await expect(vault.putKeys([dataKey(1)])).rejects.toMatchObject({ name: 'VaultFailed', retry: true });
    await expect(vault.putKeys([dataKey(1)])).rejects.toMatchObject({ name: 'VaultClosed' });
    await vault.close();
  });

  it('lists what it keeps beside who writes it, with what was erased', async () => {
    const file = join(folder, 'vault.sqlite');
    const vault = await SqliteVault.open(file);
    await vault.putKeys([dataKey(1), dataKey(2), dataKey(3)]);
    await vault.deleteKeys([dataKey(2).keyId]);
    const beside = KeyReader.open(file);
    const kept = [dataKey(1), { ...dataKey(2), key: null, subjects: [] }, dataKey(3)].sort((a, b) => (a.keyId < b.keyId ? -1 : 1));
    const [first, ...rest] = kept;
    expect(await beside.list(null, 1)).toEqual([first]);
    expect(await beside.list((first as DataKey).keyId, 10)).toEqual(rest);
    expect(await vault.list(null, 10)).toEqual(kept);
    await beside.close();
    await vault.close();
  });

  it('refuses a vault of a newer version, and leaves it as it is', async () => {
    const file = join(folder, 'vault.sqlite');
    await (await SqliteVault.open(file)).close();
    const db = new Database(file);
    db.pragma('user_version = 2');
    db.close();
    const before = readFileSync(file);
    await expect(SqliteVault.open(file)).rejects.toMatchObject({ name: 'VaultTooNew' });
    expect(() => KeyReader.open(file)).toThrow(/written by a newer version of Gravitas: start that version or a later one$/);
    expect(readFileSync(file)).toEqual(before);
  });

  it('does not open what is not a vault', async () => {
    writeFileSync(join(folder, 'vault.sqlite'), 'minutes of the last meeting');
    await expect(SqliteVault.open(join(folder, 'vault.sqlite'))).rejects.toMatchObject({ name: 'VaultFailed' });
  });
});

function dataKey(n: number): DataKey {
  const keyId = keyIdOf('01900000-0000-7000-8000-000000000001', String(n));
  return { keyId, key: deriveKey('spec', keyId), subjects: [`person-${String(n).padStart(6, '0')}`] };
}
