import {
  START,
  streamNameFilter,
  type AllStreamSubscription,
  type KurrentDBClient,
  type Position as ServerPosition,
  type RecordedEvent as ServerEvent,
} from '@kurrent/kurrentdb-client';
import type { LatestEvents } from './latest-events.js';
import { pauseMillis } from './patience.js';
import type { PlaceIndex } from './place-index.js';
import { fromServer } from './stored-event.js';

export interface LogFollowerParts {
  readonly client: KurrentDBClient;
  readonly prefix: string;
  readonly index: PlaceIndex;
  readonly latest: LatestEvents;
  /** Told after events came, once for all that came together. */
  readonly onEvents: () => void;
}

/** How many events of the whole server's log are searched for ours before a mark says how far; a subscription that begins anew begins there. */
const SEARCH_WINDOW = 512;

interface Waiter {
  readonly place: number;
  readonly resolve: () => void;
}

/**
 * The one subscription of a store to the server's log: it counts our events. Whoever else follows the log reads what was
 * counted, so that any number of subscribers costs the server one stream. Subscribes anew, from where it was, for as long as
 * it takes; the client itself never does, and says nothing when a subscription just ends.
 */
export class LogFollower {
  readonly #parts: LogFollowerParts;
  #subscription: AllStreamSubscription | undefined;
  /** How far the server has searched; events up to the last that is counted are skipped. */
  #searched: ServerPosition | undefined;
  #level = Promise.withResolvers<void>();
  #isLevel = false;
  #waiters: Waiter[] = [];
  #failures = 0;
  #again: NodeJS.Timeout | undefined;
  #telling: NodeJS.Immediate | undefined;
  #signs = 0;
  #fault: Error | undefined;
  #stopped = false;

  constructor(parts: LogFollowerParts) {
    this.#parts = parts;
  }

  /** Grows with every sign of life from the server. */
  get signs(): number {
    return this.#signs;
  }

  /** What stands in the log and is none of ours: there is no going on. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  start(): void {
    clearTimeout(this.#again);
    const last = this.#parts.index.last;
    if (this.#searched === undefined && last !== null) this.#searched = { commit: BigInt(last.place), prepare: BigInt(last.place) };
    const filter = streamNameFilter({
      prefixes: [this.#parts.prefix],
      maxSearchWindow: SEARCH_WINDOW,
      checkpointInterval: 1,
      checkpointReached: async (marked, searched) => {
        // What is still in its buffer stands before the mark, and would be skipped if the connection dropped now.
        if (marked !== this.#subscription || marked.readableLength > 0) return;
        this.#searched = searched;
        this.#signs += 1;
      },
    });
    const subscription = this.#parts.client.subscribeToAll({ fromPosition: this.#searched ?? START, filter, requiresLeader: true });
    this.#subscription = subscription;
    const ended = (): void => {
      if (this.#subscription === subscription) this.#ended();
    };
    subscription.on('data', ({ event }) => {
      if (this.#subscription === subscription && event !== undefined) this.#take(event);
    });
    subscription.on('confirmation', () => (this.#signs += 1));
    subscription.on('caughtUp', () => {
      if (this.#subscription === subscription) this.#caughtUp();
    });
    subscription.on('error', ended);
    subscription.on('end', ended);
    subscription.on('close', ended);
  }

  /** Resolves once everything that was in the log when one asked is counted, or was the last time that the server could be asked. */
  async level(): Promise<void> {
    while (!this.#isLevel) await this.#level.promise;
  }

  /** Resolves once everything up to a place is counted. The server said the place, so there is no use in waiting for it to come back. */
  async reached(place: number): Promise<void> {
    if (place <= (this.#parts.index.last?.place ?? -1)) return;
    if (this.#subscription === undefined && !this.#stopped) this.start();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiters.push({ place, resolve });
    return promise;
  }

  /** Subscribes anew at once: the server acknowledged what this subscription does not bring. */
  renew(): void {
    this.#drop();
    this.#failures = 0;
    this.#ended();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#again);
    clearImmediate(this.#telling);
    this.#telling = undefined;
    this.#drop();
  }

  #take(given: ServerEvent): void {
    const { index, latest, prefix } = this.#parts;
    this.#signs += 1;
    try {
      const event = fromServer(given, prefix);
      if (event.place <= (index.last?.place ?? -1)) return;
      latest.add(index.count, event);
      index.add(event.place, event.id);
      this.#searched = { commit: BigInt(event.place), prepare: BigInt(event.place) };
    } catch (error) {
      this.#fault = error as Error;
      this.stop();
    }
    this.#telling ??= setImmediate(() => this.#tell());
  }

  #tell(): void {
    this.#telling = undefined;
    const reached = this.#parts.index.last?.place ?? -1;
    const done = this.#waiters.filter(({ place }) => place <= reached);
    if (done.length > 0) this.#waiters = this.#waiters.filter(({ place }) => place > reached);
    for (const { resolve } of done) resolve();
    this.#parts.index.flush();
    this.#parts.onEvents();
  }

  #caughtUp(): void {
    this.#signs += 1;
    this.#failures = 0;
    if (this.#isLevel) return;
    this.#isLevel = true;
    this.#level.resolve();
  }

  #ended(): void {
    this.#subscription = undefined;
    if (this.#isLevel) this.#level = Promise.withResolvers();
    this.#isLevel = false;
    if (this.#stopped) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.start(), pauseMillis(this.#failures));
    this.#failures += 1;
  }

  #drop(): void {
    const dropped = this.#subscription;
    this.#subscription = undefined;
    dropped?.unsubscribe().catch(() => undefined);
  }
}
