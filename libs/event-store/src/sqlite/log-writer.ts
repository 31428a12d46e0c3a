import type Database from 'better-sqlite3';
import type { Outcome } from './writer-messages.js';

const MAX_CACHED_STREAMS = 50_000;

/** One append, as the writer sees it. */
export interface Append {
  readonly stream: string;
  readonly firstRevision: number;
  readonly bodies: readonly string[];
  readonly idTails: readonly number[];
}

interface StreamEnd {
  readonly id: number;
  lastRevision: number;
}

/** One batch of appends at a time; each is checked before its inserts, so that a conflict leaves the rest of the batch alone. */
export class LogWriter {
  readonly #db: Database.Database;
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;
  readonly #findStream: Database.Statement;
  readonly #lastRevision: Database.Statement;
  readonly #addStream: Database.Statement;
  readonly #addEvent: Database.Statement;
  readonly #bodiesFrom: Database.Statement;
  readonly #bodiesByIdTail: Database.Statement;
  readonly #ends = new Map<string, StreamEnd>();
  #lastPosition = 0;
  #lastStreamId = 0;
  #open = false;
  /** A batch failed, and what is held in memory may be of it. */
  #stale = false;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#rollback = db.prepare('ROLLBACK');
    this.#findStream = db.prepare('SELECT id FROM streams WHERE name = ?').pluck();
    this.#lastRevision = db.prepare('SELECT max(revision) FROM events WHERE stream = ?').pluck();
    this.#addStream = db.prepare('INSERT INTO streams (name, id) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#addEvent = db.prepare('INSERT INTO events (position, stream, revision, id_tail, body) VALUES (?, ?, ?, ?, ?)');
    this.#bodiesFrom = db.prepare('SELECT body FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?').pluck();
    this.#bodiesByIdTail = db.prepare('SELECT body FROM events WHERE stream = ? AND id_tail = ?').pluck();
    this.#forget();
  }

  /** Adds to the open batch. On an error the whole batch is rolled back. */
  add(append: Append): Outcome {
    try {
      if (this.#stale) this.#beAsTheFile();
      if (!this.#open) this.#begin.run();
      this.#open = true;
      return this.#append(append);
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** The batch is durable on return. On an error it is rolled back. */
  commit(): void {
    try {
      this.#commit.run();
      this.#open = false;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  /** Never throws: what made the batch fail is what is told, and a disk that cannot be read now is read again before the next append. */
  #rollBack(): void {
    this.#open = false;
    this.#stale = true;
    try {
      this.#beAsTheFile();
    } catch {
      // It stays stale.
    }
  }

  #beAsTheFile(): void {
    if (this.#db.inTransaction) this.#rollback.run();
    this.#forget();
    this.#stale = false;
  }

  #append({ stream, firstRevision, bodies, idTails }: Append): Outcome {
    const fresh = firstRevision === 0 ? this.#newStream(stream) : undefined;
    const end = fresh ?? this.#endOf(stream);
    if (end === undefined) return { refusal: 'wrongRevision', actual: -1 };
    if (end.lastRevision + 1 !== firstRevision) return this.#repeated(end, firstRevision, bodies);
    if (fresh === undefined) {
      for (let i = 0; i < bodies.length; i += 1) {
        const taken = this.#takenId(end.id, idTails[i] as number, bodies[i] as string);
        if (taken !== null) return { refusal: 'duplicateId', id: taken };
      }
    }

    const firstPosition = this.#lastPosition + 1;
    for (let i = 0; i < bodies.length; i += 1) {
      this.#lastPosition += 1;
      end.lastRevision += 1;
      this.#addEvent.run(this.#lastPosition, end.id, end.lastRevision, idTails[i], bodies[i]);
    }
    return firstPosition;
  }

  /** The stream does not end where expected: the same append once more, or a conflict. */
  #repeated(end: StreamEnd, firstRevision: number, bodies: readonly string[]): Outcome {
    const there = this.#bodiesFrom.all(end.id, firstRevision, bodies.length) as string[];
    const same = there.filter((body, i) => idOf(body) === idOf(bodies[i] as string)).length;
    if (same === bodies.length) return { refusal: 'duplicate' };
    return same > 0 ? { refusal: 'partialDuplicate' } : { refusal: 'wrongRevision', actual: end.lastRevision };
  }

  #takenId(streamId: number, idTail: number, body: string): string | null {
    const sameTail = this.#bodiesByIdTail.all(streamId, idTail) as string[];
    if (sameTail.length === 0) return null;
    const id = idOf(body);
    return sameTail.some((other) => idOf(other) === id) ? id : null;
  }

  #endOf(stream: string): StreamEnd | undefined {
    const cached = this.#ends.get(stream);
    if (cached !== undefined) return cached;
    const id = this.#findStream.get(stream) as number | undefined;
    if (id === undefined) return undefined;
    return this.#remember(stream, { id, lastRevision: this.#lastRevision.get(id) as number });
  }

  /** Adds the name of a stream; undefined if it is there. */
  #newStream(stream: string): StreamEnd | undefined {
    if (this.#ends.has(stream) || this.#addStream.run(stream, this.#lastStreamId + 1).changes === 0) return undefined;
    this.#lastStreamId += 1;
    return this.#remember(stream, { id: this.#lastStreamId, lastRevision: -1 });
  }

  #remember(stream: string, end: StreamEnd): StreamEnd {
    // Emptied whole when full: streams in use come back with one look-up, and no order of use has to be kept.
    if (this.#ends.size >= MAX_CACHED_STREAMS) this.#ends.clear();
    this.#ends.set(stream, end);
    return end;
  }

  /** What is held in memory is what the file says. */
  #forget(): void {
    this.#ends.clear();
    this.#lastPosition = (this.#db.prepare('SELECT max(position) FROM events').pluck().get() as number | null) ?? 0;
    this.#lastStreamId = (this.#db.prepare('SELECT max(stream) FROM events').pluck().get() as number | null) ?? 0;
  }
}

function idOf(body: string): string {
  return (JSON.parse(body) as { id: string }).id;
}
