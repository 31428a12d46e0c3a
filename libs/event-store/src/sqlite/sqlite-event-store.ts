import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendRequest, checkCount, checkStream, recorded, type AppendRequest } from '../append-request.js';
import { StoreClosed, StoreCorrupt } from '../errors.js';
import type {
  AppendResult,
  EventStore,
  ExpectedRevision,
  Head,
  NewEvent,
  Position,
  ReadStreamOptions,
  RecordedEvent,
  SubscribeOptions,
  SubscriptionMessage,
} from '../event-store.js';
import { Live } from '../live.js';
import { CommittedTail } from './committed-tail.js';
import type { CheckResult } from './log-check.js';
import { indexAfter, LogReader, positionAt } from './log-reader.js';
import { WriterThread } from './writer-thread.js';

export interface SqliteEventStoreOptions {
  /** Path of the log; its folder must exist. A lock file stands beside it. */
  readonly file: string;
  /** `full` (the default) survives power loss; `normal` and `off` are for test scripts only. */
  readonly durability?: 'full' | 'normal' | 'off';
  /** Most appends and bytes that may wait before `StoreBusy`. */
  readonly maxWaitingAppends?: number;
  readonly maxWaitingBytes?: number;
  /** Refuse appends with `StoreFull` beyond this size, to leave the disk room for backups. */
  readonly maxBytes?: number;
  /** Told of each commit: how many appends shared it. */
  readonly onCommit?: (appends: number) => void;
}

const MAX_WAITING_APPENDS = 4_096;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** The default store: one SQLite file, one writer thread with group commit, a reader on this thread. */
export class SqliteEventStore implements EventStore {
  readonly #file: string;
  readonly #checkers = new Set<ChildProcess>();
  readonly #live = new Live((after, limit) => this.readAll(after, limit));
  readonly #tail = new CommittedTail();
  #reader!: LogReader;
  #writer!: WriterThread;
  #closed: StoreClosed | undefined;
  #corrupt: StoreCorrupt | undefined;

  private constructor(file: string) {
    this.#file = file;
  }

  /**
   * Opens or creates the log. The newest events are always checked; after a shutdown that was not clean the whole file is
   * checked in the background, and damage stops appends.
   * @throws StoreLocked, StoreCorrupt, StoreFailed
   */
  static async open(options: SqliteEventStoreOptions): Promise<SqliteEventStore> {
    const { file, durability = 'full', maxBytes = null } = options;
    const store = new SqliteEventStore(file);
    const unclean = existsSync(`${file}-wal`); // SQLite removes it when the last connection closes
    store.#writer = await WriterThread.start({
      file,
      durability,
      maxBytes,
      limits: { appends: options.maxWaitingAppends ?? MAX_WAITING_APPENDS, bytes: options.maxWaitingBytes ?? MAX_WAITING_BYTES },
      onCommit: (committed) => {
        for (const append of committed) store.#tail.add(append);
        store.#live.committed();
        options.onCommit?.(committed.length);
      },
      onEnd: (reason) => {
        store.#end(reason);
      },
    });
    try {
      store.#reader = LogReader.open(file);
    } catch (error) {
      await store.#writer.close();
      throw error;
    }
    if (unclean) store.check().catch(() => undefined); // closed before it ended: the newest events were checked above
    return store;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.#checkOpen();
    if (this.#corrupt !== undefined) throw this.#corrupt;
    const request = appendRequest(stream, expected, events);
    const first = await this.#writer.append(request);
    if (first === 'duplicate') return result(request, this.#reader.ofStream(stream, request.firstRevision, events.length), true);
    return result(
      request,
      request.envelopes.map((envelope, i) => recorded(envelope, first - 1 + i, positionAt(first - 1 + i))),
      false,
    );
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    checkStream(stream);
    const { fromRevision = 0, limit = Number.MAX_SAFE_INTEGER } = options;
    checkCount('fromRevision', fromRevision);
    checkCount('limit', limit, 1);
    if (this.#tail.isBeyond(stream, fromRevision)) return [];
    const events = this.#reader.ofStream(stream, fromRevision, limit);
    if (events.length < limit) this.#tail.endsAt(stream, fromRevision + events.length - 1);
    return events;
  }

  async readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    checkCount('limit', limit, 1);
    return this.#from(indexAfter(after), limit);
  }

  async readFromIndex(index: number, limit: number): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    checkCount('index', index);
    checkCount('limit', limit, 1);
    return this.#from(index, limit);
  }

  subscribe(after: Position | null, options?: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return this.#live.subscribe(after, options);
  }

  async head(): Promise<Head | null> {
    this.#checkOpen();
    const { newest } = this.#tail;
    return newest === null ? this.#reader.head() : { position: positionAt(newest), index: newest };
  }

  /** Reads the whole file in another process and names what is wrong with it; then appends are refused with `StoreCorrupt`. */
  async check(): Promise<CheckResult> {
    this.#checkOpen();
    // A process and not a thread: it may have to end at any moment, and no thread ends within a call of the driver.
    const checker = fork(new URL('./checker.js', import.meta.url), [this.#file], { serialization: 'json' });
    this.#checkers.add(checker);
    const checked = Promise.withResolvers<CheckResult>();
    checker.once('message', (problems) => {
      checked.resolve(problems as CheckResult);
    });
    checker.once('error', checked.reject);
    checker.once('exit', () => {
      this.#checkers.delete(checker);
      checked.reject(new StoreClosed('the store was closed before the check ended'));
    });
    const problems = await checked.promise;
    if (problems.length > 0) this.#corrupt = new StoreCorrupt(`${this.#file}: ${problems.join('; ')}`);
    return problems;
  }

  /** Writes what is waiting, then lets go of the file. */
  async close(): Promise<void> {
    this.#end(new StoreClosed());
    await Promise.all([...this.#checkers].map(ended));
    await this.#writer.drain();
    // The writer's connection closes last: it empties the write-ahead log and removes it, which says that all went well.
    this.#reader.close();
    await this.#writer.close();
  }

  #from(index: number, limit: number): readonly RecordedEvent[] {
    const bodies = this.#tail.from(index, limit);
    return bodies === null ? this.#reader.fromIndex(index, limit) : this.#reader.parsed(index, bodies);
  }

  #end(reason: StoreClosed): void {
    this.#closed ??= reason;
    this.#live.close(this.#closed);
  }

  #checkOpen(): void {
    if (this.#closed !== undefined) throw this.#closed;
  }
}

async function ended(checker: ChildProcess): Promise<void> {
  if (checker.exitCode !== null || checker.signalCode !== null) return;
  checker.kill('SIGKILL');
  await once(checker, 'exit');
}

function result(request: AppendRequest, events: readonly RecordedEvent[], duplicate: boolean): AppendResult {
  const { stream, firstRevision } = request;
  const { position } = events.at(-1) as RecordedEvent;
  return { stream, firstRevision, lastRevision: firstRevision + events.length - 1, events, position, duplicate };
}
