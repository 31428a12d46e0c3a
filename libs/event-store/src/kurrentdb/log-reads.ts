import { BACKWARDS, END, KurrentDBClient, START, streamNameFilter, type ResolvedEvent } from '@kurrent/kurrentdb-client';
import { passes, translated, typeOf } from './client-errors.js';
import { persist, whileProgressing } from './patience.js';
import { fromServer, type StoredEvent } from './stored-event.js';

export interface LogReadsParts {
  readonly connectionString: string;
  /** Of the streams of this log, dot included. */
  readonly prefix: string;
  readonly deadlineMillis: number;
}

/**
 * Reads from the leader, tried again until the deadline. The client reads through a native part that, once a connection failed,
 * never connects again, or stays with a node that is gone: so a fault is answered with a new client.
 */
export class LogReads {
  readonly #parts: LogReadsParts;
  #client: KurrentDBClient | undefined;

  constructor(parts: LogReadsParts) {
    this.#parts = parts;
  }

  /** At most `limit` events of a stream from a revision on; none if there is no such stream. */
  async ofStream(stream: string, fromRevision: number, limit: number): Promise<StoredEvent[]> {
    const name = this.#parts.prefix + stream;
    const from = fromRevision === 0 ? START : BigInt(fromRevision);
    return this.#read((client) => client.readStream(name, { fromRevision: from, maxCount: limit, requiresLeader: true }));
  }

  async lastOfStream(stream: string): Promise<StoredEvent | undefined> {
    const name = this.#parts.prefix + stream;
    const [last] = await this.#read((client) =>
      client.readStream(name, { fromRevision: END, direction: BACKWARDS, maxCount: 1, requiresLeader: true }),
    );
    return last;
  }

  /** At most `limit` events of the log, the one at `place` among them. */
  async ofLog(place: number, limit: number): Promise<StoredEvent[]> {
    const at = BigInt(place);
    const filter = streamNameFilter({ prefixes: [this.#parts.prefix] });
    return this.#read((client) =>
      client.readAll({ fromPosition: { commit: at, prepare: at }, maxCount: limit, filter, requiresLeader: true }),
    );
  }

  /** @throws EventStoreError */
  async #read(begin: (client: KurrentDBClient) => AsyncIterable<ResolvedEvent>): Promise<StoredEvent[]> {
    const { connectionString, deadlineMillis, prefix } = this.#parts;
    const attempt = async (): Promise<StoredEvent[]> => {
      const client = (this.#client ??= KurrentDBClient.connectionString(connectionString));
      const events: StoredEvent[] = [];
      const reading = async (): Promise<StoredEvent[]> => {
        for await (const { event } of begin(client)) if (event !== undefined) events.push(fromServer(event, prefix));
        return events;
      };
      try {
        return await whileProgressing(reading(), () => events.length, deadlineMillis);
      } catch (error) {
        if (typeOf(error) === 'stream-not-found') return [];
        if (passes(error) && this.#client === client) this.#client = undefined;
        throw error;
      }
    };
    try {
      return await persist(deadlineMillis, passes, attempt);
    } catch (error) {
      throw translated(error);
    }
  }
}
