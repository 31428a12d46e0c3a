/** So many requests in a minute, after at most `burst` at once. */
export interface Rate {
  readonly perMinute: number;
  readonly burst: number;
}

/** What is left of a rate after a request, in whole requests and seconds. */
export interface Taken {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Until all of the burst is there again. */
  readonly resetSeconds: number;
  /** 0 where it was allowed. */
  readonly retryAfterSeconds: number;
}

const MINUTE_MS = 60_000;
/** The clock has fractions of milliseconds, whose sums are not exact. */
const ROUNDING_MS = 0.001;
/** More callers than this at once: those who were seen least lately start anew, which is in their favour. */
const MOST_CALLERS = 50_000;

/**
 * Holds callers to a rate: the generic cell rate algorithm, one number a caller. There are no windows, so that nobody gets twice the
 * rate around the turn of one.
 */
export class RateLimit {
  readonly rate: Rate;
  readonly #intervalMs: number;
  readonly #toleranceMs: number;
  readonly #now: () => number;
  /** When a caller's requests would all have been worked off at the rate; the least lately seen first. */
  readonly #emptyAt = new Map<string, number>();

  /** `now`: milliseconds of a clock that is never set back. */
  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.rate = rate;
    this.#intervalMs = MINUTE_MS / rate.perMinute;
    this.#toleranceMs = this.#intervalMs * rate.burst;
    this.#now = now;
  }

  take(caller: string): Taken {
    const now = this.#now();
    const before = Math.max(this.#emptyAt.get(caller) ?? 0, now);
    const after = before + this.#intervalMs;
    const allowed = after - now <= this.#toleranceMs + ROUNDING_MS;
    const emptyAt = allowed ? after : before;
    this.#remember(caller, emptyAt);
    return {
      allowed,
      remaining: Math.max(0, Math.floor((this.#toleranceMs - (emptyAt - now) + ROUNDING_MS) / this.#intervalMs)),
      resetSeconds: Math.ceil((emptyAt - now - ROUNDING_MS) / 1000),
      retryAfterSeconds: allowed ? 0 : Math.max(1, Math.ceil((after - now - this.#toleranceMs - ROUNDING_MS) / 1000)),
    };
  }

  #remember(caller: string, emptyAt: number): void {
    this.#emptyAt.delete(caller);
    this.#emptyAt.set(caller, emptyAt);
    if (this.#emptyAt.size > MOST_CALLERS) this.#emptyAt.delete(this.#emptyAt.keys().next().value as string);
  }
}
