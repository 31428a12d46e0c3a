import Database from 'better-sqlite3';
import { VaultClosed } from '../errors.js';
import { checkKeys, type DataKey, type Vault } from '../vault.js';
import { translated, WriterThread } from './writer-thread.js';

/**
 * Keys in a SQLite file of their own (vault.sqlite in the data folder), which is backed up and erased apart from the log. An
 * erased key is overwritten in the file and gone from its write-ahead log; backups made before still hold it.
 */
export class SqliteVault implements Vault {
  readonly #writer: WriterThread;
  readonly #reader: Database.Database;
  readonly #find: Database.Statement;
  readonly #isErased: Database.Statement;
  readonly #ofSubject: Database.Statement;
  #closed = false;

  private constructor(writer: WriterThread, reader: Database.Database) {
    this.#writer = writer;
    this.#reader = reader;
    this.#find = reader.prepare('SELECT key FROM keys WHERE key_id = ?').pluck();
    this.#isErased = reader.prepare('SELECT 1 FROM keys WHERE key_id = ? AND key IS NULL').pluck();
    this.#ofSubject = reader.prepare('SELECT key_id FROM subjects WHERE subject = ? ORDER BY key_id').pluck();
  }

  /** Opens or creates the vault; the folder of the file must exist. @throws VaultFailed */
  static async open(file: string): Promise<SqliteVault> {
    const writer = await WriterThread.start(file);
    return new SqliteVault(writer, new Database(file, { readonly: true }));
  }

  async putKeys(keys: readonly DataKey[]): Promise<readonly Buffer[]> {
    this.#checkOpen();
    checkKeys(keys);
    const inForce = await this.#writer.change({ kind: 'put', keys: keys.map(({ keyId, key, subjects }) => ({ keyId, key, subjects })) });
    return inForce.map((key) => Buffer.from(key));
  }

  async getKeys(keyIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    this.#checkOpen();
    return this.#read(() => {
      const found = new Map<string, Buffer>();
      for (const keyId of keyIds) {
        const key = this.#find.get(keyId) as Buffer | null | undefined;
        if (key != null) found.set(keyId, key);
      }
      return found;
    });
  }

  async deleteKeys(keyIds: readonly string[]): Promise<void> {
    this.#checkOpen();
    await this.#writer.change({ kind: 'delete', keyIds });
  }

  async erasedKeys(keyIds: readonly string[]): Promise<ReadonlySet<string>> {
    this.#checkOpen();
    return this.#read(() => new Set(keyIds.filter((keyId) => this.#isErased.get(keyId) === 1)));
  }

  async keysOfSubject(subject: string): Promise<readonly string[]> {
    this.#checkOpen();
    return this.#read(() => this.#ofSubject.all(subject) as string[]);
  }

  async close(): Promise<void> {
    if (!this.#closed) this.#reader.close();
    this.#closed = true;
    await this.#writer.close();
  }

  /** One snapshot for all keys asked for together, and the port's errors. */
  #read<T>(read: () => T): T {
    try {
      return this.#reader.transaction(read)();
    } catch (error) {
      const { code = 'UNKNOWN', message } = error as { code?: string; message: string };
      throw translated({ code, message });
    }
  }

  #checkOpen(): void {
    if (this.#closed) throw new VaultClosed();
  }
}
