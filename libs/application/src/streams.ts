import type { EventShape } from '#domain';
import type { EventStore, Position, RecordedEvent } from '#event-store';

/** What commands need of a log. */
export type LogOfCommands = Pick<EventStore, 'append' | 'readStream'>;

/** A state folded from each stream of a prefix. A decider with its prefix is one. */
export interface View<Event extends EventShape, State> {
  readonly prefix: string;
  readonly initial: State;
  evolve(state: State, event: Event): State;
}

/** What a command left in a stream: its events' revisions, and the hash of what it said. */
export interface Trace {
  readonly hash: string | undefined;
  readonly first: number;
  readonly last: number;
}

/** A stream folded up to its end. */
export interface Loaded<State> {
  readonly stream: string;
  readonly state: State;
  /** −1: there is no such stream. */
  readonly revision: number;
  /** Actor of the first event. */
  readonly startedBy: string | null;
  /** Accepted commands, by the id that their events carry as causation. */
  readonly commands: ReadonlyMap<string, Trace>;
  /** Of the last event. */
  readonly end: { readonly position: Position; readonly index: number } | null;
}

/** What may follow the prefix in a stream's name: two codes joined by a dot at most. */
const ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,139}$/;

export function isStreamId(id: string): boolean {
  return ID.test(id);
}

/**
 * Folded streams, kept so that a command reads only what was added since. Each load still asks the store for the rest of the
 * stream: what it answers is the truth at that moment, whoever wrote it.
 */
export class Streams {
  readonly #store: Pick<EventStore, 'readStream'>;
  readonly #capacity: number;
  readonly #kept = new Map<unknown, Map<string, Loaded<unknown>>>();

  /** Keeps at most `capacity` streams of each view, the least recently used going first. */
  constructor(store: Pick<EventStore, 'readStream'>, capacity = 10_000) {
    this.#store = store;
    this.#capacity = capacity;
  }

  /** The stream with this id; the initial state for one that is not there, or whose id could not be one. */
  async load<E extends EventShape, S>(view: View<E, S>, id: string): Promise<Loaded<S>> {
    const stream = view.prefix + id;
    if (!isStreamId(id)) return empty(view, stream);
    const known = this.#find(view, stream) ?? empty(view, stream);
    const events = await this.#store.readStream(stream, { fromRevision: known.revision + 1 });
    return this.#keep(view, forward(view, known, events));
  }

  /** A stream that nobody can have begun, because its id is a new one. */
  unborn<E extends EventShape, S>(view: View<E, S>, id: string): Loaded<S> {
    return empty(view, view.prefix + id);
  }

  /** The state alone; the initial state for `null`. */
  async stateOf<E extends EventShape, S>(view: View<E, S>, id: string | null | undefined): Promise<S> {
    return id === null || id === undefined ? view.initial : (await this.load(view, id)).state;
  }

  /** Takes over what was just appended after `before`, so that the next load need not read it again. */
  appended<E extends EventShape, S>(view: View<E, S>, before: Loaded<S>, events: readonly RecordedEvent[]): void {
    this.#keep(view, forward(view, before, events));
  }

  /** The events of a trace, as recorded. */
  async eventsOf(stream: string, { first, last }: Trace): Promise<readonly RecordedEvent[]> {
    return this.#store.readStream(stream, { fromRevision: first, limit: last - first + 1 });
  }

  #find<E extends EventShape, S>(view: View<E, S>, stream: string): Loaded<S> | undefined {
    return this.#kept.get(view)?.get(stream) as Loaded<S> | undefined;
  }

  #keep<E extends EventShape, S>(view: View<E, S>, loaded: Loaded<S>): Loaded<S> {
    if (loaded.revision < 0) return loaded;
    const streams = this.#kept.get(view) ?? new Map<string, Loaded<unknown>>();
    this.#kept.set(view, streams);
    streams.delete(loaded.stream); // so that it becomes the youngest
    streams.set(loaded.stream, loaded);
    if (streams.size > this.#capacity) streams.delete(streams.keys().next().value as string);
    return loaded;
  }
}

function empty<E extends EventShape, S>(view: View<E, S>, stream: string): Loaded<S> {
  return { stream, state: view.initial, revision: -1, startedBy: null, commands: new Map(), end: null };
}

function forward<E extends EventShape, S>(view: View<E, S>, from: Loaded<S>, events: readonly RecordedEvent[]): Loaded<S> {
  if (events.length === 0) return from;
  let { state, revision, startedBy, end } = from;
  const commands = new Map(from.commands);
  for (const event of events) {
    state = view.evolve(state, event as unknown as E);
    const first = commands.get(event.causationId)?.first ?? event.revision;
    commands.set(event.causationId, { hash: event.commandHash, first, last: event.revision });
    revision = event.revision;
    startedBy ??= event.actor;
    end = { position: event.position, index: event.index };
  }
  return { stream: from.stream, state, revision, startedBy, commands, end };
}
