import { StoreClosed } from './errors.js';
import type { Position, RecordedEvent, SubscribeOptions, SubscriptionMessage } from './event-store.js';

/** What it reads after the signal was aborted is not looked at. */
export type ReadPage = (after: Position | null, limit: number, signal: AbortSignal | undefined) => Promise<readonly RecordedEvent[]>;

const PAGE_EVENTS = 256;

/**
 * Live subscriptions over a store that can only be read in pages. A subscription sleeps on one shared wake-up and reads what
 * was committed since; it holds no open cursor, which in SQLite would hold back checkpoints, and never more than a page.
 */
export class Live {
  readonly #readPage: ReadPage;
  #wakeUp = Promise.withResolvers<void>();
  #commits = 0;
  #closed: StoreClosed | undefined;

  constructor(readPage: ReadPage) {
    this.#readPage = readPage;
  }

  /** Called after each commit: every sleeping subscription looks again. */
  committed(): void {
    this.#commits += 1;
    this.#wake();
  }

  close(error: StoreClosed): void {
    this.#closed ??= error;
    this.#wake();
  }

  async *subscribe(after: Position | null, { signal }: SubscribeOptions = {}): AsyncGenerator<SubscriptionMessage, void> {
    let position = after;
    let announced = false;
    while (!isAborted(signal)) {
      if (this.#closed !== undefined) throw this.#closed;
      const commitsBefore = this.#commits; // before the read, so that no commit during it is slept through
      const page = await this.#readPage(position, PAGE_EVENTS, signal);
      for (const event of page) {
        if (isAborted(signal)) return;
        position = event.position;
        yield { kind: 'event', event };
      }
      if (isAborted(signal)) return;
      if (page.length === PAGE_EVENTS && position !== null) {
        announced = false;
        yield { kind: 'progress', position };
        continue;
      }
      if (page.length > 0 || !announced) {
        announced = true;
        yield { kind: 'caughtUp', position };
      }
      if (commitsBefore === this.#commits) await this.#nextCommit(signal);
    }
  }

  #wake(): void {
    this.#wakeUp.resolve();
    this.#wakeUp = Promise.withResolvers<void>();
  }

  async #nextCommit(signal: AbortSignal | undefined): Promise<void> {
    if (this.#closed !== undefined || isAborted(signal)) return;
    if (signal === undefined) return this.#wakeUp.promise;
    const aborted = Promise.withResolvers<void>();
    const onAbort = (): void => {
      aborted.resolve();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    await Promise.race([this.#wakeUp.promise, aborted.promise]);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Asked through a function, because the signal changes while the iteration sleeps. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
