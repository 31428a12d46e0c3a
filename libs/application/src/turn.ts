import type { Timers } from './clock.js';
import type { Lease } from './lease.js';

/** Whether a process does what one at a time does: routes, keeps time, writes what is derived. */
export interface Turn {
  /** Asked right before each act. */
  readonly isMine: boolean;
  /** Resolves when the turn comes. */
  readonly came: Promise<void>;
}

/** Of a process that is alone. */
export const ALWAYS: Turn = { isMine: true, came: Promise.resolve() };

export interface LeasedTurnParts {
  readonly lease: Lease;
  /** How long the lease is held without being renewed. */
  readonly milliseconds: number;
  readonly timers: Timers;
  /** Milliseconds from any beginning, of a clock that goes on while the process is paused and that nobody sets. */
  readonly passed: () => number;
}

/** So often in the time of a lease it is asked for, or renewed. */
const ASKED_PER_LEASE = 4;

/**
 * A turn that comes with a lease and is over when the lease may be another's: also in a process that was paused, by its own reckoning
 * and without asking anybody. It comes once; whoever has had it begins anew.
 */
export class LeasedTurn implements Turn {
  readonly #parts: LeasedTurnParts;
  readonly #came = Promise.withResolvers<void>();
  readonly #over = Promise.withResolvers<void>();
  #token: number | null = null;
  /** Until then nobody else can have taken it. */
  #mineUntil = -Infinity;
  #isOver = false;
  #stopped = false;
  #asking: Promise<void> = Promise.resolve();
  #callOff: (() => void) | undefined;

  constructor(parts: LeasedTurnParts) {
    this.#parts = parts;
  }

  get isMine(): boolean {
    return this.#token !== null && !this.#isOver && this.#parts.passed() < this.#mineUntil;
  }

  /** What everything is written under that must not be written by who has had the turn before; null: it is not mine. */
  get token(): number | null {
    return this.isMine ? this.#token : null;
  }

  get came(): Promise<void> {
    return this.#came.promise;
  }

  /** Resolves when it was mine and is no more. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Asks for the lease, and goes on asking. */
  start(): void {
    this.#asking = this.#ask();
  }

  /** What this process does in its turn fails: another may do better. */
  giveUp(): void {
    this.#isOver = true;
    this.#over.resolve();
  }

  /** Lets go of the lease, once everything that was done in the turn is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#callOff?.();
    await this.#asking;
    this.#isOver = true;
    if (this.#token !== null) await this.#parts.lease.release(this.#token).catch(() => undefined); // else it runs out
  }

  async #ask(): Promise<void> {
    const { passed, milliseconds, timers } = this.#parts;
    const before = passed();
    const hadIt = this.#token !== null;
    // An answer that does not come is none: the lease goes on as far as it is known to.
    const held = await this.#holds().catch(() => null);
    // Once it was not mine for a moment it never is again, though the lease was renewed: what was to be done in that moment was left.
    if (held === true && (!hadIt || this.isMine)) this.#mineUntil = before + milliseconds;
    if (held === true && this.isMine) this.#came.resolve();
    if (this.#token !== null && (held === false || !this.isMine)) {
      this.giveUp();
      return;
    }
    if (!this.#stopped) this.#callOff = timers.after(milliseconds / ASKED_PER_LEASE, () => this.start());
  }

  async #holds(): Promise<boolean> {
    const { lease } = this.#parts;
    if (this.#token !== null) return this.isMine && (await lease.renew(this.#token));
    this.#token = await lease.take();
    return this.#token !== null;
  }
}
