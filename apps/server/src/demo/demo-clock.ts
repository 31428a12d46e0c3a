import { SimulatedTime, type Clock, type Engine, type Subscriber } from '#application';
import { fromMillis, toMillis, type Instant } from '#domain';
import type { EventStore, Position, RecordedEvent } from '#event-store';

const STEP_MS = 1000;
/** A decision takes effect ten seconds after it: so long and a little longer the clock goes on after somebody did something. */
const RUNS_ON_STEPS = 15;

/**
 * The clock of a demonstration. It begins where the story ends and is moved by hand, so that nothing fires that the story does not
 * hold, whenever it is started; only after somebody has done something it goes on for some seconds.
 */
export class DemoClock implements Clock, Subscriber {
  readonly name = 'demo-clock';
  readonly version = 1;
  readonly seed: number;
  readonly #store: EventStore;
  readonly #time: SimulatedTime;
  #engine: Pick<Engine, 'nextDue' | 'rest'> | undefined;
  #moving: Promise<void> = Promise.resolve();
  #steps = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(seed: number, start: Instant, store: EventStore) {
    this.seed = seed;
    this.#store = store;
    this.#time = new SimulatedTime(start);
  }

  now(): Instant {
    return this.#time.now();
  }

  /** Whose due instants come as it moves. */
  drive(engine: Pick<Engine, 'nextDue' | 'rest'>): void {
    this.#engine = engine;
  }

  /** Moves on, stopping at everything that falls due on the way. Resolves when all of it is done. */
  async advance(milliseconds: number): Promise<void> {
    const moved = this.#moving.then(() => this.#advance(milliseconds));
    this.#moving = moved.catch(() => undefined);
    return moved;
  }

  /** What was told before the start is told. */
  async position(): Promise<Position | null> {
    return (await this.#store.head())?.position ?? null;
  }

  /** Somebody has done something: what it sets off within seconds shall come. */
  async apply(events: readonly RecordedEvent[]): Promise<void> {
    if (events.every(({ actor }) => actor.startsWith('system:'))) return;
    this.#steps = RUNS_ON_STEPS;
    this.#timer ??= setInterval(() => this.#tick(), STEP_MS).unref();
  }

  /** Resolves when it stands still. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#moving;
  }

  #tick(): void {
    this.#steps -= 1;
    if (this.#steps > 0)
      void this.advance(STEP_MS).catch(() => undefined); // said by the engine's health
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  async #advance(milliseconds: number): Promise<void> {
    const target = fromMillis(toMillis(this.now()) + milliseconds);
    await this.#engine?.rest();
    for (let due = this.#dueBy(target); due !== null; due = this.#dueBy(target)) {
      this.#time.advanceTo(due);
      await this.#engine?.rest();
    }
    this.#time.advanceTo(target);
  }

  /** What falls due next, if that is later than now: what is due and cannot be done would hold the clock for ever. */
  #dueBy(target: Instant): Instant | null {
    const due = this.#engine?.nextDue() ?? null;
    return due !== null && due > this.now() && due <= target ? due : null;
  }
}
