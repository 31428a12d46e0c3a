import { Worker } from 'node:worker_threads';
import { KeyErased, VaultBusy, VaultClosed, VaultFailed, type VaultError } from '../errors.js';
import { translated } from './sqlite-errors.js';
import type { Change, FromWriter, Outcome, ToWriter } from './writer-messages.js';

const MAX_WAITING = 4_096;

interface Waiting {
  readonly resolve: (keys: readonly Uint8Array[]) => void;
  readonly reject: (error: Error) => void;
}

/** This side of the vault's writer thread: a bounded queue of changes, sent once a tick, answered in order. */
export class WriterThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #unsent: Change[] = [];
  #closed: VaultClosed | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  static async start(file: string): Promise<WriterThread> {
    const worker = new Worker(new URL('./writer.js', import.meta.url), { workerData: file, name: 'vault-writer' });
    const thread = new WriterThread(worker);
    await thread.#opened();
    return thread;
  }

  /** Resolves once durable, with the keys in force. */
  change(change: Change): Promise<readonly Uint8Array[]> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    if (this.#waiting.length >= MAX_WAITING) return Promise.reject(new VaultBusy());
    if (this.#unsent.length === 0) setImmediate(this.#send);
    this.#unsent.push(change);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  /** Writes what waits, then lets go of the file. */
  async close(): Promise<void> {
    this.#closed ??= new VaultClosed();
    this.#send();
    this.#post('close');
    await this.#ended.promise;
  }

  readonly #send = (): void => {
    if (this.#unsent.length > 0) this.#post(this.#unsent);
    this.#unsent = [];
  };

  #post(message: ToWriter): void {
    this.#worker.postMessage(message);
  }

  async #opened(): Promise<void> {
    const opened = Promise.withResolvers<void>();
    let crash: unknown;
    this.#worker.on('message', (message: FromWriter) => {
      if (message.kind === 'done') this.#done(message.outcomes);
      else if (message.kind === 'failed') this.#reject(message.count, translated(message.error));
      else if (message.kind === 'ready') opened.resolve();
      else opened.reject(translated(message.error));
    });
    this.#worker.on('error', (error) => {
      crash = error;
    });
    this.#worker.on('exit', () => {
      this.#closed ??= new VaultClosed({ cause: crash });
      this.#reject(this.#waiting.length, new VaultFailed('the writer thread of the vault ended before it answered', { cause: crash }));
      opened.reject(new VaultFailed('the writer thread of the vault did not start', { cause: crash }));
      this.#ended.resolve();
    });
    await opened.promise;
  }

  #done(outcomes: readonly Outcome[]): void {
    for (const [i, { resolve, reject }] of this.#waiting.splice(0, outcomes.length).entries()) {
      const outcome = outcomes[i] as Outcome;
      if ('erased' in outcome) reject(new KeyErased(outcome.erased));
      else resolve(outcome);
    }
  }

  #reject(count: number, error: VaultError): void {
    for (const { reject } of this.#waiting.splice(0, count)) reject(error);
  }
}
