import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { KurrentDBClient, NO_STREAM } from '@kurrent/kurrentdb-client';
import { appendRequest, checkCount, checkStream, type AppendRequest } from '../append-request.js';
import {
  AppendInDoubt,
  DuplicateEventId,
  EventStoreError,
  InvalidLogAddress,
  PartialDuplicate,
  StoreClosed,
  StoreCorrupt,
  StoreUnavailable,
  WrongExpectedRevision,
} from '../errors.js';
import type {
  AppendResult,
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
import { passes, translatedAppend, typeOf, wasNeverSent } from './client-errors.js';
import { KnownIds } from './known-ids.js';
import { LatestEvents } from './latest-events.js';
import { logAddressOf, type LogAddress } from './log-address.js';
import { LogFollower } from './log-follower.js';
import { LogReads } from './log-reads.js';
import { inTime, pauseMillis, persist, unlessAborted, whileProgressing } from './patience.js';
import { PlaceIndex } from './place-index.js';
import { forServer, placeAt, placeOfPosition, positionAt, recordedAt, type StoredEvent } from './stored-event.js';

export interface KurrentDbEventStoreOptions {
  /** See `logAddressOf`. */
  readonly url: string;
  /** Where the address names none. */
  readonly namespace?: string;
  /** Where a file keeps what was counted, so that a start need not read the log; null: it is counted anew at each start. */
  readonly folder: string | null;
}

/** An event with its index, and which call of `append` wrote it. */
interface Placed {
  readonly event: RecordedEvent;
  readonly attempt: string;
}

/** Longer than a subscription is ever behind while it lives. */
const BEHIND_MILLIS = 3_000;
const DISPOSE_MILLIS = 1_000;
/** After the client's own deadline, which says more than that there was no answer. */
const GRACE_MILLIS = 200;

/** A log on a KurrentDB server or cluster, in streams of its own. docs/kurrentdb.md says what it relies on. */
export class KurrentDbEventStore implements EventStore {
  readonly #address: LogAddress;
  readonly #client: KurrentDBClient;
  readonly #reads: LogReads;
  readonly #index: PlaceIndex;
  readonly #latest = new LatestEvents();
  readonly #follower: LogFollower;
  readonly #knownIds = new KnownIds();
  readonly #live = new Live((after, limit, signal) => this.#patiently(() => this.readAll(after, limit), signal));
  readonly #appending = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  private constructor(address: LogAddress, folder: string | null) {
    const { connectionString, deadlineMillis, namespace } = address;
    const prefix = `${namespace}.`;
    this.#address = address;
    this.#client = clientOf(connectionString);
    this.#reads = new LogReads({ connectionString, prefix, deadlineMillis });
    this.#index = new PlaceIndex(folder === null ? null : join(folder, `kurrentdb-${namespace}.index`));
    const onEvents = (): void => this.#live.committed();
    this.#follower = new LogFollower({ client: this.#client, prefix, index: this.#index, latest: this.#latest, onEvents });
  }

  /**
   * Connects, and counts what is new in the log.
   * @throws InvalidLogAddress, StoreUnavailable, StoreFailed, StoreCorrupt
   */
  static async open({ url, namespace, folder }: KurrentDbEventStoreOptions): Promise<KurrentDbEventStore> {
    const store = new KurrentDbEventStore(logAddressOf(url, namespace), folder);
    try {
      await store.#checkIndex();
      store.#follower.start();
      await store.#level();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.#checkOpen();
    const appending = this.#append(appendRequest(stream, expected, events));
    this.#appending.add(appending);
    try {
      return await appending;
    } finally {
      this.#appending.delete(appending);
    }
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    checkStream(stream);
    const { fromRevision = 0, limit = Number.MAX_SAFE_INTEGER } = options;
    checkCount('fromRevision', fromRevision);
    checkCount('limit', limit, 1);
    return (await this.#ofStream(stream, fromRevision, limit)).map(({ event }) => event);
  }

  async readAll(after: Position | null, limit: number): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    checkCount('limit', limit, 1);
    return this.#ofLog(after === null ? 0 : this.#index.countThrough(placeAt(after)), limit);
  }

  async readFromIndex(index: number, limit: number): Promise<readonly RecordedEvent[]> {
    this.#checkOpen();
    checkCount('index', index);
    checkCount('limit', limit, 1);
    return this.#ofLog(index, limit);
  }

  subscribe(after: Position | null, options?: SubscribeOptions): AsyncIterable<SubscriptionMessage> {
    return this.#live.subscribe(after, options);
  }

  async head(): Promise<Head | null> {
    this.#checkOpen();
    await this.#level();
    const { last, count } = this.#index;
    return last === null ? null : { position: positionAt(last.place), index: count - 1 };
  }

  /** Waits for what is being appended, then lets go of the connection. */
  async close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#live.close(new StoreClosed());
    await Promise.allSettled(this.#appending);
    this.#follower.stop();
    this.#index.close();
    await inTime(this.#client.dispose(), DISPOSE_MILLIS).catch(() => undefined);
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) throw new StoreClosed();
    if (this.#follower.fault !== undefined) throw this.#follower.fault;
  }

  async #append(request: AppendRequest): Promise<AppendResult> {
    const { stream, envelopes, firstRevision } = request;
    if (!(await this.#usesAgain(request))) {
      const attempt = randomUUID();
      const place = await this.#send(request, attempt);
      if (place !== 'refused') {
        const events = await this.#acknowledged(request, place);
        return result(request, events, events[0]?.attempt !== attempt);
      }
    }
    const there = await this.#ofStream(stream, firstRevision, envelopes.length);
    const same = there.filter(({ event }, i) => event.id === envelopes[i]?.id).length;
    if (same === envelopes.length) return result(request, there, true);
    throw await this.#refusal(request, same > 0);
  }

  async #refusal({ stream, expected, firstRevision, envelopes }: AppendRequest, some: boolean): Promise<EventStoreError> {
    if (some) return new PartialDuplicate(stream, expected);
    const last = await this.#reads.lastOfStream(stream);
    const used = envelopes.find(({ id }) => (this.#knownIds.revisionOf(stream, id) ?? firstRevision) < firstRevision);
    if (used !== undefined && last?.revision === firstRevision - 1) return new DuplicateEventId(stream, used.id);
    return new WrongExpectedRevision(stream, expected, last?.revision ?? 'noStream');
  }

  /** Whether an id of the append stands in its stream before it. What stands there is read once and then known. */
  async #usesAgain({ stream, firstRevision, envelopes }: AppendRequest): Promise<boolean> {
    const known = this.#knownIds.countOf(stream);
    if (known < firstRevision) this.#knownIds.learn(stream, await this.#reads.ofStream(stream, known, firstRevision - known));
    return envelopes.some(({ id }) => (this.#knownIds.revisionOf(stream, id) ?? firstRevision) < firstRevision);
  }

  /** Where the last event stands, undefined if the server does not say; tried again, since the server takes the same append once. */
  async #send(request: AppendRequest, attempt: string): Promise<number | undefined | 'refused'> {
    const { stream, expected } = request;
    const name = `${this.#address.namespace}.${stream}`;
    const streamState = expected === 'noStream' ? NO_STREAM : BigInt(expected);
    let sent = false as boolean; // changed within the callback
    try {
      return await persist(this.#address.deadlineMillis, passes, async (deadline) => {
        try {
          const sending = this.#client.appendToStream(name, forServer(request, attempt), { streamState, requiresLeader: true, deadline });
          const { position } = await inTime(sending, deadline + GRACE_MILLIS);
          return position === undefined ? undefined : placeOfPosition(position);
        } catch (error) {
          if (typeOf(error) === 'wrong-expected-version') return 'refused' as const;
          sent ||= passes(error) && !wasNeverSent(error);
          throw error;
        }
      });
    } catch (error) {
      throw sent ? new AppendInDoubt(stream, { cause: translatedAppend(error, request) }) : translatedAppend(error, request);
    }
  }

  /** What stands where an append was acknowledged. @throws AppendInDoubt it is there, but the answer cannot be told */
  async #acknowledged(request: AppendRequest, place: number | undefined): Promise<Placed[]> {
    try {
      return (place === undefined ? undefined : await this.#pushed(request, place)) ?? (await this.#standing(request));
    } catch (error) {
      throw error instanceof StoreUnavailable ? new AppendInDoubt(request.stream, { cause: error }) : error;
    }
  }

  /** What an append wrote, from what is pushed; undefined if other events stand there, or in between. */
  async #pushed({ stream, envelopes, firstRevision }: AppendRequest, place: number): Promise<Placed[] | undefined> {
    await this.#counted(place);
    const first = (this.#index.indexOf(place) ?? -1) - envelopes.length + 1;
    const events = first < 0 ? [] : await this.#range(first, envelopes.length);
    if (!events.every(({ event }, i) => event.stream === stream && event.revision === firstRevision + i)) return undefined;
    this.#knownIds.learn(
      stream,
      events.map(({ event }) => event),
    );
    return events.length === envelopes.length ? events : undefined;
  }

  /** The same, read back. */
  async #standing({ stream, firstRevision, envelopes }: AppendRequest): Promise<Placed[]> {
    const events = await this.#ofStream(stream, firstRevision, envelopes.length);
    if (events.length < envelopes.length) throw new StoreCorrupt(`${stream}: what the server acknowledged is not there`);
    return events;
  }

  async #ofStream(stream: string, fromRevision: number, limit: number): Promise<Placed[]> {
    const events = await this.#reads.ofStream(stream, fromRevision, limit);
    const last = events.at(-1);
    if (last !== undefined) await this.#counted(last.place);
    this.#knownIds.learn(stream, events);
    return events.map((event) => {
      const index = this.#index.indexOf(event.place);
      if (index === undefined) throw new StoreCorrupt(`${stream}: revision ${String(event.revision)} is not in the log`);
      return placed(event, index);
    });
  }

  async #ofLog(index: number, limit: number): Promise<RecordedEvent[]> {
    const count = Math.min(limit, this.#index.count - index);
    return count <= 0 ? [] : (await this.#range(index, count)).map(({ event }) => event);
  }

  /** Events that are counted, from memory or else from the server. */
  async #range(index: number, count: number): Promise<Placed[]> {
    const events = this.#latest.from(index, count) ?? (await this.#reads.ofLog(this.#index.placeOf(index), count));
    if (events.length !== count || events.some(({ place }, i) => place !== this.#index.placeOf(index + i))) {
      throw new StoreCorrupt(`events are missing after index ${String(index)}`);
    }
    return events.map((event, i) => placed(event, index + i));
  }

  /** The file may be of another log, or of one that was since put back to an earlier state. */
  async #checkIndex(): Promise<void> {
    const { last } = this.#index;
    if (last === null) return;
    const [there] = await this.#reads.ofLog(last.place, 1);
    if (there?.place !== last.place || !there.id.replaceAll('-', '').endsWith(last.idTail)) this.#index.clear();
  }

  /** What a server acknowledged comes over the subscription too, unless that hangs on a node that is cut off. */
  async #counted(place: number): Promise<void> {
    const renewing = setInterval(() => this.#follower.renew(), BEHIND_MILLIS);
    try {
      await this.#followed(this.#follower.reached(place));
    } finally {
      clearInterval(renewing);
    }
  }

  async #level(): Promise<void> {
    return this.#followed(this.#follower.level());
  }

  /** @throws StoreUnavailable, StoreCorrupt */
  async #followed(following: Promise<void>): Promise<void> {
    try {
      await whileProgressing(following, () => this.#follower.signs, this.#address.deadlineMillis);
    } catch (error) {
      throw this.#follower.fault ?? new StoreUnavailable('the server of the log does not answer, or is older than 23.10', { cause: error });
    }
  }

  /** A subscription outlives any outage: it tries again until the store closes or its subscriber leaves. */
  async #patiently(read: () => Promise<readonly RecordedEvent[]>, signal: AbortSignal | undefined): Promise<readonly RecordedEvent[]> {
    for (let failures = 0; signal?.aborted !== true; failures += 1) {
      try {
        return (await unlessAborted(read(), signal)) ?? [];
      } catch (error) {
        if (!(error instanceof EventStoreError && error.retry)) throw error;
        await unlessAborted(pause(pauseMillis(failures)), signal);
      }
    }
    return [];
  }
}

/** Parts of the client that are not its public face. */
interface ClientInside {
  supports: () => Promise<boolean>;
  handleError: (...given: readonly unknown[]) => Promise<void>;
}

/** The client's own error would show the whole address. */
function clientOf(connectionString: string): KurrentDBClient {
  try {
    const client = KurrentDBClient.connectionString(connectionString);
    keptFromEndingTheProcess(client as unknown as ClientInside);
    return client;
  } catch {
    throw new InvalidLogAddress('is not understood by the client of KurrentDB, or names a certificate that cannot be read');
  }
}

/** The client rejects promises that nobody holds in two places, and Node ends a process for one of them. */
function keptFromEndingTheProcess(client: ClientInside): void {
  // A batch of appends whose connection drops under load. So each append is a call of its own.
  client.supports = async () => false;
  // A call that fails while no node of the cluster is found: what it wants is a new connection, and the next call wants that too.
  const { handleError } = client;
  client.handleError = async (...given) => handleError(...given).catch(() => undefined);
}

function placed(stored: StoredEvent, index: number): Placed {
  return { event: recordedAt(stored, index), attempt: stored.attempt };
}

function result({ stream, firstRevision }: AppendRequest, there: readonly Placed[], duplicate: boolean): AppendResult {
  const events = there.map(({ event }) => event);
  const { position } = events.at(-1) as RecordedEvent;
  return { stream, firstRevision, lastRevision: firstRevision + events.length - 1, events, position, duplicate };
}
