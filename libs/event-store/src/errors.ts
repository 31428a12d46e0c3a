import type { ExpectedRevision } from './event-store.js';

/** Root of the port's errors. `retry` is true if the same call may succeed later, unchanged. */
export abstract class EventStoreError extends Error {
  readonly retry: boolean = false;
}

/** The stream does not end where the caller thought: read it again and decide anew. */
export class WrongExpectedRevision extends EventStoreError {
  override readonly name = 'WrongExpectedRevision';
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** The last revision, or `noStream`. */
  readonly actual: ExpectedRevision;

  constructor(stream: string, expected: ExpectedRevision, actual: ExpectedRevision) {
    super(`${stream}: expected ${spell(expected)}, found ${spell(actual)}`);
    this.stream = stream;
    this.expected = expected;
    this.actual = actual;
  }
}

function spell(revision: ExpectedRevision): string {
  return revision === 'noStream' ? 'no stream' : `revision ${String(revision)}`;
}

/** An append repeated with other company: some of its ids stand at their revisions, not all. A bug of the caller. */
export class PartialDuplicate extends EventStoreError {
  override readonly name = 'PartialDuplicate';
  readonly stream: string;
  readonly expected: ExpectedRevision;

  constructor(stream: string, expected: ExpectedRevision) {
    super(`${stream}: some of the events already follow ${spell(expected)}, but not all`);
    this.stream = stream;
    this.expected = expected;
  }
}

/** An id stands elsewhere in the stream, or twice in the append. */
export class DuplicateEventId extends EventStoreError {
  override readonly name = 'DuplicateEventId';
  readonly stream: string;
  readonly id: string;

  constructor(stream: string, id: string) {
    super(`${stream}: event id ${id} is already used`);
    this.stream = stream;
    this.id = id;
  }
}

/** A field of an envelope, or an argument, that is not what the port asks for. The value is not echoed. */
export class InvalidEvent extends EventStoreError {
  override readonly name = 'InvalidEvent';
  readonly field: string;

  constructor(field: string, rule: string) {
    super(`${field} ${rule}`);
    this.field = field;
  }
}

/** A position that this store never gave out. */
export class InvalidPosition extends EventStoreError {
  override readonly name = 'InvalidPosition';

  constructor() {
    super('not a position of this store');
  }
}

export class EmptyAppend extends EventStoreError {
  override readonly name = 'EmptyAppend';

  constructor(stream: string) {
    super(`${stream}: an append holds at least one event`);
  }
}

/** One event is larger than the limit, in canonical envelope bytes. */
export class EventTooLarge extends EventStoreError {
  override readonly name = 'EventTooLarge';
  readonly bytes: number;
  readonly limitBytes: number;

  constructor(bytes: number, limitBytes: number) {
    super(`an event of ${String(bytes)} bytes is over the limit of ${String(limitBytes)}`);
    this.bytes = bytes;
    this.limitBytes = limitBytes;
  }
}

/** Too many events, or too many bytes, in one append. */
export class AppendTooLarge extends EventStoreError {
  override readonly name = 'AppendTooLarge';
  readonly unit: 'events' | 'bytes';
  readonly size: number;
  readonly limit: number;

  constructor(unit: 'events' | 'bytes', size: number, limit: number) {
    super(`an append of ${String(size)} ${unit} is over the limit of ${String(limit)}`);
    this.unit = unit;
    this.size = size;
    this.limit = limit;
  }
}

/** The queue of appends is full: try again shortly (HTTP 503 with `Retry-After`). */
export class StoreBusy extends EventStoreError {
  override readonly name = 'StoreBusy';
  override readonly retry = true;

  constructor() {
    super('the event store has too many appends waiting');
  }
}

export class StoreClosed extends EventStoreError {
  override readonly name = 'StoreClosed';

  constructor(reason = 'the event store is closed', options?: ErrorOptions) {
    super(reason, options);
  }
}

/** Another process, or another store of this process, has the log open. */
export class StoreLocked extends EventStoreError {
  override readonly name = 'StoreLocked';
  readonly location: string;

  constructor(location: string) {
    super(`${location} is in use by another process`);
    this.location = location;
  }
}

/** What is stored contradicts itself. Appends stop; restore a backup or ask `gravitas verify` what can be proven. */
export class StoreCorrupt extends EventStoreError {
  override readonly name = 'StoreCorrupt';
}

/** The log was written by a newer version of the product than this one, which would not understand it. Nothing was changed. */
export class StoreTooNew extends EventStoreError {
  override readonly name = 'StoreTooNew';

  constructor(location: string) {
    super(`${location} was written by a newer version of Gravitas: start that version or a later one`);
  }
}

/** No room on the disk: nothing of the batch was written, and appends work again once there is room. */
export class StoreFull extends EventStoreError {
  override readonly name = 'StoreFull';
  override readonly retry = true;

  constructor(options?: ErrorOptions) {
    super('no room left for the event store', options);
  }
}

/** The disk or driver failed: nothing of the batch was written. */
export class StoreFailed extends EventStoreError {
  override readonly name = 'StoreFailed';
  override readonly retry = true;
}

/** The log's server cannot be reached, or does not answer: nothing was read or written. */
export class StoreUnavailable extends EventStoreError {
  override readonly name = 'StoreUnavailable';
  override readonly retry = true;
}

/** An append got no answer: it may stand in the log or not. The same append again, with the same ids, settles it. */
export class AppendInDoubt extends EventStoreError {
  override readonly name = 'AppendInDoubt';
  override readonly retry = true;
  readonly stream: string;

  constructor(stream: string, options?: ErrorOptions) {
    super('the log did not answer in time whether it took the entry; the same request again settles it', options);
    this.stream = stream;
  }
}

/** Where a log is said to be, and cannot be. The value is not echoed: it may hold a password. */
export class InvalidLogAddress extends EventStoreError {
  override readonly name = 'InvalidLogAddress';

  constructor(rule: string) {
    super(`the address of the log ${rule}`);
  }
}
