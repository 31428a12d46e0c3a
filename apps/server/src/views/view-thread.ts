import { Worker } from 'node:worker_threads';
import type { Position } from '#event-store';
import type { ReadModels } from '#read-models';
import type { ErrorParts, FromViews, ToViews, ViewFiles } from './view-messages.js';

/** The thread has ended, wanted or not; `cause` says why, if it was not. */
export class ViewThreadEnded extends Error {
  override readonly name = 'ViewThreadEnded';
  constructor(options?: ErrorOptions) {
    super('the thread that keeps the read models has ended', options);
  }
}

/**
 * Read models kept by a thread of their own: rows cost more than routes, and while a batch is written the next one gathers. Questions
 * are answered where they were, over a connection that reads what was committed.
 */
export class ViewThread {
  readonly #worker: Worker;
  readonly #waiting: PromiseWithResolvers<Position | null>[] = [];
  readonly #exited = Promise.withResolvers<void>();
  #ended: ViewThreadEnded | undefined;

  constructor(files: ViewFiles) {
    this.#worker = new Worker(new URL('./view-worker.js', import.meta.url), { workerData: files, name: 'views' });
    let crash: unknown;
    this.#worker.on('message', (message: FromViews) => this.#answered(message));
    this.#worker.on('error', (error) => {
      crash = error;
    });
    this.#worker.on('exit', () => {
      this.#ended ??= new ViewThreadEnded({ cause: crash });
      for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
      this.#exited.resolve();
    });
  }

  /** The views, of which this thread writes the rows. */
  keep(views: ReadModels): ReadModels {
    const { name, version } = views.subscriber;
    return {
      ...views,
      subscriber: {
        name,
        version,
        position: () => this.#ask({ kind: 'position' }),
        stored: () => views.subscriber.stored(),
        apply: async (events, through) => {
          await this.#ask({ kind: 'apply', from: events[0]?.index ?? 0, count: events.length, through });
        },
      },
      forget: async (keys) => {
        await this.#ask({ kind: 'forget', keys });
      },
    };
  }

  /** Resolves once what was asked is done and the files are let go of. */
  async close(): Promise<void> {
    if (this.#ended === undefined) this.#post('close');
    this.#ended ??= new ViewThreadEnded();
    await this.#exited.promise;
  }

  #ask(question: Exclude<ToViews, 'close'>): Promise<Position | null> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const answer = Promise.withResolvers<Position | null>();
    this.#post(question); // first: for what cannot be sent no answer comes
    this.#waiting.push(answer);
    return answer.promise;
  }

  #post(message: ToViews): void {
    this.#worker.postMessage(message);
  }

  #answered(message: FromViews): void {
    const waiting = this.#waiting.shift();
    if ('error' in message) waiting?.reject(errorOf(message.error));
    else waiting?.resolve(message.answer);
  }
}

function errorOf({ name, message, stack, fields }: ErrorParts): Error {
  return Object.assign(new Error(message), fields, { name, stack });
}
