import type { EventStore, Position, RecordedEvent } from '#event-store';
import type { Timers } from './clock.js';
import { NotCaughtUp } from './errors.js';
import { Lane, type LaneHealth } from './lane.js';
import type { Subscriber } from './subscriber.js';

/**
 * One read of the log for many folds. While it catches up, the reading waits for the slowest; once it is live nobody waits for
 * anybody: a subscriber that falls too far behind reads the log by itself until it is level again.
 */
export class Subscriptions {
  readonly #store: EventStore;
  readonly #timers: Timers;
  readonly #lanes: ReadonlyMap<string, Lane>;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(store: EventStore, timers: Timers, subscribers: readonly Subscriber[], onFailure: (name: string, error: unknown) => void) {
    this.#store = store;
    this.#timers = timers;
    this.#lanes = new Map(subscribers.map((subscriber) => [subscriber.name, new Lane(subscriber, store, onFailure)]));
  }

  /** Reads the stored positions and begins to read the log. Resolves when reading began, not when it has caught up. */
  async start(): Promise<void> {
    const lanes = [...this.#lanes.values()];
    await Promise.all(lanes.map((lane) => lane.start()));
    const positions = lanes.filter((lane) => lane.running).map((lane) => lane.position);
    if (positions.length === 0) return;
    const from = positions.includes(null) ? null : (positions as Position[]).reduce((a, b) => (a < b ? a : b));
    this.#running = this.#read(from).catch((error: unknown) => {
      this.#failure = error;
      for (const lane of lanes) lane.fail(error);
    });
  }

  /** Ends the reading, and resolves once what was being applied is stored. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.#running, ...[...this.#lanes.values()].map((lane) => lane.stop())]);
  }

  /**
   * Resolves once the subscriber has stored everything up to the position. Without a time it waits as long as it takes.
   * @throws NotCaughtUp after `milliseconds`
   * @throws SubscriberStopped
   */
  async waitFor(name: string, position: Position, milliseconds?: number): Promise<void> {
    return this.within(this.#lane(name).reached(position), name, milliseconds);
  }

  /** What comes of something that waits for a subscriber, if it comes in time. @throws NotCaughtUp */
  async within<T>(awaited: Promise<T>, name: string, milliseconds: number | undefined): Promise<T> {
    if (milliseconds === undefined) return awaited;
    const expired = Promise.withResolvers<never>();
    const callOff = this.#timers.after(milliseconds, () => expired.reject(new NotCaughtUp(name)));
    return Promise.race([awaited, expired.promise]).finally(callOff);
  }

  /** One entry for each subscriber; and what stopped the reading itself, if it stopped. */
  health(): { readonly subscribers: readonly LaneHealth[]; readonly failure: unknown } {
    return { subscribers: [...this.#lanes.values()].map((lane) => lane.health()), failure: this.#failure };
  }

  #lane(name: string): Lane {
    const lane = this.#lanes.get(name);
    if (lane === undefined) throw new UnknownSubscriber(name);
    return lane;
  }

  async #read(from: Position | null): Promise<void> {
    let events: RecordedEvent[] = [];
    let live = false;
    for await (const message of this.#store.subscribe(from, { signal: this.#stopping.signal })) {
      if (message.kind === 'event') {
        events.push(message.event);
        continue;
      }
      if (message.position !== null) this.#hand(events, message.position);
      events = [];
      live ||= message.kind === 'caughtUp';
      if (!live) await Promise.all([...this.#lanes.values()].map((lane) => lane.room()));
    }
  }

  #hand(events: readonly RecordedEvent[], through: Position): void {
    for (const lane of this.#lanes.values()) lane.hand(events, through);
  }
}

/** A name that no subscriber of this process has. */
export class UnknownSubscriber extends Error {
  override readonly name = 'UnknownSubscriber';
  constructor(name: string) {
    super(`there is no subscriber ${name} in this process`);
  }
}
