import Database from 'better-sqlite3';
import type { Change, KeyRow, Outcome } from './writer-messages.js';

/** Format of the file, in its header: `GrvK`, and a version. */
const APPLICATION_ID = 0x4772764b;
const FORMAT = 1;

/** An erased key leaves its id with no key, so that it is never made anew. */
const SCHEMA = `
  CREATE TABLE keys (key_id TEXT PRIMARY KEY, key BLOB, subjects TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE subjects (subject TEXT NOT NULL, key_id TEXT NOT NULL, PRIMARY KEY (subject, key_id)) WITHOUT ROWID;
`;

const BUSY_MS = 5_000;

/** Opens the file for writing, or makes it. */
export function openKeyFile(file: string): Database.Database {
  const db = new Database(file, { timeout: BUSY_MS });
  const isNew = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
  if (!isNew) checkFormat(db, file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON'); // an erased key is overwritten, not only unlinked
  if (isNew) db.exec(`BEGIN; ${SCHEMA} PRAGMA application_id = ${String(APPLICATION_ID)}; PRAGMA user_version = ${String(FORMAT)}; COMMIT`);
  return db;
}

/** Beside SQLite's own codes, so that it comes through the writer's thread like them. */
export const TOO_NEW = 'SQLITE_TOO_NEW';

/** Whether this version can read the file. Throws as the driver does. */
export function checkFormat(db: Database.Database, file: string): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    throw Object.assign(new Error(`${file} is not a vault`), { code: 'SQLITE_NOTADB' });
  if (Number(db.pragma('user_version', { simple: true })) > FORMAT) throw Object.assign(new Error(file), { code: TOO_NEW });
}

interface StoredKey {
  readonly key: Buffer | null;
  readonly subjects: string;
}

/** Makes changes to the keys, in one transaction for all that came together. */
export class KeyWriter {
  readonly #db: Database.Database;
  readonly #find: Database.Statement;
  readonly #write: Database.Statement;
  readonly #addSubject: Database.Statement;
  readonly #removeSubject: Database.Statement;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#find = db.prepare('SELECT key, subjects FROM keys WHERE key_id = ?');
    this.#write = db.prepare(
      'INSERT INTO keys (key_id, key, subjects) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET key = excluded.key, subjects = excluded.subjects',
    );
    this.#addSubject = db.prepare('INSERT INTO subjects (subject, key_id) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#removeSubject = db.prepare('DELETE FROM subjects WHERE subject = ? AND key_id = ?');
  }

  /** All durable on return; on an error nothing of it is done. */
  apply(changes: readonly Change[]): Outcome[] {
    const outcomes = this.#db
      .transaction(() => changes.map((change) => (change.kind === 'put' ? this.#put(change.keys) : this.#delete(change.keyIds))))
      .immediate();
    // The write-ahead log still holds the pages as they were, keys included.
    if (changes.some(({ kind }) => kind === 'delete')) this.#db.pragma('wal_checkpoint(TRUNCATE)');
    return outcomes;
  }

  #put(keys: readonly KeyRow[]): Outcome {
    const stored = keys.map(({ keyId }) => this.#stored(keyId));
    const erased = stored.findIndex((key) => key?.key === null);
    if (erased !== -1) return { erased: (keys[erased] as KeyRow).keyId };
    return keys.map((row) => this.#keep(row));
  }

  #keep({ keyId, key, subjects }: KeyRow): Uint8Array {
    const before = this.#stored(keyId);
    const inForce = before?.key ?? Buffer.from(key);
    const known = before === undefined ? [] : (JSON.parse(before.subjects) as string[]);
    const added = subjects.filter((subject) => !known.includes(subject));
    if (before === undefined || added.length > 0) this.#write.run(keyId, inForce, JSON.stringify([...known, ...added]));
    for (const subject of added) this.#addSubject.run(subject, keyId);
    return inForce;
  }

  #delete(keyIds: readonly string[]): Outcome {
    for (const keyId of keyIds) {
      const before = this.#stored(keyId);
      if (before === undefined) continue;
      for (const subject of JSON.parse(before.subjects) as string[]) this.#removeSubject.run(subject, keyId);
      this.#write.run(keyId, null, '[]');
    }
    return [];
  }

  #stored(keyId: string): StoredKey | undefined {
    return this.#find.get(keyId) as StoredKey | undefined;
  }
}
