import type { Position, RecordedEvent } from '#event-store';
import { systemTimers, type Timers } from './clock.js';
import { Stopping } from './errors.js';
import { Followed } from './followed.js';
import type { Subscriber } from './subscriber.js';
import type { Turn } from './turn.js';

export interface SharedSubscriberParts {
  readonly inner: Subscriber;
  /** What is stored, whoever stored it. */
  readonly stored: () => Promise<Position | null>;
  readonly turn: Turn & { giveUp(): void };
  readonly timers?: Timers;
}

const FIRST_PAUSE_MILLIS = 50;
const LONGEST_PAUSE_MILLIS = 5000;

/**
 * A subscriber of several processes that store to the same place: the one whose turn it is derives, and the others see that it was done.
 * When the turn comes it goes on from what is stored.
 */
export class SharedSubscriber implements Subscriber {
  readonly name: string;
  readonly version: number;
  readonly #parts: SharedSubscriberParts;
  readonly #followed: Followed;
  readonly #stopping = Promise.withResolvers<never>();

  constructor(parts: SharedSubscriberParts) {
    this.name = parts.inner.name;
    this.version = parts.inner.version;
    this.#parts = parts;
    this.#followed = new Followed(parts.inner.name, parts.stored, parts.timers);
    this.#stopping.promise.catch(() => undefined);
  }

  async position(): Promise<Position | null> {
    return this.#parts.stored();
  }

  /** @throws whatever the derivation fails with for good, and the turn is given up; `Stopping` */
  async apply(events: readonly RecordedEvent[], through: Position): Promise<void> {
    const { turn } = this.#parts;
    if (!turn.isMine) {
      const done = this.#followed.reached(through).then(() => true);
      if (await Promise.race([done, turn.came.then(() => false), this.#stopping.promise])) return;
    }
    try {
      await this.#derive(events, through);
    } catch (error) {
      turn.giveUp();
      throw error;
    }
  }

  /** What waits for others waits no more. To be called before the reading of the log is ended. */
  stop(): void {
    this.#followed.stop();
    this.#stopping.reject(new Stopping());
  }

  async #derive(events: readonly RecordedEvent[], through: Position): Promise<void> {
    const { inner, timers = systemTimers } = this.#parts;
    for (let pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      try {
        await inner.apply(events, through);
        return;
      } catch (error) {
        if (!(error as { readonly retry?: boolean }).retry) throw error;
      }
      const paused = new Promise<void>((resolve) => void timers.after(pause, resolve));
      await Promise.race([paused, this.#stopping.promise]);
    }
  }
}
