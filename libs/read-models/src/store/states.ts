import type { KeyedRows } from './keyed-rows.js';
import { table } from './table.js';

/** What a projection remembers of streams to fold their next events, by stream, as JSON. */
export function stateTable<Name extends string>(name: Name) {
  return table({ name, kind: 'keyed', key: 'stream', columns: { stream: 'text', doc: 'json' }, indexes: [] });
}

/** The states that one batch touches, parsed once and written once. `Docs`: what is kept, by the prefix of the stream. */
export class States<Docs extends Readonly<Record<string, object>>> {
  readonly #rows: KeyedRows<ReturnType<typeof stateTable>>;
  readonly #docs = new Map<string, object>();
  readonly #changed = new Set<string>();

  constructor(rows: KeyedRows<ReturnType<typeof stateTable>>) {
    this.#rows = rows;
  }

  async load(streams: Iterable<string>): Promise<void> {
    await this.#rows.load(streams);
  }

  get<P extends keyof Docs & string>(prefix: P, id: string): Docs[P] | null {
    const stream = prefix + id;
    const parsed = this.#docs.get(stream);
    if (parsed !== undefined) return parsed as Docs[P];
    const row = this.#rows.get(stream);
    if (row === null) return null;
    const doc = JSON.parse(row.doc) as Docs[P];
    this.#docs.set(stream, doc);
    return doc;
  }

  set<P extends keyof Docs & string>(prefix: P, id: string, doc: Docs[P]): void {
    this.#docs.set(prefix + id, doc);
    this.#changed.add(prefix + id);
  }

  /** Hands what changed to the rows, once, after the last entry. */
  save(): void {
    for (const stream of this.#changed) this.#rows.set({ stream, doc: JSON.stringify(this.#docs.get(stream)) });
  }
}
