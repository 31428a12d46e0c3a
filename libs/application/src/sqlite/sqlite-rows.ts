import Database from 'better-sqlite3';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { SnapshotBrokenOff, SnapshotDamaged } from '../errors.js';
import type { KeptKey, SnapshotMark, SnapshotRows } from '../snapshots.js';

/** Format of the file, in its header: `GrvS`, and a version. */
const APPLICATION_ID = 0x47727653;
const FORMAT = 1;

// A key has no type of its own: numbers and words are told apart as they were given.
const SCHEMA = `
  CREATE TABLE about (version TEXT NOT NULL);
  CREATE TABLE marks (at INTEGER PRIMARY KEY, position TEXT NOT NULL, event TEXT NOT NULL);
  CREATE TABLE rows (id INTEGER PRIMARY KEY, part TEXT NOT NULL, key NOT NULL, page INTEGER NOT NULL, at INTEGER NOT NULL, sum INTEGER NOT NULL, value BLOB);
  CREATE UNIQUE INDEX rows_by_key ON rows (part, key, page, at);
`;

/** What is small was often looked at only, and is not written again when it is the same; what is large was mostly changed. */
const COMPARED_BYTES = 512;

/** The stored states of one fold in a SQLite file. A value is a structured clone, with a checksum over it and its place. */
export class SqliteRows implements SnapshotRows {
  readonly #db: Database.Database;
  readonly #fold: string;
  readonly #newest: Database.Statement;
  readonly #read: Database.Statement;
  readonly #first: Database.Statement;
  readonly #insert: Database.Statement;
  readonly #delete: Database.Statement;
  readonly #mark: Database.Statement;
  #index = 0;
  #damaged = false;

  private constructor(db: Database.Database, fold: string) {
    this.#db = db;
    this.#fold = fold;
    this.#newest = db.prepare('SELECT at AS "index", position, event FROM marks WHERE at <= ? ORDER BY at DESC LIMIT 1');
    const columns = 'key, page, at, sum, value';
    this.#read = db
      .prepare(`SELECT ${columns} FROM rows WHERE part = ? AND key = ? AND page = ? AND at <= ? ORDER BY at DESC LIMIT 1`)
      .raw();
    this.#first = db
      .prepare(
        `SELECT ${columns} FROM rows AS one WHERE part = ? AND page = 0 AND at =
           (SELECT max(at) FROM rows AS other WHERE other.part = one.part AND other.key = one.key AND other.page = 0 AND other.at <= ?)
         ORDER BY id`,
      )
      .raw();
    this.#insert = db.prepare('INSERT INTO rows (part, key, page, at, sum, value) VALUES (?, ?, ?, ?, ?, ?)');
    this.#delete = db.prepare('DELETE FROM rows WHERE part = ? AND key = ? AND page = ?');
    this.#mark = db.prepare('INSERT INTO marks (at, position, event) VALUES (?, ?, ?)');
  }

  /** null: the file holds something else, or what another version wrote; `locked`: another process has it open. */
  static open(file: string, fold: string, version: string): SqliteRows | 'locked' | null {
    const db = new Database(file, { timeout: 0 });
    try {
      db.pragma('locking_mode = EXCLUSIVE');
      db.pragma('journal_mode = WAL');
      // Derived data: what a power cut takes of it is folded again.
      db.pragma('synchronous = NORMAL');
      db.pragma('cache_size = -32768');
      db.pragma('wal_autocheckpoint = 8192');
      if (fits(db, version)) return new SqliteRows(db, fold);
    } catch (error) {
      const { code = '' } = error as { readonly code?: string };
      if (code.startsWith('SQLITE_BUSY')) {
        db.close();
        return 'locked';
      }
      if (!code.startsWith('SQLITE_')) throw error;
    }
    db.close();
    return null;
  }

  mark(notAfter = Number.MAX_SAFE_INTEGER): SnapshotMark | null {
    return (this.#newest.get(notAfter) as SnapshotMark | undefined) ?? null;
  }

  read(part: string, key: KeptKey, page: number, asOf: number): unknown {
    this.#checkWhole();
    const row = this.#read.get(part, key, page, asOf) as StoredRow | undefined;
    return row === undefined ? undefined : this.#value(part, row);
  }

  *first(part: string, asOf: number): Iterable<readonly [key: KeptKey, value: unknown]> {
    this.#checkWhole();
    for (const row of this.#first.all(part, asOf) as StoredRow[]) {
      const value = this.#value(part, row);
      if (value !== undefined) yield [row[0], value];
    }
  }

  begin(index: number): void {
    this.#checkWhole();
    this.#index = index;
    this.#db.exec('BEGIN IMMEDIATE');
  }

  write(part: string, key: KeptKey, page: number, value: unknown, replaces: boolean): void {
    this.#checkBegun();
    const bytes = value === undefined ? null : serialize(value);
    if (replaces) this.#delete.run(part, key, page);
    else if ((bytes?.length ?? 0) <= COMPARED_BYTES) {
      const before = this.#read.get(part, key, page, this.#index) as StoredRow | undefined;
      if (isSame(before?.[4] ?? null, bytes)) return;
    }
    if (bytes === null && replaces) return;
    this.#insert.run(part, key, page, this.#index, sumOf(part, key, page, this.#index, bytes), bytes);
  }

  commit({ index, position, event }: SnapshotMark): void {
    this.#checkBegun();
    this.#mark.run(index, position, event);
    this.#db.exec('COMMIT');
  }

  rollback(): void {
    if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
  }

  clear(): void {
    this.rollback();
    this.#db.exec('BEGIN; DELETE FROM marks; DELETE FROM rows; COMMIT');
    this.#damaged = false;
  }

  close(): void {
    this.#db.close();
  }

  #value(part: string, [key, page, at, sum, bytes]: StoredRow): unknown {
    if (sum !== sumOf(part, key, page, at, bytes)) {
      this.clear();
      this.#damaged = true;
      throw new SnapshotDamaged(this.#fold);
    }
    return bytes === null ? undefined : deserialize(bytes);
  }

  /** What was dropped is not there; to a fold that still stands on it, that would be another answer. */
  #checkWhole(): void {
    if (this.#damaged) throw new SnapshotDamaged(this.#fold);
  }

  /** The database ends a transaction by itself when it fails or is cleared: what came after would stand alone, and at once. */
  #checkBegun(): void {
    this.#checkWhole();
    if (!this.#db.inTransaction) throw new SnapshotBrokenOff(this.#fold);
  }
}

type StoredRow = [key: KeptKey, page: number, at: number, sum: number, value: Buffer | null];

function isSame(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}

function sumOf(part: string, key: KeptKey, page: number, at: number, bytes: Buffer | null): number {
  return crc32(bytes ?? '', crc32(`${part} ${String(key)} ${String(page)} ${String(at)}`));
}

function fits(db: Database.Database, version: string): boolean {
  if (db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0) {
    db.exec(`BEGIN; ${SCHEMA} PRAGMA application_id = ${String(APPLICATION_ID)}; PRAGMA user_version = ${String(FORMAT)}; COMMIT`);
    db.prepare('INSERT INTO about (version) VALUES (?)').run(version);
    return true;
  }
  const [application, format] = ['application_id', 'user_version'].map((name) => db.pragma(name, { simple: true }));
  return application === APPLICATION_ID && format === FORMAT && db.prepare('SELECT version FROM about').pluck().get() === version;
}
