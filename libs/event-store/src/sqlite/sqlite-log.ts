import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { checkCount, checkStream } from '../append-request.js';
import type { Head, Position, ReadableLog, ReadStreamOptions, RecordedEvent } from '../event-store.js';
import { checkFormat } from './log-file.js';
import { indexAfter, LogReader } from './log-reader.js';
import { translating } from './sqlite-errors.js';

/** A log's file beside whoever writes it: nothing is locked, and nothing can be changed. */
export class SqliteLog implements ReadableLog {
  readonly #reader: LogReader;

  private constructor(reader: LogReader) {
    this.#reader = reader;
  }

  /** @throws StoreCorrupt, StoreTooNew, StoreFailed the file cannot be read, or is not there */
  static open(file: string): SqliteLog {
    return new SqliteLog(LogReader.open(file));
  }

  async readStream(
    stream: string,
    { fromRevision = 0, limit = Number.MAX_SAFE_INTEGER }: ReadStreamOptions = {},
  ): Promise<readonly RecordedEvent[]> {
    checkStream(stream);
    return this.#reader.ofStream(stream, fromRevision, limit);
  }

  async readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    checkCount('limit', limit, 1);
    return this.#reader.fromIndex(indexAfter(after), limit);
  }

  async readFromIndex(index: number, limit: number): Promise<readonly RecordedEvent[]> {
    checkCount('index', index);
    checkCount('limit', limit, 1);
    return this.#reader.fromIndex(index, limit);
  }

  async head(): Promise<Head | null> {
    return this.#reader.head();
  }

  async close(): Promise<void> {
    this.#reader.close();
  }
}

/**
 * Copies a log that may be written meanwhile: the copy is the log as it stood at one moment, in one file, durable on return. Until it is
 * done the write-ahead log of the original grows. (The driver's own backup begins again whenever another process commits.)
 * @throws StoreCorrupt, StoreTooNew, StoreFull, StoreFailed
 */
export function copyLogFile(from: string, to: string): void {
  translating(from, () => {
    const db = new Database(from, { readonly: true });
    try {
      checkFormat(db, from);
      db.prepare('VACUUM INTO ?').run(to);
    } finally {
      db.close();
    }
  });
  const written = openSync(to, 'r');
  try {
    fsyncSync(written);
  } finally {
    closeSync(written);
  }
}
