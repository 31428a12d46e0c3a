import { fromMillis, type Instant } from '#domain';

/** Where "now" comes from. Asked only when a command is accepted and when a due instant is looked for. */
export interface Clock {
  now(): Instant;
}

/** Wakes somebody up later. */
export interface Timers {
  /** Runs once, after this many milliseconds; calling what is returned calls it off. */
  after(milliseconds: number, run: () => void): () => void;
}

export const systemClock: Clock = { now: () => fromMillis(Date.now()) };

/** setTimeout takes no more than 2^31 − 1 ms (24 days); beyond that it would fire at once. */
const LONGEST_TIMEOUT = 2_147_483_647;

export const systemTimers: Timers = {
  after(milliseconds, run) {
    const timeout = setTimeout(run, Math.min(Math.max(milliseconds, 0), LONGEST_TIMEOUT));
    return () => clearTimeout(timeout);
  },
};
