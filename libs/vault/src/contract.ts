import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deriveKey, keyIdOf } from './cipher.js';
import { VaultClosed } from './errors.js';
import { KEY_BYTES, type DataKey, type Vault } from './vault.js';

export interface OpenedVault {
  readonly vault: Vault;
  /** Closes the vault and opens what it kept; only where something is kept. */
  readonly reopen?: () => Promise<Vault>;
  readonly close: () => Promise<void>;
}

/** What every adapter must keep; an adapter's own spec calls this and adds only what is particular to it. */
export function vaultContract(name: string, open: () => Promise<OpenedVault>): void {
  describe(`vault contract: ${name}`, () => {
    let opened: OpenedVault;
    let vault: Vault;
    beforeEach(async () => {
      opened = await open();
      vault = opened.vault;
    });
    afterEach(() => opened.close());

    it('gives back the keys that were put, and leaves out the others', async () => {
      const keys = [dataKey(1), dataKey(2), dataKey(3)];
      expect(await vault.putKeys(keys)).toEqual(keys.map(({ key }) => key));
      const found = await vault.getKeys([idOf(3), idOf(9), idOf(1)]);
      expect(found).toEqual(
        new Map([
          [idOf(3), keys[2]?.key],
          [idOf(1), keys[0]?.key],
        ]),
      );
      expect(await vault.getKeys([])).toEqual(new Map());
    });

    it('keeps a key that is there, and answers it', async () => {
      await vault.putKeys([dataKey(1)]);
      const other = { ...dataKey(1), key: deriveKey('other', idOf(1)) };
      expect(await vault.putKeys([other, dataKey(2)])).toEqual([dataKey(1).key, dataKey(2).key]);
      expect((await vault.getKeys([idOf(1)])).get(idOf(1))).toEqual(dataKey(1).key);
    });

    it('gives all of many concurrent callers the same key', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => vault.putKeys([{ ...dataKey(1), key: deriveKey(String(i), idOf(1)) }])),
      );
      const inForce = (await vault.getKeys([idOf(1)])).get(idOf(1));
      for (const answer of answers) expect(answer).toEqual([inForce]);
    });

    it('is not changed by what happens to the buffers that went in or came out', async () => {
      const mine = dataKey(1);
      const [answered] = await vault.putKeys([mine]);
      for (const buffer of [mine.key, answered, (await vault.getKeys([idOf(1)])).get(idOf(1))]) buffer?.fill(0);
      expect((await vault.getKeys([idOf(1)])).get(idOf(1))).toEqual(dataKey(1).key);
    });

    it('finds the keys of a person', async () => {
      await vault.putKeys([dataKey(1, ['anna']), dataKey(2, ['anna', 'boris']), dataKey(3, ['boris'])]);
      await vault.putKeys([dataKey(3, ['carla'])]);
      expect(await vault.keysOfSubject('anna')).toEqual([idOf(1), idOf(2)].sort());
      expect(await vault.keysOfSubject('boris')).toEqual([idOf(2), idOf(3)].sort());
      expect(await vault.keysOfSubject('carla')).toEqual([idOf(3)]);
      expect(await vault.keysOfSubject('dora')).toEqual([]);
    });

    it('erases for good: the key is gone for all its people, and its id is never used again', async () => {
      await vault.putKeys([dataKey(1, ['anna', 'boris']), dataKey(2, ['anna'])]);
      await vault.deleteKeys([idOf(1), idOf(9)]);
      await vault.deleteKeys([idOf(1)]);
      expect([...(await vault.getKeys([idOf(1), idOf(2)])).keys()]).toEqual([idOf(2)]);
      expect(await vault.keysOfSubject('anna')).toEqual([idOf(2)]);
      expect(await vault.keysOfSubject('boris')).toEqual([]);
      expect(await vault.erasedKeys([idOf(1), idOf(2), idOf(9)])).toEqual(new Set([idOf(1)]));
      await expect(vault.putKeys([dataKey(3), dataKey(1)])).rejects.toMatchObject({ name: 'KeyErased', keyId: idOf(1) });
      expect(await vault.getKeys([idOf(3)])).toEqual(new Map());
      expect(await vault.putKeys([dataKey(9)])).toEqual([dataKey(9).key]);
    });

    it.each<[string, Partial<DataKey>]>([
      ['keyId', { keyId: 'short' }],
      ['key', { key: Buffer.alloc(KEY_BYTES - 1) }],
      ['subjects', { subjects: [] }],
      ['subjects', { subjects: [''] }],
    ])('refuses a wrong %s and the keys beside it', async (field, wrong) => {
      await expect(vault.putKeys([dataKey(1), { ...dataKey(2), ...wrong }])).rejects.toMatchObject({ name: 'InvalidKey', field });
      expect(await vault.getKeys([idOf(1)])).toEqual(new Map());
    });

    it('finishes what was begun before it closes, and refuses what comes after', async () => {
      const begun = vault.putKeys([dataKey(1)]);
      const closed = vault.close();
      expect(await begun).toHaveLength(1);
      await closed;
      await vault.close();
      for (const late of [
        vault.putKeys([dataKey(2)]),
        vault.getKeys([]),
        vault.deleteKeys([]),
        vault.erasedKeys([]),
        vault.keysOfSubject('anna'),
      ]) {
        await expect(late).rejects.toBeInstanceOf(VaultClosed);
      }
    });

    it('keeps keys and erasures for the next time it is opened', async () => {
      if (opened.reopen === undefined) return;
      await vault.putKeys([dataKey(1, ['anna']), dataKey(2, ['anna'])]);
      await vault.deleteKeys([idOf(2)]);
      const again = await opened.reopen();
      expect(await again.getKeys([idOf(1), idOf(2)])).toEqual(new Map([[idOf(1), dataKey(1).key]]));
      expect(await again.keysOfSubject('anna')).toEqual([idOf(1)]);
      expect(await again.erasedKeys([idOf(2)])).toEqual(new Set([idOf(2)]));
    });
  });
}

function idOf(n: number): string {
  return keyIdOf('01900000-0000-7000-8000-000000000001', String(n));
}

function dataKey(n: number, subjects: readonly string[] = ['anna']): DataKey & { key: Buffer } {
  return { keyId: idOf(n), key: deriveKey('contract', idOf(n)), subjects };
}
