import { leafBytes, type EventStore, type Position, type RecordedEvent } from '#event-store';
import { sha256Hex } from '#ledger';
import type { KeptMap } from './kept-map.js';
import { SnapshotDamaged } from './errors.js';
import type { KeptKey, SnapshotMark, SnapshotRows } from './snapshots.js';

/** After so many events the state is stored again: so many at most are folded at a start after a crash, and for a dry run in the past. */
const EVENTS_BETWEEN = 20_000;
/** Rows that are written before others have their turn: about two milliseconds. */
const ROWS_AT_ONCE = 128;
const REST = 'rest';

type Part = Pick<KeptMap<never, never>, 'track' | 'restore' | 'reset' | 'beginSnapshot' | 'writeSome' | 'committed' | 'abandoned'>;

/** What of a fold's state is stored: maps that know what changed in them, and a small rest that is stored whole each time. */
export interface KeptParts {
  readonly maps: readonly Part[];
  rest(): unknown;
  setRest(rest: unknown): void;
}

/** Has a fold's state stored under its name; null: it is not stored. `version`: what it depends on besides code and log. */
export type Keep = (fold: string, parts: KeptParts, version?: string) => KeptState | null;

/** Loads the state as of a mark into empty parts. */
export function restoreAt({ maps, ...parts }: KeptParts, rows: SnapshotRows, { index }: SnapshotMark): void {
  const rest = rows.read(REST, '', 0, index);
  for (const map of maps) {
    map.track();
    map.restore(rows, index);
  }
  parts.setRest(rest);
}

/**
 * Stores the state of one fold with the position at which it stands, every so many events and when it stops. Only what changed is
 * written, a little at a time, while the fold goes on: what it is about to change is written first. A state that cannot be stored is
 * told of, and nothing else: it can be folded again.
 */
export class KeptState {
  readonly rows: SnapshotRows;
  readonly #parts: KeptParts;
  readonly #store: Pick<EventStore, 'readFromIndex'>;
  readonly #eventsBetween: number;
  readonly #onFault: (error: unknown) => void;
  #last: { readonly event: RecordedEvent; readonly through: Position } | undefined;
  #since = 0;
  #taking: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(
    parts: KeptParts,
    rows: SnapshotRows,
    store: Pick<EventStore, 'readFromIndex'>,
    onFault: (error: unknown) => void,
    eventsBetween = EVENTS_BETWEEN,
  ) {
    this.#eventsBetween = eventsBetween;
    this.#parts = parts;
    this.rows = rows;
    this.#store = store;
    this.#onFault = onFault;
    for (const map of parts.maps) map.track();
  }

  /** Up to where the log need not be read; null: from its start, because nothing is stored that fits to it. */
  async restore(): Promise<Position | null> {
    const mark = this.rows.mark();
    if (mark === null) return null;
    const [event] = await this.#store.readFromIndex(mark.index, 1);
    if (event === undefined || digestOf(event) !== mark.event) {
      this.rows.clear();
      return null;
    }
    try {
      restoreAt(this.#parts, this.rows, mark);
      return event.position; // not the mark's: the log may have been copied to another store since, where the same entry stands elsewhere
    } catch (error) {
      if (!(error instanceof SnapshotDamaged)) throw error;
      for (const map of this.#parts.maps) map.reset();
      this.rows.clear();
      return null;
    }
  }

  /** The fold has taken these events, and stands at `through`. Resolves at once, unless it is far ahead of what is being stored. */
  async folded(events: readonly RecordedEvent[], through: Position): Promise<void> {
    const event = events.at(-1);
    if (event === undefined) return;
    this.#last = { event, through };
    this.#since += events.length;
    if (this.#since < this.#eventsBetween) return;
    await this.#taking;
    this.#begin();
  }

  /** Stores what is not stored yet. To be called once the fold takes nothing more, if it did not break off in the middle of a batch. */
  async stop(): Promise<void> {
    await this.#taking;
    if (this.#since > 0) this.#begin();
    await this.#taking;
  }

  #begin(): void {
    if (this.#last === undefined) return;
    const { event, through } = this.#last;
    this.#since = 0;
    this.#failure = undefined;
    this.#try(() => {
      this.rows.begin(event.index);
      this.#write(REST, '', 0, this.#parts.rest(), false);
    });
    for (const map of this.#parts.maps) map.beginSnapshot((...row) => this.#write(...row));
    this.#taking = this.#take({ index: event.index, position: through, event: digestOf(event) }).finally(() => {
      this.#taking = undefined;
    });
  }

  async #take(mark: SnapshotMark): Promise<void> {
    for (const map of this.#parts.maps) while (this.#failure === undefined && map.writeSome(ROWS_AT_ONCE)) await othersTurn();
    // A mark over rows of which one is missing would be believed by the next start.
    if (this.#failure === undefined) this.#try(() => this.rows.commit(mark));
    if (this.#failure === undefined) for (const map of this.#parts.maps) map.committed(this.rows, mark.index);
    else this.#giveUp(this.#failure.error);
  }

  #giveUp(error: unknown): void {
    for (const map of this.#parts.maps) map.abandoned();
    this.#try(() => this.rows.rollback());
    this.#onFault(error);
  }

  #write(part: string, key: KeptKey, page: number, value: unknown, replaces: boolean): void {
    if (this.#failure === undefined) this.#try(() => this.rows.write(part, key, page, value, replaces));
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#failure ??= { error };
    }
  }
}

function digestOf(event: RecordedEvent): string {
  return sha256Hex(leafBytes(event));
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
