import Database from 'better-sqlite3';
import { VaultClosed } from '../errors.js';
import type { KeptKey, ReadableVault } from '../vault.js';
import { checkFormat } from './key-file.js';
import { translating } from './sqlite-errors.js';

interface Row {
  readonly key_id: string;
  readonly key: Buffer | null;
  readonly subjects: string;
}

/** A read-only connection to the vault's file, beside whoever writes it. */
export class KeyReader implements ReadableVault {
  readonly #db: Database.Database;
  readonly #find: Database.Statement;
  readonly #isErased: Database.Statement;
  readonly #ofSubject: Database.Statement;
  readonly #list: Database.Statement;
  #closed = false;

  private constructor(db: Database.Database) {
    this.#db = db;
    this.#find = db.prepare('SELECT key FROM keys WHERE key_id = ?').pluck();
    this.#isErased = db.prepare('SELECT 1 FROM keys WHERE key_id = ? AND key IS NULL').pluck();
    this.#ofSubject = db.prepare('SELECT key_id FROM subjects WHERE subject = ? ORDER BY key_id').pluck();
    this.#list = db.prepare('SELECT key_id, key, subjects FROM keys WHERE key_id > ? ORDER BY key_id LIMIT ?');
  }

  /** @throws VaultFailed the file cannot be read, or is not there; VaultTooNew */
  static open(file: string): KeyReader {
    return translating(() => {
      const db = new Database(file, { readonly: true });
      try {
        checkFormat(db, file);
        return new KeyReader(db);
      } catch (error) {
        db.close();
        throw error;
      }
    });
  }

  async getKeys(keyIds: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    return this.#read(() => {
      const found = new Map<string, Buffer>();
      for (const keyId of keyIds) {
        const key = this.#find.get(keyId) as Buffer | null | undefined;
        if (key != null) found.set(keyId, key);
      }
      return found;
    });
  }

  async erasedKeys(keyIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#read(() => new Set(keyIds.filter((keyId) => this.#isErased.get(keyId) === 1)));
  }

  async keysOfSubject(subject: string): Promise<readonly string[]> {
    return this.#read(() => this.#ofSubject.all(subject) as string[]);
  }

  async list(after: string | null, limit: number): Promise<readonly KeptKey[]> {
    const rows = this.#read(() => this.#list.all(after ?? '', limit) as Row[]);
    return rows.map(({ key_id: keyId, key, subjects }) => ({ keyId, key, subjects: JSON.parse(subjects) as string[] }));
  }

  async close(): Promise<void> {
    if (!this.#closed) this.#db.close();
    this.#closed = true;
  }

  /** One snapshot for all keys asked for together, and the port's errors. */
  #read<T>(read: () => T): T {
    if (this.#closed) throw new VaultClosed();
    return translating(() => this.#db.transaction(read)());
  }
}
