import { Worker } from 'node:worker_threads';
import { DuplicateEventId, PartialDuplicate, StoreBusy, StoreClosed, StoreFailed, WrongExpectedRevision } from '../errors.js';
import type { AppendRequest } from '../append-request.js';
import type { Committed } from './committed-tail.js';
import { translated } from './sqlite-errors.js';
import type { AppendColumns, DriverError, FromWriter, Outcome, ToWriter, WriterOptions } from './writer-messages.js';

export interface QueueLimits {
  readonly appends: number;
  readonly bytes: number;
}

/** Sent before the tick ends, so that the writer inserts while this side still serialises. */
const CHUNK_APPENDS = 16;

interface Waiting {
  readonly request: AppendRequest;
  readonly resolve: (firstPosition: number | 'duplicate') => void;
  readonly reject: (error: Error) => void;
}

/** This side of the writer thread: a bounded queue of appends, sent once a tick, answered in order. */
export class WriterThread {
  readonly #file: string;
  readonly #limits: QueueLimits;
  readonly #worker: Worker;
  readonly #onCommit: WriterThreadOptions['onCommit'];
  readonly #onEnd: (reason: StoreClosed) => void;
  readonly #waiting: Waiting[] = [];
  /** Resolved once nothing waits and nothing more is taken. */
  readonly #idle = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  #unsent = noAppends();
  #scheduled = false;
  #waitingBytes = 0;
  #closed: StoreClosed | undefined;

  private constructor(worker: Worker, options: WriterThreadOptions) {
    this.#worker = worker;
    this.#file = options.file;
    this.#limits = options.limits;
    this.#onCommit = options.onCommit;
    this.#onEnd = options.onEnd;
  }

  /** @throws StoreLocked, StoreCorrupt, StoreFailed */
  static async start(options: WriterThreadOptions): Promise<WriterThread> {
    const { file, durability, maxBytes } = options;
    const workerData: WriterOptions = { file, durability, maxBytes };
    const worker = new Worker(new URL('./writer.js', import.meta.url), { workerData, name: 'event-store-writer' });
    const thread = new WriterThread(worker, options);
    await thread.#opened();
    return thread;
  }

  /** Resolves once durable, with the position of the first event. Rejects with the port's errors. */
  append(request: AppendRequest): Promise<number | 'duplicate'> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (this.#waiting.length >= this.#limits.appends || this.#waitingBytes + request.bytes > this.#limits.bytes) {
      return Promise.reject(new StoreBusy());
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#queue(request);
    });
  }

  /** Takes no more appends; resolves when all that wait are answered and their callers have gone on. */
  async drain(): Promise<void> {
    this.#closed ??= new StoreClosed();
    if (this.#waiting.length > 0) await this.#idle.promise;
    await new Promise(setImmediate);
  }

  /** Lets go of the file and its lock. */
  async close(): Promise<void> {
    this.#worker.postMessage('close');
    await this.#ended.promise;
  }

  #queue({ stream, firstRevision, envelopes, bodies, bytes }: AppendRequest): void {
    const unsent = this.#unsent;
    unsent.streams.push(stream);
    unsent.firstRevisions.push(firstRevision);
    unsent.counts.push(envelopes.length);
    unsent.bodies.push(...bodies);
    for (const { id } of envelopes) unsent.idTails.push(idTail(id));
    this.#waitingBytes += bytes;
    if (!this.#scheduled) setImmediate(this.#endTick);
    this.#scheduled = true;
    if (unsent.streams.length === CHUNK_APPENDS) this.#send(false);
  }

  readonly #endTick = (): void => {
    this.#scheduled = false;
    this.#send(true);
  };

  #send(endOfTick: boolean): void {
    const message: ToWriter = { appends: this.#unsent, endOfTick, waiting: this.#waiting.length };
    this.#worker.postMessage(message);
    this.#unsent = noAppends();
  }

  async #opened(): Promise<void> {
    const opened = Promise.withResolvers<void>();
    let crash: unknown;
    this.#worker.on('message', (message: FromWriter) => {
      if (message.kind === 'done') this.#done(message.outcomes);
      else if (message.kind === 'failed') this.#failed(message.count, message.error);
      else if (message.kind === 'ready') opened.resolve();
      else opened.reject(translated(message.error, this.#file));
    });
    this.#worker.on('error', (error) => {
      crash = error;
    });
    this.#worker.on('exit', () => {
      this.#exited(crash);
      opened.reject(new StoreFailed('the writer thread did not start', { cause: crash }));
    });
    await opened.promise;
  }

  #done(outcomes: readonly Outcome[]): void {
    const committed: Committed[] = [];
    for (const [i, { request, resolve, reject }] of this.#take(outcomes.length).entries()) {
      const outcome = outcomes[i] as Outcome;
      if (typeof outcome === 'number') {
        const { stream, firstRevision, bodies } = request;
        committed.push({ stream, firstRevision, firstIndex: outcome - 1, bodies });
        resolve(outcome);
      } else if (outcome.refusal === 'duplicate') resolve('duplicate');
      else reject(refusal(request, outcome));
    }
    this.#onCommit(committed); // before any of those who wait goes on
  }

  #failed(count: number, error: DriverError): void {
    const reason = translated(error, this.#file);
    for (const { reject } of this.#take(count)) reject(reason);
  }

  #exited(crash: unknown): void {
    this.#closed ??= new StoreClosed('the writer thread of the event store has ended', { cause: crash });
    const unknown = new StoreFailed('the writer thread ended before it answered: append the same events again', { cause: crash });
    for (const { reject } of this.#take(this.#waiting.length)) reject(unknown);
    this.#ended.resolve();
    this.#onEnd(this.#closed);
  }

  #take(count: number): Waiting[] {
    const taken = this.#waiting.splice(0, count);
    for (const { request } of taken) this.#waitingBytes -= request.bytes;
    if (this.#closed !== undefined && this.#waiting.length === 0) this.#idle.resolve();
    return taken;
  }
}

export interface WriterThreadOptions extends WriterOptions {
  readonly limits: QueueLimits;
  /** Something new can be read: the appends of a commit, in log order. */
  readonly onCommit: (committed: readonly Committed[]) => void;
  /** The thread has ended, wanted or not. */
  readonly onEnd: (reason: StoreClosed) => void;
}

function refusal({ stream, expected }: AppendRequest, outcome: Exclude<Outcome, number>): Error {
  switch (outcome.refusal) {
    case 'wrongRevision':
      return new WrongExpectedRevision(stream, expected, outcome.actual === -1 ? 'noStream' : outcome.actual);
    case 'duplicateId':
      return new DuplicateEventId(stream, outcome.id);
    default:
      return new PartialDuplicate(stream, expected);
  }
}

function noAppends(): AppendColumns {
  return { streams: [], firstRevisions: [], counts: [], bodies: [], idTails: [] };
}

/** The last 32 bits of a UUID, which are random in v7 and in v5. */
function idTail(id: string): number {
  return Number.parseInt(id.slice(-8), 16);
}
