import { appendRequest, checkCount, checkStream, recorded, type AppendRequest } from '../append-request.js';
import { DuplicateEventId, InvalidPosition, PartialDuplicate, StoreClosed, WrongExpectedRevision } from '../errors.js';
import type {
  AppendResult,
  Envelope,
  EventStore,
  ExpectedRevision,
  Head,
  NewEvent,
  Position,
  ReadStreamOptions,
  RecordedEvent,
  SubscribeOptions,
  SubscriptionMessage,
} from '../event-store.js';
import { Live } from '../live.js';

interface Stored {
  readonly id: string;
  readonly body: string;
  readonly position: Position;
  readonly index: number;
}

interface Stream {
  readonly events: Stored[];
  readonly ids: Set<string>;
}

export interface MemoryEventStoreOptions {
  /** In [0, 1): makes the gaps between positions, so that nobody comes to rely on their distance. */
  readonly random?: () => number;
}

const POSITION_WIDTH = 16;
const WIDEST_GAP = 1000;

/** The reference: the simplest thing that keeps the contract. Nothing survives the process. */
export class MemoryEventStore implements EventStore {
  readonly #log: Stored[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #random: () => number;
  readonly #live = new Live((after, limit) => this.readAll(after, limit));
  #lastPosition = 0;
  #closed = false;

  constructor(options: MemoryEventStoreOptions = {}) {
    this.#random = options.random ?? (() => 0.5);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.#checkOpen();
    const request = appendRequest(stream, expected, events);
    const known = this.#streams.get(stream) ?? { events: [], ids: new Set() };
    if (known.events.length !== request.firstRevision) return repeated(request, known.events);
    for (const { id } of request.envelopes) if (known.ids.has(id)) throw new DuplicateEventId(stream, id);

    this.#streams.set(stream, known);
    const added = request.envelopes.map(({ id }, i) => this.#store(known, id, request.bodies[i] as string));
    this.#live.committed();
    return result(request, added, false);
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    checkStream(stream);
    const { fromRevision = 0, limit = Number.MAX_SAFE_INTEGER } = options;
    checkCount('fromRevision', fromRevision);
    checkCount('limit', limit, 1);
    return (this.#streams.get(stream)?.events ?? []).slice(fromRevision, fromRevision + limit).map(parse);
  }

  async readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    checkCount('limit', limit, 1);
    const from = this.#countUpTo(after);
    return this.#log.slice(from, from + limit).map(parse);
  }

  async readFromIndex(index: number, limit: number): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    checkCount('index', index);
    checkCount('limit', limit, 1);
    return this.#log.slice(index, index + limit).map(parse);
  }

  subscribe(after: Position | null, options?: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return this.#live.subscribe(after, options);
  }

  async head(): Promise<Head | null> {
    this.#checkOpen();
    const last = this.#log.at(-1);
    return last === undefined ? null : { position: last.position, index: last.index };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#live.close(new StoreClosed());
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreClosed();
  }

  #store(stream: Stream, id: string, body: string): Stored {
    this.#lastPosition += 1 + Math.floor(this.#random() * WIDEST_GAP);
    const position = String(this.#lastPosition).padStart(POSITION_WIDTH, '0');
    const stored = { id, body, position, index: this.#log.length };
    this.#log.push(stored);
    stream.events.push(stored);
    stream.ids.add(id);
    return stored;
  }

  #countUpTo(after: Position | null): number {
    if (after === null) return 0;
    if (!/^\d{16}$/.test(after)) throw new InvalidPosition();
    let low = 0;
    let high = this.#log.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#log[middle] as Stored).position <= after) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The stream does not end at the expected revision: the same append once more, or a conflict. */
function repeated(request: AppendRequest, before: readonly Stored[]): AppendResult {
  const { stream, expected, firstRevision, envelopes } = request;
  const there = before.slice(firstRevision, firstRevision + envelopes.length);
  const same = there.filter((stored, i) => stored.id === envelopes[i]?.id).length;
  if (same === envelopes.length) return result(request, there, true);
  if (same > 0) throw new PartialDuplicate(stream, expected);
  throw new WrongExpectedRevision(stream, expected, before.length === 0 ? 'noStream' : before.length - 1);
}

function parse({ body, position, index }: Stored): RecordedEvent {
  return recorded(JSON.parse(body) as Envelope, index, position);
}

function result(request: AppendRequest, stored: readonly Stored[], duplicate: boolean): AppendResult {
  const { stream, firstRevision } = request;
  const { position } = stored.at(-1) as Stored;
  return { stream, firstRevision, lastRevision: firstRevision + stored.length - 1, events: stored.map(parse), position, duplicate };
}
