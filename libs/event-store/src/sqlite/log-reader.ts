import Database from 'better-sqlite3';
import { InvalidPosition, StoreCorrupt } from '../errors.js';
import type { Envelope, Head, Position, RecordedEvent } from '../event-store.js';
import { checkFormat } from './log-file.js';
import { translating } from './sqlite-errors.js';

const POSITION = /^\d{16}$/;
const POSITION_WIDTH = 16;
const TAIL_EVENTS = 64;

/**
 * A read-only connection to the log. It reads whole pages and leaves no statement open in between, since an open one holds
 * back checkpoints. In the file a position is index + 1, so that a gap is a sign of damage.
 */
export class LogReader {
  readonly #file: string;
  readonly #db: Database.Database;
  readonly #last: Database.Statement;
  readonly #page: Database.Statement;
  readonly #streamPage: Database.Statement;

  private constructor(file: string, db: Database.Database) {
    this.#file = file;
    this.#db = db;
    this.#last = db.prepare('SELECT max(position) FROM events').pluck();
    this.#page = db.prepare('SELECT body FROM events WHERE position > ? AND position <= ? ORDER BY position').pluck();
    this.#streamPage = db
      .prepare(
        `SELECT position, body FROM events
         WHERE stream = (SELECT id FROM streams WHERE name = ?) AND revision >= ? ORDER BY revision LIMIT ?`,
      )
      .raw();
  }

  /** Opens a log that the writer has opened before, and reads its newest events. @throws StoreCorrupt, StoreFailed */
  static open(file: string): LogReader {
    const db = translating(file, () => new Database(file, { readonly: true }));
    try {
      translating(file, () => checkFormat(db, file));
      const reader = translating(file, () => new LogReader(file, db));
      reader.#checkTail();
      return reader;
    } catch (error) {
      db.close();
      throw error;
    }
  }

  head(): Head | null {
    const last = this.#lastPosition();
    return last === 0 ? null : { position: positionAt(last - 1), index: last - 1 };
  }

  /** At most `limit` events from an index on. @throws StoreCorrupt */
  fromIndex(index: number, limit: number): RecordedEvent[] {
    const upTo = Math.min(index + limit, this.#lastPosition());
    if (upTo <= index) return [];
    const bodies = translating(this.#file, () => this.#page.all(index, upTo) as string[]);
    if (bodies.length !== upTo - index) throw new StoreCorrupt(`${this.#file}: events are missing after index ${String(index)}`);
    return this.parsed(index, bodies);
  }

  /** The events whose bodies stand from an index on. @throws StoreCorrupt */
  parsed(index: number, bodies: readonly string[]): RecordedEvent[] {
    return bodies.map((body, i) => this.#parse(index + 1 + i, body));
  }

  ofStream(stream: string, fromRevision: number, limit: number): RecordedEvent[] {
    const rows = translating(this.#file, () => this.#streamPage.all(stream, fromRevision, limit) as [number, string][]);
    return rows.map(([position, body]) => this.#parse(position, body));
  }

  close(): void {
    this.#db.close();
  }

  /** A torn write would show in the newest events: each can be parsed and is found where it says that it stands. */
  #checkTail(): void {
    const find = this.#db
      .prepare('SELECT position FROM events WHERE stream = (SELECT id FROM streams WHERE name = ?) AND revision = ?')
      .pluck();
    for (const { stream, revision, index } of this.fromIndex(Math.max(0, this.#lastPosition() - TAIL_EVENTS), TAIL_EVENTS)) {
      if (find.get(stream, revision) !== index + 1)
        throw new StoreCorrupt(`${this.#file}: the event at index ${String(index)} is not in its stream`);
    }
  }

  #lastPosition(): number {
    return translating(this.#file, () => this.#last.get() as number | null) ?? 0;
  }

  #parse(position: number, body: string): RecordedEvent {
    try {
      // Set on what was parsed: copying so many fields would cost as much as a tenth of the parsing.
      const event = JSON.parse(body) as Envelope & { -readonly [Place in 'index' | 'position']: RecordedEvent[Place] };
      event.index = position - 1;
      event.position = positionAt(position - 1);
      return event;
    } catch {
      throw new StoreCorrupt(`${this.#file}: the event at index ${String(position - 1)} cannot be parsed`);
    }
  }
}

/** The position of the event at an index. */
export function positionAt(index: number): Position {
  return String(index + 1).padStart(POSITION_WIDTH, '0');
}

/** The index of the event after a position. @throws InvalidPosition */
export function indexAfter(position: Position | null): number {
  if (position === null) return 0;
  if (!POSITION.test(position)) throw new InvalidPosition();
  return Number(position);
}
