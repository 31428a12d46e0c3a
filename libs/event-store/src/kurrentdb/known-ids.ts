const MOST_IDS = 200_000;

interface Known {
  /** Revision by id, for every revision below `ids.size`. */
  readonly ids: Map<string, number>;
}

/**
 * The ids of streams in use, from their first event on. The server does not refuse an id that stands elsewhere in a stream, so
 * the store looks here before it appends; what stands in a stream never changes, so what is known stays true.
 */
export class KnownIds {
  readonly #streams = new Map<string, Known>();
  #total = 0;

  /** How many events of the stream are known, without a gap from the first. */
  countOf(stream: string): number {
    return this.#streams.get(stream)?.ids.size ?? 0;
  }

  revisionOf(stream: string, id: string): number | undefined {
    return this.#streams.get(stream)?.ids.get(id);
  }

  /** Events that follow one another in a stream; what lies beyond a gap is not learnt. */
  learn(stream: string, events: readonly { readonly id: string; readonly revision: number }[]): void {
    const known: Known = this.#streams.get(stream) ?? { ids: new Map() };
    this.#streams.delete(stream); // so that it becomes the youngest
    const before = known.ids.size;
    for (const { id, revision } of events) if (revision === known.ids.size) known.ids.set(id, revision);
    if (known.ids.size === 0) return;
    this.#streams.set(stream, known);
    this.#total += known.ids.size - before;
    for (const [oldest, { ids }] of this.#streams) {
      if (this.#total <= MOST_IDS || oldest === stream) return;
      this.#streams.delete(oldest);
      this.#total -= ids.size;
    }
  }
}
