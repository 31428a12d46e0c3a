import { EventStoreError, type EventStore, type Position, type RecordedEvent } from '#event-store';
import { systemTimers } from './clock.js';
import type { Subscriber } from './subscriber.js';

/** Waiting events from which on a lane has no room; with twice as many it lets go and reads by itself. */
export const ROOM_EVENTS = 1024;
const PAGE_EVENTS = 256;
const PAUSE_MILLIS = 250;

export interface LaneHealth {
  readonly name: string;
  readonly state: 'running' | 'failed' | 'stopped';
  readonly position: Position | null;
  /** The last entry that it has taken; −1: none, null: not known before the next one comes. */
  readonly index: number | null;
  /** What stopped it. */
  readonly error: unknown;
}

/** A subscriber that applies nothing any more; `cause` is what stopped it, if it was not asked to. */
export class SubscriberStopped extends Error {
  override readonly name = 'SubscriberStopped';
  constructor(subscriber: string, options?: ErrorOptions) {
    super(`${subscriber} has stopped`, options);
  }
}

interface Watcher {
  readonly position: Position;
  readonly resolve: () => void;
  readonly reject: (error: SubscriberStopped) => void;
}

/** The queue and the progress of one subscriber. */
export class Lane {
  readonly #subscriber: Subscriber;
  readonly #store: EventStore;
  readonly #onFailure: (name: string, error: unknown) => void;
  #state: LaneHealth['state'] = 'running';
  #error: unknown;
  #position: Position | null = null;
  #index: number | null = null;
  /** How far the common reading has come. */
  #target: Position | null = null;
  /** What it brought and is not applied yet; nothing while the lane reads by itself. */
  #waiting: RecordedEvent[] = [];
  #alone = false;
  #work: Promise<void> | undefined;
  #progress = Promise.withResolvers<void>();
  #watchers: Watcher[] = [];

  constructor(subscriber: Subscriber, store: EventStore, onFailure: (name: string, error: unknown) => void) {
    this.#subscriber = subscriber;
    this.#store = store;
    this.#onFailure = onFailure;
  }

  get position(): Position | null {
    return this.#position;
  }

  get running(): boolean {
    return this.#state === 'running';
  }

  health(): LaneHealth {
    return { name: this.#subscriber.name, state: this.#state, position: this.#position, index: this.#index, error: this.#error };
  }

  async start(): Promise<void> {
    try {
      this.#position = await this.#subscriber.position();
      this.#index = await this.#indexAt(this.#position);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Takes over the next part of the log. Never waits: see `room`. */
  hand(events: readonly RecordedEvent[], through: Position): void {
    if (!this.running) return;
    this.#target = through;
    if (!this.#alone) this.#enqueue(events);
    if (this.#behind()) this.#work ??= this.#run();
  }

  /** Resolves when fewer than `ROOM_EVENTS` are waiting, or when nothing will be applied any more. */
  async room(): Promise<void> {
    while (this.running && this.#waiting.length >= ROOM_EVENTS) await this.#progress.promise;
  }

  /** @throws SubscriberStopped */
  async reached(position: Position): Promise<void> {
    if (!isBefore(this.#position, position)) return;
    if (!this.running) throw this.#stopped();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#watchers.push({ position, resolve, reject });
    return promise;
  }

  fail(error: unknown): void {
    if (!this.running) return;
    this.#error = error;
    this.#end('failed');
    this.#onFailure(this.#subscriber.name, error);
  }

  /** Resolves once what is being applied is stored. */
  async stop(): Promise<void> {
    if (this.running) this.#end('stopped');
    await this.#work;
  }

  #behind(): boolean {
    return this.#target !== null && isBefore(this.#position, this.#target);
  }

  #enqueue(events: readonly RecordedEvent[]): void {
    for (const event of events) if (isBefore(this.#position, event.position)) this.#waiting.push(event);
    if (this.#waiting.length < 2 * ROOM_EVENTS) return;
    this.#alone = true;
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    try {
      while (this.running && this.#behind()) {
        const target = this.#target as Position;
        await (this.#alone ? this.#readOn(target) : this.#apply(this.#waiting.splice(0), target));
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.#work = undefined;
    }
  }

  /** A page by itself. Level with the common reading again, it takes part in it again. */
  async #readOn(target: Position): Promise<void> {
    const page = await this.#page();
    const last = page.at(-1)?.position ?? target;
    await this.#apply(page, page.length === PAGE_EVENTS || isBefore(target, last) ? last : target);
    this.#alone = this.#behind();
  }

  /** Waits for a log that cannot be read now. Throws what it met if the lane is stopped meanwhile. */
  async #page(): Promise<readonly RecordedEvent[]> {
    for (;;) {
      try {
        return await this.#store.readAll(this.#position, PAGE_EVENTS);
      } catch (error) {
        if (!(error instanceof EventStoreError && error.retry)) throw error;
        await new Promise<void>((resolve) => {
          systemTimers.after(PAUSE_MILLIS, resolve);
        });
        if (!this.running) throw error;
      }
    }
  }

  async #apply(events: readonly RecordedEvent[], through: Position): Promise<void> {
    await this.#subscriber.apply(events, through);
    this.#position = through;
    this.#index = events.at(-1)?.index ?? this.#index;
    this.#watchers = this.#watchers.filter(({ position, resolve }) => {
      const waits = isBefore(through, position);
      if (!waits) resolve();
      return waits;
    });
    this.#progressed();
  }

  async #indexAt(position: Position | null): Promise<number | null> {
    if (position === null) return -1;
    const [next] = await this.#store.readAll(position, 1);
    return next === undefined ? ((await this.#store.head())?.index ?? null) : next.index - 1;
  }

  #end(state: 'failed' | 'stopped'): void {
    this.#state = state;
    this.#waiting = [];
    for (const { reject } of this.#watchers.splice(0)) reject(this.#stopped());
    this.#progressed();
  }

  #progressed(): void {
    this.#progress.resolve();
    this.#progress = Promise.withResolvers<void>();
  }

  #stopped(): SubscriberStopped {
    return new SubscriberStopped(this.#subscriber.name, this.#error === undefined ? undefined : { cause: this.#error });
  }
}

function isBefore(one: Position | null, other: Position): boolean {
  return one === null || one < other;
}
