import { jsonEvent, type EventData, type RecordedEvent as ServerEvent } from '@kurrent/kurrentdb-client';
import { recorded, type AppendRequest } from '../append-request.js';
import { InvalidPosition, StoreCorrupt } from '../errors.js';
import type { Envelope, Position, RecordedEvent } from '../event-store.js';

/** An event as the server gave it: its place in the server's log, and the envelope as text, so that each reader parses its own. */
export interface StoredEvent {
  readonly place: number;
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly body: string;
  /** Which call of `append` wrote it. */
  readonly attempt: string;
}

/** The events of an append for the server: the whole envelope is the data, in canonical order of its fields. */
export function forServer({ envelopes, bodies }: AppendRequest, attempt: string): EventData[] {
  return envelopes.map(({ id, type }, i) =>
    jsonEvent({ id, type, data: JSON.parse(bodies[i] as string) as Record<string, unknown>, metadata: { append: attempt } }),
  );
}

/** @throws StoreCorrupt what stands there is not what we write */
export function fromServer(event: ServerEvent, prefix: string): StoredEvent {
  const envelope = event.data as Partial<Envelope> | null;
  const stream = event.streamId.slice(prefix.length);
  const revision = Number(event.revision);
  const isOurs = envelope?.id === event.id && envelope.stream === stream && envelope.revision === revision;
  if (!isOurs) throw new StoreCorrupt(`${event.streamId}: what stands at revision ${String(revision)} is no entry of this log`);
  const { append } = (event.metadata ?? {}) as { readonly append?: unknown };
  return {
    place: placeOf(event),
    id: event.id,
    stream,
    revision,
    body: JSON.stringify(envelope),
    attempt: typeof append === 'string' ? append : '',
  };
}

/**
 * Where an event stands in the server's log, in bytes. Commit and prepare are equal for all that was written over gRPC;
 * a server before 22.10 does not say them when a stream is read.
 * @throws StoreCorrupt they differ, or are not said
 */
function placeOf({ position, streamId }: Pick<ServerEvent, 'position' | 'streamId'>): number {
  const place = position === undefined ? undefined : placeOfPosition(position);
  if (place === undefined)
    throw new StoreCorrupt(`${streamId}: the server does not say one position of an event; it must be 23.10 or later`);
  return place;
}

/** Undefined if the server said none, which it spells as the largest number there is. */
export function placeOfPosition({ commit, prepare }: { readonly commit: bigint; readonly prepare: bigint }): number | undefined {
  return commit === prepare && commit <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(commit) : undefined;
}

export function recordedAt({ place, body }: StoredEvent, index: number): RecordedEvent {
  return recorded(JSON.parse(body) as Envelope, index, positionAt(place));
}

const POSITION = /^\d{20}$/;
const POSITION_WIDTH = 20;

export function positionAt(place: number): Position {
  return String(place).padStart(POSITION_WIDTH, '0');
}

/** @throws InvalidPosition */
export function placeAt(position: Position): number {
  if (!POSITION.test(position)) throw new InvalidPosition();
  return Number(position);
}
