import { AppendTooLarge, EventStoreError, EventTooLarge, StoreCorrupt, StoreFailed, StoreUnavailable } from '../errors.js';
import { MAX_EVENT_BYTES, type AppendRequest } from '../append-request.js';

/** What the client says of an error, if it says anything: its own type, or gRPC's code by number. */
interface ClientError {
  readonly type?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/** Faults that another try cannot mend. All others are taken to pass: a restart, an election, a busy server, a dropped connection. */
const LASTING: readonly unknown[] = [
  'access-denied',
  'stream-deleted',
  'stream-tombstoned',
  'invalid-argument',
  'stream-not-found',
  'wrong-expected-version',
  'maximum-append-size-exceeded',
  'append-record-size-exceeded',
];

/** The server's words for an event over its own limit; the client knows no type for them. */
const EVENT_TOO_LARGE = /MaximumAppendEventSizeExceeded|exceeds Maximum Append Event Size/;

/** Nothing left this machine: nobody listens there, no node could be found, or none was reached before the deadline. */
const NEVER_SENT = /No connection established|ECONNREFUSED|ENOTFOUND|Failed to discover|Deadline exceeded(?!.*remote_addr)/;

export const typeOf = (error: unknown): unknown => (error as ClientError | null)?.type;

export function passes(error: unknown): boolean {
  return !(error instanceof EventStoreError) && !LASTING.includes(typeOf(error)) && !EVENT_TOO_LARGE.test(messageOf(error));
}

export function wasNeverSent(error: unknown): boolean {
  return NEVER_SENT.test(messageOf(error));
}

/** An error of the client as one of the port's. Its own words are kept as the cause alone: they can hold the address with its password. */
export function translated(error: unknown): EventStoreError {
  if (error instanceof EventStoreError) return error;
  switch (typeOf(error)) {
    case 'access-denied':
      return new StoreFailed('the server of the log denies access: see the name and password in its address');
    case 'stream-deleted':
    case 'stream-tombstoned':
      return new StoreCorrupt('a stream of the log was deleted on its server');
    case 'invalid-argument':
      return new StoreFailed('the server of the log refused the request as invalid');
    default:
      return new StoreUnavailable(`the server of the log cannot be reached or does not answer (${kindOf(error)})`);
  }
}

/** The same for an append, whose size the server may limit below ours. */
export function translatedAppend(error: unknown, { bytes, bodies }: AppendRequest): EventStoreError {
  if (EVENT_TOO_LARGE.test(messageOf(error))) {
    const largest = Math.max(...bodies.map((body) => Buffer.byteLength(body)));
    const limit = Number(/Size of (\d+)/.exec(messageOf(error))?.[1] ?? MAX_EVENT_BYTES);
    return new EventTooLarge(largest, limit);
  }
  if (typeOf(error) === 'maximum-append-size-exceeded') {
    return new AppendTooLarge('bytes', bytes, (error as { readonly maxAppendSize: number }).maxAppendSize);
  }
  return translated(error);
}

function messageOf(error: unknown): string {
  const message = (error as ClientError | null)?.message;
  return typeof message === 'string' ? message : '';
}

/** A word for logs that cannot hold a secret. */
function kindOf(error: unknown): string {
  const { type, code } = error as ClientError;
  if (typeof type === 'string') return type;
  return typeof code === 'number' ? `gRPC ${String(code)}` : 'no answer';
}
