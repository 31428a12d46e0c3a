const KEPT_EVENTS = 2_048;
const KEPT_CHARACTERS = 8 * 1024 * 1024;
const KNOWN_STREAMS = 50_000;

/** An append that is durable. */
export interface Committed {
  readonly stream: string;
  /** Of its first event. */
  readonly firstIndex: number;
  readonly firstRevision: number;
  /** Canonical JSON of each envelope. */
  readonly bodies: readonly string[];
}

/**
 * What this process, the only one that writes, knows of the log without reading the file: the newest events as they were committed,
 * and where the streams end that it wrote or read. Who follows the log, or loads a stream again, is served from here.
 */
export class CommittedTail {
  #bodies: string[] = [];
  #firstIndex = 0;
  #characters = 0;
  /** Revision beyond which a stream holds nothing; −1: it is not there. */
  readonly #ends = new Map<string, number>();

  /** Appends in log order, at once when they are known to be durable. */
  add({ stream, firstIndex, firstRevision, bodies }: Committed): void {
    this.endsAt(stream, firstRevision + bodies.length - 1);
    if (firstIndex !== this.#end) this.#startAt(firstIndex);
    for (const body of bodies) {
      this.#bodies.push(body);
      this.#characters += body.length;
    }
    // Half at a time, so that not every commit moves all that is kept.
    while (this.#bodies.length > KEPT_EVENTS || (this.#characters > KEPT_CHARACTERS && this.#bodies.length > 1)) this.#dropHalf();
  }

  /** The index of the newest event; null: nothing was committed yet. */
  get newest(): number | null {
    return this.#bodies.length === 0 ? null : this.#end - 1;
  }

  /** Bodies of at most `limit` events from an index on; null: they are not all here. */
  from(index: number, limit: number): readonly string[] | null {
    const start = index - this.#firstIndex;
    return this.#bodies.length === 0 || start < 0 ? null : this.#bodies.slice(start, start + limit);
  }

  /** Whether a stream certainly holds nothing at or after a revision. */
  isBeyond(stream: string, revision: number): boolean {
    const end = this.#ends.get(stream);
    return end !== undefined && revision > end;
  }

  /** Learns that a stream ended at a revision; a later end that was seen before stays. */
  endsAt(stream: string, revision: number): void {
    const known = this.#ends.get(stream);
    if (known !== undefined && known >= revision) return;
    // Emptied whole when full: streams in use come back with one read, and no order of use has to be kept.
    if (known === undefined && this.#ends.size >= KNOWN_STREAMS) this.#ends.clear();
    this.#ends.set(stream, revision);
  }

  get #end(): number {
    return this.#firstIndex + this.#bodies.length;
  }

  #startAt(index: number): void {
    this.#bodies = [];
    this.#firstIndex = index;
    this.#characters = 0;
  }

  #dropHalf(): void {
    const dropped = this.#bodies.splice(0, Math.ceil(this.#bodies.length / 2));
    this.#firstIndex += dropped.length;
    for (const body of dropped) this.#characters -= body.length;
  }
}
