import { canonicalJson } from '#ledger';
import { AppendTooLarge, DuplicateEventId, EmptyAppend, EventTooLarge, InvalidEvent } from './errors.js';
import type { Envelope, ExpectedRevision, NewEvent, Position, RecordedEvent } from './event-store.js';

export const MAX_EVENT_BYTES = 64 * 1024;
export const MAX_APPEND_EVENTS = 256;
export const MAX_APPEND_BYTES = 768 * 1024;

/** An append that broke no rule which can be checked without the log. */
export interface AppendRequest {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** The revision the first event will have. */
  readonly firstRevision: number;
  readonly envelopes: readonly Envelope[];
  /** Canonical JSON of each envelope. */
  readonly bodies: readonly string[];
  /** Of all bodies, in UTF-8. */
  readonly bytes: number;
}

/**
 * Checks an append and writes its canonical bytes, before anything reaches a store. Nothing of it changes if the caller later
 * changes its objects, except `envelopes[].data`.
 * @throws InvalidEvent, NotCanonical, EmptyAppend, EventTooLarge, AppendTooLarge, DuplicateEventId
 */
export function appendRequest(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): AppendRequest {
  checkStream(stream);
  if (expected !== 'noStream') checkCount('expected', expected);
  if (events.length === 0) throw new EmptyAppend(stream);
  if (events.length > MAX_APPEND_EVENTS) throw new AppendTooLarge('events', events.length, MAX_APPEND_EVENTS);

  const firstRevision = expected === 'noStream' ? 0 : expected + 1;
  const envelopes: Envelope[] = [];
  const bodies: string[] = [];
  let bytes = 0;
  for (const event of events) {
    const envelope = envelopeAt(stream, firstRevision + envelopes.length, event);
    const body = canonicalJson(envelope);
    const eventBytes = Buffer.byteLength(body);
    if (eventBytes > MAX_EVENT_BYTES) throw new EventTooLarge(eventBytes, MAX_EVENT_BYTES);
    bytes += eventBytes;
    envelopes.push(envelope);
    bodies.push(body);
  }
  if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge('bytes', bytes, MAX_APPEND_BYTES);
  if (events.length > 1) checkIdsDiffer(stream, events);
  return { stream, expected, firstRevision, envelopes, bodies, bytes };
}

/** Adds the place in the log. */
export function recorded(envelope: Envelope, index: number, position: Position): RecordedEvent {
  return { ...envelope, index, position };
}

export function checkStream(stream: unknown): void {
  if (typeof stream !== 'string' || stream === '' || stream.length > 200) {
    throw new InvalidEvent('stream', 'must be a name of 1 to 200 characters');
  }
}

/** Revisions, indexes and limits: whole, not negative. */
export function checkCount(field: string, count: unknown, least = 0): void {
  if (!Number.isSafeInteger(count) || (count as number) < least) {
    throw new InvalidEvent(field, `must be a whole number of at least ${String(least)}`);
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z$/;
const OPTIONAL = ['commandHash', 'occurredAt', 'onBehalfOf', 'origin'] as const;
const REQUIRED_COUNT = 9;

/** The fields stand in canonical order, so that writing them needs no sort. */
function envelopeAt(stream: string, revision: number, event: NewEvent): Envelope {
  checkFields(event);
  const { commandHash, occurredAt, onBehalfOf, origin } = event;
  return {
    actor: event.actor,
    auth: { id: event.auth.id, method: event.auth.method },
    causationId: event.causationId,
    ...(commandHash === undefined ? undefined : { commandHash }),
    correlationId: event.correlationId,
    data: event.data,
    id: event.id,
    ...(occurredAt === undefined ? undefined : { occurredAt }),
    ...(onBehalfOf === undefined ? undefined : { onBehalfOf }),
    ...(origin === undefined ? undefined : { origin }),
    recordedAt: event.recordedAt,
    revision,
    schema: event.schema,
    stream,
    type: event.type,
  };
}

function checkFields(event: NewEvent): void {
  if (!UUID.test(event.id)) throw new InvalidEvent('id', 'must be a UUID in lower case');
  if (!INSTANT.test(event.recordedAt)) throw new InvalidEvent('recordedAt', 'must be an ISO instant in UTC with milliseconds');
  checkCount('schema', event.schema, 1);
  checkText('type', event.type);
  checkText('actor', event.actor);
  checkText('correlationId', event.correlationId);
  checkText('causationId', event.causationId);
  checkText('auth.method', event.auth.method);
  checkText('auth.id', event.auth.id);
  if (Object.keys(event.auth).length !== 2) throw new InvalidEvent('auth', 'has an unknown field');
  if (typeof event.data !== 'object' || Array.isArray(event.data)) throw new InvalidEvent('data', 'must be an object');

  let optional = 0;
  for (const field of OPTIONAL) {
    if (!Object.hasOwn(event, field)) continue;
    checkText(field, event[field]);
    optional += 1;
  }
  // A field the envelope does not know would be lost in silence.
  if (Object.keys(event).length !== REQUIRED_COUNT + optional) throw new InvalidEvent('event', 'has an unknown field');
}

function checkText(field: string, text: unknown): void {
  if (typeof text !== 'string' || text === '') throw new InvalidEvent(field, 'must be a text that is not empty');
}

function checkIdsDiffer(stream: string, events: readonly NewEvent[]): void {
  const seen = new Set<string>();
  for (const { id } of events) {
    if (seen.has(id)) throw new DuplicateEventId(stream, id);
    seen.add(id);
  }
}
