import type { DomainEvent, EventsByStream, StreamPrefix } from '../catalogue.js';
import type { Recorded } from '../event.js';
import { fromMillis, toMillis, type Instant } from '../instant.js';

/** A Monday morning, an hour into the assumed working week. */
const START: Instant = '2026-01-05T09:00:00.000Z';

/**
 * Writes a log for tests: events in order, with revisions, ids and times.
 * `new LogBuilder().by('ada').after(30).record('issue-', '7', { type: 'NoteAdded', data: … })`. Ids look like UUIDs and are the
 * same in every run.
 */
export class LogBuilder {
  readonly events: Recorded<DomainEvent>[] = [];
  private readonly revisions = new Map<string, number>();
  private millis: number;
  private actor = 'system:operator';

  constructor(start: Instant = START) {
    this.millis = toMillis(start);
  }

  /** The clock: `recordedAt` of the next event. */
  get now(): Instant {
    return fromMillis(this.millis);
  }

  /** Sets the clock, backwards too: clocks of machines do that. */
  at(instant: Instant): this {
    this.millis = toMillis(instant);
    return this;
  }

  /** Moves the clock on by minutes. */
  after(minutes: number): this {
    this.millis += minutes * 60_000;
    return this;
  }

  /** Who acts from now on: a person's id, or `system:router` and the like. */
  by(actor: string): this {
    this.actor = actor;
    return this;
  }

  get actorNow(): string {
    return this.actor;
  }

  /** The revision that the next event of a stream will have. */
  nextRevision(stream: string): number {
    return this.revisions.get(stream) ?? 0;
  }

  /** Appends an event to the stream `prefix + id` and returns it as recorded. */
  record<P extends StreamPrefix>(prefix: P, id: string, event: EventsByStream[P], eventId?: string): Recorded<EventsByStream[P]> {
    const stream = prefix + id;
    const revision = this.nextRevision(stream);
    this.revisions.set(stream, revision + 1);
    const envelope = { id: eventId ?? this.nextId(), stream, revision, recordedAt: this.now, actor: this.actor };
    const recorded: Recorded<EventsByStream[P]> = { ...event, ...envelope };
    this.events.push(recorded);
    return recorded;
  }

  private nextId(): string {
    return `00000000-0000-7000-8000-${String(this.events.length).padStart(12, '0')}`;
  }
}
