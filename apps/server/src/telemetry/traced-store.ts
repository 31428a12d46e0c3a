import type { AppendResult, EventStore, ExpectedRevision, NewEvent, Position, ReadStreamOptions, SubscribeOptions } from '#event-store';

type TraceAppend = (stream: string, events: readonly NewEvent[], append: () => Promise<AppendResult>) => Promise<AppendResult>;

/** A store whose appends are traced. */
export class TracedStore implements EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly trace: TraceAppend,
  ) {}

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return this.trace(stream, events, () => this.store.append(stream, expected, events));
  }

  readStream(stream: string, options?: ReadStreamOptions) {
    return this.store.readStream(stream, options);
  }

  readAll(after: Position | null, limit: number) {
    return this.store.readAll(after, limit);
  }

  readFromIndex(index: number, limit: number) {
    return this.store.readFromIndex(index, limit);
  }

  subscribe(after: Position | null, options?: SubscribeOptions) {
    return this.store.subscribe(after, options);
  }

  head() {
    return this.store.head();
  }

  close() {
    return this.store.close();
  }
}
