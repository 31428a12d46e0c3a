import pg from 'pg';
import { KeyErased, VaultClosed, VaultError } from '../errors.js';
import { checkKeys, type DataKey, type KeptKey, type ReadableVault, type Vault } from '../vault.js';
import { driverError, openPool } from './connections.js';
import { makeTables } from './tables.js';

/**
 * Keys in a PostgreSQL database, for several processes. An erased key is gone for everybody who asks at once; its bytes stay in the
 * server's files until the table is vacuumed and its write-ahead log overwritten (docs/cluster.md).
 */
export class PostgresVault implements Vault, ReadableVault {
  readonly #pool: pg.Pool;
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Opens the vault, or makes its tables. @throws VaultFailed also where the server does not wait for its disk */
  static async open(url: string): Promise<PostgresVault> {
    const pool = openPool(url);
    try {
      await makeTables(pool);
    } catch (error) {
      await pool.end();
      throw driverError(error);
    }
    return new PostgresVault(pool);
  }

  async putKeys(keys: readonly DataKey[]): Promise<readonly Buffer[]> {
    this.#checkOpen();
    checkKeys(keys);
    return this.#run((client) => putAll(client, keys));
  }

  async getKeys(keyIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const rows = await this.#ask<StoredKey>('select key_id, key from vault_key where key_id = any($1) and key is not null', [keyIds]);
    return new Map(rows.map(({ key_id, key }) => [key_id, key as Buffer]));
  }

  async deleteKeys(keyIds: readonly string[]): Promise<void> {
    await this.#run(async (client) => {
      // In one order, as where they are put: two who wait for each other would wait for ever.
      await client.query('select 1 from vault_key where key_id = any($1) order by key_id for update', [keyIds]);
      await client.query('update vault_key set key = null where key_id = any($1) and key is not null', [keyIds]);
      await client.query('delete from vault_subject where key_id = any($1)', [keyIds]);
    });
  }

  async erasedKeys(keyIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#ask<StoredKey>('select key_id from vault_key where key_id = any($1) and key is null', [keyIds]);
    return new Set(rows.map(({ key_id }) => key_id));
  }

  async keysOfSubject(subject: string): Promise<readonly string[]> {
    const rows = await this.#ask<StoredKey>('select key_id from vault_subject where subject = $1 order by key_id', [subject]);
    return rows.map(({ key_id }) => key_id);
  }

  async secret(first: () => Uint8Array): Promise<Buffer> {
    const stored = async () => (await this.#ask<{ readonly secret: Buffer }>('select secret from vault_secret', []))[0]?.secret;
    const known = await stored();
    if (known !== undefined) return known;
    await this.#ask('insert into vault_secret (only_one, secret) values (true, $1) on conflict do nothing', [Buffer.from(first())]);
    return (await stored()) as Buffer;
  }

  /** At most `limit` of what is kept, after an id (null: from the start), in the order of ids: for copies and checks. */
  async list(after: string | null, limit: number): Promise<readonly KeptKey[]> {
    const rows = await this.#ask<StoredKey & { readonly subjects: readonly string[] }>(
      `select key_id, key, array(select subject from vault_subject s where s.key_id = k.key_id order by subject) as subjects
       from vault_key k where key_id > $1 order by key_id limit $2`,
      [after ?? '', limit],
    );
    return rows.map(({ key_id, key, subjects }) => ({ keyId: key_id, key, subjects }));
  }

  /** Finishes what was begun. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#underWay);
    await this.#pool.end();
  }

  async #ask<Row extends object>(statement: string, values: readonly unknown[]): Promise<readonly Row[]> {
    this.#checkOpen();
    return this.#tracked(async () => (await this.#pool.query<Row>(statement, [...values])).rows);
  }

  /** In one transaction, which is durable when it resolves. */
  async #run<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    this.#checkOpen();
    return this.#tracked(async () => {
      const client = await this.#pool.connect();
      let failed: Error | undefined;
      try {
        await client.query('begin');
        const result = await work(client);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((broken: unknown) => (failed = broken as Error));
        throw error;
      } finally {
        client.release(failed);
      }
    });
  }

  async #tracked<T>(work: () => Promise<T>): Promise<T> {
    const working = work();
    this.#underWay.add(working);
    try {
      return await working;
    } catch (error) {
      throw error instanceof VaultError ? error : driverError(error);
    } finally {
      this.#underWay.delete(working);
    }
  }

  #checkOpen(): void {
    if (this.#closed) throw new VaultClosed();
  }
}

interface StoredKey {
  readonly key_id: string;
  readonly key: Buffer | null;
}

async function putAll(client: pg.ClientBase, keys: readonly DataKey[]): Promise<readonly Buffer[]> {
  const given = inOrder(keys);
  // Touching what is there locks it, and answers it as it is after whoever had it before.
  const put = await client.query<StoredKey>(
    `insert into vault_key (key_id, key) select * from unnest($1::text[], $2::bytea[])
     on conflict (key_id) do update set key_id = excluded.key_id returning key_id, key`,
    [given.map(({ keyId }) => keyId), given.map(({ key }) => Buffer.from(key))],
  );
  const inForce = new Map(put.rows.map(({ key_id, key }) => [key_id, key]));
  const erased = keys.find(({ keyId }) => inForce.get(keyId) === null);
  if (erased !== undefined) throw new KeyErased(erased.keyId);
  const links = keys.flatMap(({ keyId, subjects }) => subjects.map((subject) => ({ keyId, subject })));
  await client.query('insert into vault_subject (key_id, subject) select * from unnest($1::text[], $2::text[]) on conflict do nothing', [
    links.map(({ keyId }) => keyId),
    links.map(({ subject }) => subject),
  ]);
  return keys.map(({ keyId }) => Buffer.from(inForce.get(keyId) as Buffer));
}

/** Each key once, the first that was given, in one order for everybody. */
function inOrder(keys: readonly DataKey[]): readonly DataKey[] {
  const first = new Map<string, DataKey>();
  for (const key of keys) if (!first.has(key.keyId)) first.set(key.keyId, key);
  return [...first.values()].sort((one, other) => (one.keyId < other.keyId ? -1 : 1));
}
