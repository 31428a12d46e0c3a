import { fromMillis, toMillis, type Instant } from '#domain';
import type { Clock, Timers } from './clock.js';

interface Alarm {
  readonly at: number;
  readonly run: () => void;
}

/** Time that stands still until it is moved: for the import of a history, for the demo, and for tests. */
export class SimulatedTime implements Clock, Timers {
  #now: number;
  readonly #alarms = new Set<Alarm>();

  constructor(start: Instant) {
    this.#now = toMillis(start);
  }

  now(): Instant {
    return fromMillis(this.#now);
  }

  after(milliseconds: number, run: () => void): () => void {
    const alarm = { at: this.#now + Math.max(milliseconds, 0), run };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** Moves to an instant, ringing each alarm on the way at its own time. An earlier instant changes nothing. */
  advanceTo(instant: Instant): void {
    const target = toMillis(instant);
    for (let next = this.#nextAlarm(target); next !== undefined; next = this.#nextAlarm(target)) {
      this.#now = Math.max(this.#now, next.at);
      this.#alarms.delete(next);
      next.run();
    }
    this.#now = Math.max(this.#now, target);
  }

  #nextAlarm(until: number): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of this.#alarms) if (alarm.at <= until && (next === undefined || alarm.at < next.at)) next = alarm;
    return next;
  }
}
