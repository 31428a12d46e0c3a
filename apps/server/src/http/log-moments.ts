import type { Clock, Engine } from '#application';
import { later, type Instant } from '#domain';
import type { EventStore } from '#event-store';
import type { Moment, ReadModels } from '#read-models';
import { Moments, type When } from './moments.js';
import { HttpProblem } from './problem.js';

/** So long a question waits for the views. */
const PATIENCE_MS = 10_000;
/** Clocks of machines that were set back are set back by less than what was recorded in so many entries. */
const ENTRIES_TO_LOOK_BACK = 256;

/** Moments of a log: an entry's is its log time, the latest at which anything up to it was recorded. */
export class LogMoments extends Moments {
  constructor(
    private readonly store: EventStore,
    private readonly engine: Engine,
    private readonly views: ReadModels,
    private readonly clock: Clock,
  ) {
    super();
  }

  async at({ asOf, waitFor }: When): Promise<Moment> {
    if (waitFor !== undefined) await this.#reach(waitFor, 'waitFor');
    if (asOf === undefined) return { now: this.clock.now(), index: null };
    await this.#reach(asOf, 'asOf');
    return { now: await this.#logTime(asOf), index: asOf };
  }

  async #reach(index: number, field: string): Promise<void> {
    const [entry] = await this.store.readFromIndex(index, 1);
    if (entry === undefined) throw new HttpProblem('invalid-parameter', `${field} is not an entry of the log`, { field });
    await this.engine.waitFor(this.views.subscriber.name, entry.position, PATIENCE_MS);
  }

  async #logTime(index: number): Promise<Instant> {
    const from = Math.max(0, index + 1 - ENTRIES_TO_LOOK_BACK);
    const entries = await this.store.readFromIndex(from, index + 1 - from);
    return entries.map(({ recordedAt }) => recordedAt).reduce(later);
  }
}
