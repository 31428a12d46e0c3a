import { canonicalBytes, type JsonObject } from '#ledger';

/** A resume token of one store: opaque, fixed width, increasing, so that string order is log order. Never part of an event. */
export type Position = string;

/** How the actor was known: the method (`password`, `passkey`, `token`, `system`, …) and the id of the session or token. */
export interface EventAuth {
  readonly method: string;
  readonly id: string;
}

/** A fact about to be recorded. Optional fields are left out, never `undefined`. */
export interface NewEvent {
  /** UUIDv7, or UUIDv5 of its cause; lower case. */
  readonly id: string;
  readonly type: string;
  /** Version of the type's shape, from 1. */
  readonly schema: number;
  /** When the accepting process recorded it: ISO 8601 UTC with milliseconds, 24 characters. */
  readonly recordedAt: string;
  /** When the actor says it happened: shown, never ranked on. */
  readonly occurredAt?: string;
  readonly actor: string;
  readonly onBehalfOf?: string;
  readonly auth: EventAuth;
  readonly correlationId: string;
  readonly causationId: string;
  /** SHA-256 of the command's canonical body and route. */
  readonly commandHash?: string;
  /** Id of the import or demo that brought it. */
  readonly origin?: string;
  readonly data: JsonObject;
}

/** An event with its place in its stream. Its canonical bytes are the Merkle leaf, equal on every adapter. */
export interface Envelope extends NewEvent {
  readonly stream: string;
  /** From 0, without gaps within a stream. */
  readonly revision: number;
}

/** An envelope and, outside the leaf, its place in the log of one store. */
export interface RecordedEvent extends Envelope {
  readonly position: Position;
  /** Count of the events before it in log order: the leaf index; SSE ids, cursors, as-of and proofs use it. */
  readonly index: number;
}

/** The envelope alone: what is hashed, exported and compared between stores. */
export function envelopeOf(recorded: RecordedEvent): Envelope {
  const { position: _position, index: _index, ...envelope } = recorded;
  return envelope;
}

/** The bytes of the Merkle leaf of a recorded event. */
export function leafBytes(recorded: RecordedEvent): Buffer {
  return canonicalBytes(envelopeOf(recorded));
}

/** What the stream must look like for an append: not there yet, or ending in exactly this revision. */
export type ExpectedRevision = 'noStream' | number;

export interface AppendResult {
  readonly stream: string;
  readonly firstRevision: number;
  readonly lastRevision: number;
  /** The events as recorded; of a duplicate, the ones recorded the first time. */
  readonly events: readonly RecordedEvent[];
  /** Of the last event. */
  readonly position: Position;
  /** True if the same ids already stood at the same revisions: nothing was added. */
  readonly duplicate: boolean;
}

export interface ReadStreamOptions {
  readonly fromRevision?: number;
  readonly limit?: number;
}

export interface Head {
  readonly position: Position;
  readonly index: number;
}

/**
 * What a subscription yields. `progress` ends a page while more is waiting, `caughtUp` ends the last page for now: either is
 * a good moment to store its position and what was derived, since nothing of ours stands unread at or before it.
 */
export type SubscriptionMessage =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly kind: 'progress'; readonly position: Position }
  /** `position` is null only in an empty log that was read from its start. */
  | { readonly kind: 'caughtUp'; readonly position: Position | null };

export interface SubscribeOptions {
  /** Aborting ends the iteration quietly. */
  readonly signal?: AbortSignal;
}

/**
 * The log: the only truth. Every adapter passes the suite in contract.ts. Any method throws `StoreClosed` after `close()`.
 * Limits, over canonical envelope bytes: 64 KiB an event; 256 events and 768 KiB an append.
 */
export interface EventStore {
  /**
   * Appends all events or none, and resolves once they are durable. Appending the same ids at the same revisions again
   * answers the original result. Appends to several streams that are under way at once may land in any order.
   * @throws WrongExpectedRevision other events stand there, or the stream is shorter than expected
   * @throws PartialDuplicate some of the ids stand there, not all
   * @throws DuplicateEventId an id is twice in the append, or already elsewhere in the stream
   * @throws InvalidEvent, NotCanonical, EventTooLarge, AppendTooLarge, EmptyAppend before anything is written
   * @throws StoreBusy, StoreFull, StoreFailed, StoreUnavailable, StoreCorrupt nothing of the append was written
   * @throws AppendInDoubt a server did not answer: the same append again tells whether it was written
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;
  /** Events of one stream in order; empty if there is none. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;
  /** At most `limit` events after a position, in log order; `null` is the start. @throws InvalidPosition */
  readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]>;
  /** At most `limit` events from an index on: the way in for cursors, SSE and as-of. */
  readFromIndex(index: number, limit: number): Promise<readonly RecordedEvent[]>;
  /**
   * Every event after a position, then live ones. Holds no more than one page, however slow the subscriber is.
   * Throws `StoreClosed` into the iteration when the store closes first.
   */
  subscribe(after: Position | null, options?: SubscribeOptions): AsyncIterable<SubscriptionMessage>;
  /** The last event, or null in an empty log. */
  head(): Promise<Head | null>;
  close(): Promise<void>;
}

/** A log that is read and never written: all that checks, backups and copies ask of a store. */
export type ReadableLog = Pick<EventStore, 'readStream' | 'readAll' | 'readFromIndex' | 'head' | 'close'>;
