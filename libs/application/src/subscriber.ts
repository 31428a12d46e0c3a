import type { Position, RecordedEvent } from '#event-store';

/** A fold over the log that keeps what it derives: a read model, the router, the ledger, an outbox. */
export interface Subscriber {
  readonly name: string;
  /** Of what it derives; when it changes, it throws away what it has and answers null as its position. */
  readonly version: number;
  /** Up to where it has stored what it derived; null: it has nothing. */
  position(): Promise<Position | null>;
  /**
   * Takes events in log order and stores what it derived together with `through`, in one transaction. `through` is at or after
   * the last event; `events` may be empty. Throwing stops this subscriber for good, and no other.
   */
  apply(events: readonly RecordedEvent[], through: Position): Promise<void>;
}
