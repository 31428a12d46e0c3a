import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { deriveKey, keyIdOf } from '#vault/cipher';
import { vaultContract } from '#vault/contract';
import { PostgresVault } from '#vault/postgres/postgres-vault';
import { Databases } from './databases.js';
import { describePostgres } from './describe-postgres.js';

describePostgres('the vault on PostgreSQL', () => {
  const databases = new Databases();
  let url: string;
  beforeAll(async () => {
    await databases.start();
    url = await databases.make();
  }, 60_000);
  afterAll(() => databases.stop());

  vaultContract('postgres', async () => {
    const part = await databases.makePart(url);
    let last = await PostgresVault.open(part);
    return {
      vault: last,
      reopen: async () => {
        await last.close();
        return (last = await PostgresVault.open(part));
      },
      close: () => last.close(),
    };
  });

  describe('of several processes', () => {
    const key = (n: number, by: string) => ({ keyId: idOf(n), key: deriveKey(by, idOf(n)), subjects: [by] });

    it('has one key for each id, whoever puts it and in whichever order', async () => {
      const part = await databases.makePart(url);
      const vaults = await Promise.all(['ann', 'bo', 'cy'].map(() => PostgresVault.open(part)));
      const ids = Array.from({ length: 30 }, (_, i) => i);
      const put = await Promise.all(
        vaults.flatMap((vault, v) => ids.map((id) => vault.putKeys([key(id, `p${v}`), key((id * 7) % 30, `p${v}`)]))),
      );
      const inForce = await (vaults[0] as PostgresVault).getKeys(ids.map(idOf));
      put.forEach((answered, i) => {
        const id = i % 30;
        expect(answered).toEqual([inForce.get(idOf(id)), inForce.get(idOf((id * 7) % 30))]);
      });
      expect(await (vaults[1] as PostgresVault).keysOfSubject('p2')).toHaveLength(30);
      await Promise.all(vaults.map((vault) => vault.close()));
    });

    it('has one secret, that of the first', async () => {
      const part = await databases.makePart(url);
      const [one, other] = [await PostgresVault.open(part), await PostgresVault.open(part)];
      const secrets = await Promise.all([one.secret(() => Buffer.alloc(32, 1)), other.secret(() => Buffer.alloc(32, 2))]);
      expect(secrets[0]).toEqual(secrets[1]);
      expect(await other.secret(() => Buffer.alloc(32, 3))).toEqual(secrets[0]);
      await Promise.all([one.close(), other.close()]);
    });

    it('lists what is kept and what was erased, in order, a part at a time', async () => {
      const vault = await PostgresVault.open(await databases.makePart(url));
      await vault.putKeys([key(1, 'ann'), key(2, 'bo'), key(3, 'ann')]);
      await vault.deleteKeys([idOf(2)]);
      const [first, ...more] = await vault.list(null, 10);
      expect([first, ...more].map((one) => one?.keyId)).toEqual([idOf(1), idOf(2), idOf(3)].sort());
      expect(await vault.list(first?.keyId ?? null, 1)).toEqual([more[0]]);
      expect([first, ...more].find((one) => one?.keyId === idOf(2))).toEqual({ keyId: idOf(2), key: null, subjects: [] });
      await vault.close();
    });

    it('puts a key or finds it erased, while another erases it', async () => {
      const part = await databases.makePart(url);
      const [one, other] = [await PostgresVault.open(part), await PostgresVault.open(part)];
      for (let n = 0; n < 20; n++) {
        await one.putKeys([key(n, 'ann')]);
        const [put] = await Promise.allSettled([one.putKeys([key(n, 'bo')]), other.deleteKeys([idOf(n)])]);
        if (put.status === 'rejected') expect(put.reason).toMatchObject({ name: 'KeyErased' });
        expect(await one.getKeys([idOf(n)])).toEqual(new Map());
      }
      expect(await one.keysOfSubject('bo')).toEqual([]);
      await Promise.all([one.close(), other.close()]);
    });
  });

  it('waits for the disk, whatever the database does by itself', async () => {
    const vault = await PostgresVault.open(await databases.makePart(url));
    const client = new pg.Client(url);
    await client.connect();
    expect((await client.query('show synchronous_commit')).rows).toEqual([{ synchronous_commit: 'off' }]);
    // A commit that does not wait leaves what is before it in memory for a while; the next one that waits takes it along.
    const before = await client.query('create table unhurried (n int); select pg_current_wal_insert_lsn() as at').then((results) => {
      return (results as unknown as readonly pg.QueryResult<{ readonly at: string }>[])[1]?.rows[0]?.at;
    });
    await vault.putKeys([{ keyId: idOf(1), key: deriveKey('spec', idOf(1)), subjects: ['ann'] }]);
    const flushed = await client.query('select pg_current_wal_flush_lsn() >= $1::pg_lsn as yes', [before]);
    expect(flushed.rows).toEqual([{ yes: true }]);
    await client.end();
    await vault.close();
  });

  it('says what is wrong without the password', async () => {
    const wrong = new URL(url);
    wrong.password = 'a-wrong-secret';
    const opened = await PostgresVault.open(wrong.href).catch((error: unknown) => error);
    const refused = opened as Error;
    expect(refused).toMatchObject({ name: 'VaultFailed', retry: true });
    expect(JSON.stringify([refused.message, Object.entries(refused), refused.stack])).not.toContain('secret');
  });
});

function idOf(n: number): string {
  return keyIdOf('01900000-0000-7000-8000-000000000001', String(n));
}
