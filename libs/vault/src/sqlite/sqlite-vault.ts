import { VaultClosed } from '../errors.js';
import { checkKeys, type DataKey, type KeptKey, type ReadableVault, type Vault } from '../vault.js';
import { KeyReader } from './key-reader.js';
import { WriterThread } from './writer-thread.js';

/**
 * Keys in a SQLite file of their own (vault.sqlite in the data folder), which is backed up and erased apart from the log. An
 * erased key is overwritten in the file and gone from its write-ahead log; backups made before still hold it.
 */
export class SqliteVault implements Vault, ReadableVault {
  readonly #writer: WriterThread;
  readonly #reader: KeyReader;
  #closed = false;

  private constructor(writer: WriterThread, reader: KeyReader) {
    this.#writer = writer;
    this.#reader = reader;
  }

  /** Opens or creates the vault; the folder of the file must exist. @throws VaultFailed, VaultTooNew */
  static async open(file: string): Promise<SqliteVault> {
    const writer = await WriterThread.start(file);
    return new SqliteVault(writer, KeyReader.open(file));
  }

  async putKeys(keys: readonly DataKey[]): Promise<readonly Buffer[]> {
    this.#checkOpen();
    checkKeys(keys);
    const inForce = await this.#writer.change({ kind: 'put', keys: keys.map(({ keyId, key, subjects }) => ({ keyId, key, subjects })) });
    return inForce.map((key) => Buffer.from(key));
  }

  async getKeys(keyIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    return this.#reader.getKeys(keyIds);
  }

  async deleteKeys(keyIds: readonly string[]): Promise<void> {
    this.#checkOpen();
    await this.#writer.change({ kind: 'delete', keyIds });
  }

  async erasedKeys(keyIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#reader.erasedKeys(keyIds);
  }

  async keysOfSubject(subject: string): Promise<readonly string[]> {
    return this.#reader.keysOfSubject(subject);
  }

  async list(after: string | null, limit: number): Promise<readonly KeptKey[]> {
    return this.#reader.list(after, limit);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#reader.close();
    await this.#writer.close();
  }

  #checkOpen(): void {
    if (this.#closed) throw new VaultClosed();
  }
}
