/**
 * The writer thread: the only connection that writes the log. Started by writer-thread.ts; imports nothing of ours, so that it
 * runs from source and from dist alike.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import Database from 'better-sqlite3';

export interface WriterOptions {
  readonly file: string;
  /** `full` survives power loss; the others are for measuring what that costs. */
  readonly durability: 'full' | 'normal' | 'off';
  /** Appends that would make the file larger are refused as if the disk were full. */
  readonly maxBytes: number | null;
}

/**
 * Appends on their way to the writer, in columns, since objects cost twice as much to copy between threads; everything that
 * can be checked without the log has been.
 */
export interface AppendColumns {
  readonly streams: string[];
  readonly firstRevisions: number[];
  /** Events in each append. */
  readonly counts: number[];
  /** Canonical JSON of each envelope, of all appends. */
  readonly bodies: string[];
  /** The last 32 bits of each event's id: what the index over ids holds. */
  readonly idTails: number[];
}

/**
 * To the writer. Appends are inserted as they come; at the end of a tick of the main loop all that came are committed.
 * `waiting` counts the appends that are not answered yet, these included.
 */
export type ToWriter = { readonly appends: AppendColumns; readonly endOfTick: boolean; readonly waiting: number } | 'close';

/** The position of the first event, or why there is none. */
export type Outcome =
  | number
  | { readonly refusal: 'duplicate' | 'partialDuplicate' }
  | { readonly refusal: 'wrongRevision'; readonly actual: number }
  | { readonly refusal: 'duplicateId'; readonly id: string };

export interface DriverError {
  readonly code: string;
  readonly message: string;
}

/** From the writer: `done` answers the oldest appends in order, once they are durable. */
export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'notOpened'; readonly error: DriverError }
  | { readonly kind: 'done'; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'failed'; readonly count: number; readonly error: DriverError };

/** Format of the file, in its header: `Grav`, and a version. */
const APPLICATION_ID = 0x47726176;
const FORMAT = 1;

const SCHEMA = `
  CREATE TABLE streams (name TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, id_tail INTEGER NOT NULL, body TEXT NOT NULL
  );
  CREATE UNIQUE INDEX events_by_revision ON events (stream, revision);
  CREATE INDEX events_by_id ON events (stream, id_tail);
`;

const PAGE_BYTES = 4096;
const CACHE_KIB = 65_536;
const CHECKPOINT_PAGES = 4_000;
const MAX_BATCH_APPENDS = 256;
/**
 * A commit this fast costs no more than waking the threads around it. Then the callers are kept in two groups, one being
 * prepared while the other is written. With a slower disk one large group is better.
 */
const FAST_COMMIT_MS = 1.5;
const MAX_CACHED_STREAMS = 50_000;

/** After a failed fsync the kernel may call lost pages clean, so that trying again would acknowledge what is not there. */
const FATAL = new Set(['SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_DIR_FSYNC', 'SQLITE_CORRUPT', 'SQLITE_NOTADB']);

interface Append {
  readonly stream: string;
  readonly firstRevision: number;
  readonly bodies: readonly string[];
  readonly idTails: readonly number[];
}

interface StreamEnd {
  readonly id: number;
  lastRevision: number;
}

/** Another process cannot open the log while this connection lives; the operating system ends it with the process. */
function lock(file: string): Database.Database {
  const held = new Database(`${file}.lock`, { timeout: 0 });
  held.pragma('locking_mode = EXCLUSIVE');
  held.exec('BEGIN EXCLUSIVE');
  return held;
}

function open({ file, durability, maxBytes }: WriterOptions): Database.Database {
  const db = new Database(file);
  db.pragma(`page_size = ${String(PAGE_BYTES)}`);
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${durability}`);
  db.pragma(`cache_size = -${String(CACHE_KIB)}`);
  db.pragma(`wal_autocheckpoint = ${String(CHECKPOINT_PAGES)}`);
  if (maxBytes !== null) db.pragma(`max_page_count = ${String(Math.ceil(maxBytes / PAGE_BYTES))}`);

  const application = db.pragma('application_id', { simple: true });
  const format = db.pragma('user_version', { simple: true });
  if (application === 0 && format === 0) {
    db.exec(`BEGIN; ${SCHEMA} PRAGMA application_id = ${String(APPLICATION_ID)}; PRAGMA user_version = ${String(FORMAT)}; COMMIT`);
  } else if (application !== APPLICATION_ID || format !== FORMAT) {
    throw Object.assign(new Error(`${file} is not an event log of format ${String(FORMAT)}`), { code: 'SQLITE_NOTADB' });
  }
  return db;
}

/** One batch of appends at a time; each is checked before its inserts, so that a conflict leaves the rest of the batch alone. */
class Log {
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

  #rollBack(): void {
    if (this.#db.inTransaction) this.#rollback.run();
    this.#open = false;
    this.#forget();
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

function* rows({ streams, firstRevisions, counts, bodies, idTails }: AppendColumns): Generator<Append> {
  let from = 0;
  for (let i = 0; i < streams.length; i += 1) {
    const to = from + (counts[i] as number);
    yield {
      stream: streams[i] as string,
      firstRevision: firstRevisions[i] as number,
      bodies: bodies.slice(from, to),
      idTails: idTails.slice(from, to),
    };
    from = to;
  }
}

function idOf(body: string): string {
  return (JSON.parse(body) as { id: string }).id;
}

function driverError(error: unknown): DriverError {
  const { code = 'UNKNOWN', message } = error as { code?: string; message: string };
  return { code, message };
}

function run(port: MessagePort, options: WriterOptions): void {
  const send = (message: FromWriter): void => {
    port.postMessage(message);
  };
  let held: Database.Database | undefined;
  let db: Database.Database;
  let log: Log;
  try {
    held = lock(options.file);
    db = open(options);
    log = new Log(db);
  } catch (error) {
    held?.close();
    send({ kind: 'notOpened', error: driverError(error) });
    port.close();
    return;
  }

  let batch: Outcome[] = [];
  let commitMs = 0;
  let scheduled = false;
  let closed = false;

  const close = (): void => {
    closed = true;
    db.close();
    held.close();
    port.close();
  };
  const fail = (count: number, error: unknown): void => {
    batch = [];
    const failure = driverError(error);
    send({ kind: 'failed', count, error: failure });
    if (FATAL.has(failure.code)) close();
  };
  const commit = (): void => {
    scheduled = false;
    if (batch.length === 0) return;
    const startMs = performance.now();
    try {
      log.commit();
      send({ kind: 'done', outcomes: batch });
      batch = [];
    } catch (error) {
      fail(batch.length, error);
    }
    commitMs = performance.now() - startMs;
  };
  const add = (append: Append): void => {
    try {
      batch.push(log.add(append));
    } catch (error) {
      fail(batch.length + 1, error);
    }
  };

  port.on('message', (message: ToWriter) => {
    if (message === 'close') {
      commit();
      close();
      return;
    }
    for (const append of rows(message.appends)) {
      if (closed) return;
      add(append);
      if (batch.length === MAX_BATCH_APPENDS) commit();
    }
    const half = batch.length > 1 && batch.length * 2 >= message.waiting;
    if (half && commitMs < FAST_COMMIT_MS) commit();
    if (!message.endOfTick || scheduled) return;
    scheduled = true;
    setImmediate(commit); // after the messages that are already there, so that they share the commit
  });
  send({ kind: 'ready' });
}

if (parentPort !== null) run(parentPort, workerData as WriterOptions);
