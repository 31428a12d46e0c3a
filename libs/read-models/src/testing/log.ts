import type { EventsByStream, Instant, StreamPrefix } from '#domain';
import { LogBuilder } from '#domain/testing/log-builder';
import type { RecordedEvent } from '#event-store';

/** Writes a log as a store would give it back: with indexes, positions, causes. */
export class Log {
  readonly events: RecordedEvent[] = [];
  readonly #builder = new LogBuilder();

  get now(): Instant {
    return this.#builder.now;
  }

  /** Moves the clock on by minutes; back, if they are negative. */
  after(minutes: number): this {
    this.#builder.after(minutes);
    return this;
  }

  by(actor: string): this {
    this.#builder.by(actor);
    return this;
  }

  /** Appends to the stream `prefix + id`. `cause`: the id of the event that set it off. */
  record<P extends StreamPrefix>(prefix: P, id: string, event: EventsByStream[P], cause?: string): RecordedEvent {
    const recorded: object = this.#builder.record(prefix, id, event);
    const index = this.events.length;
    const causationId = cause ?? `00000000-0000-7000-9000-${String(index).padStart(12, '0')}`;
    const envelope = { schema: 1, auth: { method: 'system', id: 'test' }, correlationId: causationId, causationId };
    // Gaps, so that nobody takes a position for an index.
    const logged = { ...recorded, ...envelope, index, position: String(index * 7 + 3).padStart(16, '0') } as unknown as RecordedEvent;
    this.events.push(logged);
    return logged;
  }
}
