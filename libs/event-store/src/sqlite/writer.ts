/** The writer thread: the only one that writes the log. Started by writer-thread.ts. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { lockLog, openLog } from './log-file.js';
import { LogWriter, type Append } from './log-writer.js';
import type { AppendColumns, DriverError, FromWriter, Outcome, ToWriter, WriterOptions } from './writer-messages.js';

const MAX_BATCH_APPENDS = 256;
/**
 * A commit this fast costs less than preparing appends and waking threads around it. Then the callers are kept in two groups,
 * one being prepared while the other is written. With a slower disk one large group is better.
 */
const FAST_COMMIT_MS = 1;
/** Weight of the newest commit in the mean: one slow commit does not change the way of working. */
const NEWEST = 0.1;
/** After a failed fsync the kernel may call lost pages clean, so that trying again would acknowledge what is not there. */
const FATAL = new Set(['SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_DIR_FSYNC', 'SQLITE_CORRUPT', 'SQLITE_NOTADB']);

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

function driverError(error: unknown): DriverError {
  const { code = 'UNKNOWN', message } = error as { code?: string; message: string };
  return { code, message };
}

/** Inserts appends as they come, commits them together, and answers them in order. */
class Batches {
  readonly #port: MessagePort;
  readonly #log: LogWriter;
  readonly #release: () => void;
  #outcomes: Outcome[] = [];
  #meanCommitMs = 0;
  #scheduled = false;
  #closed = false;

  constructor(port: MessagePort, log: LogWriter, release: () => void) {
    this.#port = port;
    this.#log = log;
    this.#release = release;
  }

  take({ appends, endOfTick, waiting }: Exclude<ToWriter, 'close'>): void {
    for (const append of rows(appends)) {
      if (this.#closed) return;
      this.#add(append);
      if (this.#outcomes.length === MAX_BATCH_APPENDS) this.#commit();
    }
    const isHalf = this.#outcomes.length > 1 && this.#outcomes.length * 2 >= waiting;
    if (isHalf && this.#meanCommitMs < FAST_COMMIT_MS) this.#commit();
    if (!endOfTick || this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#commit(); // after the messages that are already there, so that they share the commit
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#commit();
    this.#closed = true;
    this.#release();
  }

  #add(append: Append): void {
    try {
      this.#outcomes.push(this.#log.add(append));
    } catch (error) {
      this.#fail(this.#outcomes.length + 1, error);
    }
  }

  #commit(): void {
    this.#scheduled = false;
    if (this.#outcomes.length === 0) return;
    const startMs = performance.now();
    try {
      this.#log.commit();
    } catch (error) {
      this.#fail(this.#outcomes.length, error);
      return;
    }
    this.#meanCommitMs += NEWEST * (performance.now() - startMs - this.#meanCommitMs);
    this.#send({ kind: 'done', outcomes: this.#outcomes });
    this.#outcomes = [];
  }

  /** Nothing of the batch was written. */
  #fail(count: number, error: unknown): void {
    this.#outcomes = [];
    const failure = driverError(error);
    this.#send({ kind: 'failed', count, error: failure });
    if (FATAL.has(failure.code)) this.close();
  }

  #send(message: FromWriter): void {
    this.#port.postMessage(message);
  }
}

function run(port: MessagePort, options: WriterOptions): void {
  let lock: Database.Database | undefined;
  const send = (message: FromWriter): void => {
    port.postMessage(message);
  };
  try {
    lock = lockLog(options.file);
    const db = openLog(options);
    const batches = new Batches(port, new LogWriter(db), () => {
      db.close();
      lock?.close();
      port.close();
    });
    port.on('message', (message: ToWriter) => {
      if (message === 'close') batches.close();
      else batches.take(message);
    });
    send({ kind: 'ready' });
  } catch (error) {
    send({ kind: 'notOpened', error: driverError(error) });
    lock?.close();
    port.close();
  }
}

if (parentPort !== null) run(parentPort, workerData as WriterOptions);
