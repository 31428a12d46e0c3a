import type { Position } from '#event-store';
import { Stopping } from './errors.js';
import { systemTimers, type Timers } from './clock.js';

/** So often it is asked while somebody waits. */
const PAUSE_MILLIS = 20;

interface Watcher {
  readonly position: Position;
  readonly resolve: () => void;
  readonly reject: (error: Stopping) => void;
}

/** What another process derives from the log and stores where all see it: read by who waits for it. */
export class Followed {
  readonly name: string;
  readonly #stored: () => Promise<Position | null>;
  readonly #timers: Timers;
  #watchers: Watcher[] = [];
  #asks = false;
  #stopped = false;

  /** `stored`: up to where it is stored; null: it has nothing. */
  constructor(name: string, stored: () => Promise<Position | null>, timers: Timers = systemTimers) {
    this.name = name;
    this.#stored = stored;
    this.#timers = timers;
  }

  /** Resolves when everything up to the position is stored. @throws Stopping */
  async reached(position: Position): Promise<void> {
    if (this.#stopped) throw new Stopping();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#watchers.push({ position, resolve, reject });
    if (!this.#asks) void this.#ask();
    return promise;
  }

  /** Nobody waits any more. */
  stop(): void {
    this.#stopped = true;
    for (const { reject } of this.#watchers.splice(0)) reject(new Stopping());
  }

  async #ask(): Promise<void> {
    this.#asks = true;
    while (this.#watchers.length > 0 && !this.#stopped) {
      // A database that cannot be reached has nothing new.
      const stored = await this.#stored().catch(() => null);
      const reached = ({ position }: Watcher): boolean => stored !== null && position <= stored;
      const told = this.#watchers.filter(reached);
      this.#watchers = this.#watchers.filter((watcher) => !reached(watcher));
      for (const { resolve } of told) resolve();
      if (this.#watchers.length > 0) await new Promise<void>((resolve) => void this.#timers.after(PAUSE_MILLIS, resolve));
    }
    this.#asks = false;
  }
}
