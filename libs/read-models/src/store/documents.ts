import type { StreamPrefix } from '#domain';
import type { Entry, Projection } from './projection.js';
import type { Row, Scalar, Table } from './table.js';

/** One row for each stream of a kind: what its events come to, as JSON, beside the columns by which it is looked for. */
export interface DocumentDefinition<Doc> {
  readonly name: string;
  readonly version: number;
  /** With the columns `id` (key), `revision` and `doc`. */
  readonly table: Table;
  /** Streams by prefix; `id` is the rest of the stream's name. */
  readonly prefix: StreamPrefix;
  evolve(doc: Doc | null, entry: Entry): Doc;
  columns(doc: Doc): Readonly<Record<string, Scalar>>;
}

export function documentProjection<Doc>(definition: DocumentDefinition<Doc>): Projection {
  const { name, version, table, prefix } = definition;
  return {
    name,
    version,
    tables: [table],
    async apply(entries, workingSet) {
      const own = entries.filter(({ stream }) => stream.startsWith(prefix));
      if (own.length === 0) return;
      const rows = table.kind === 'temporal' ? workingSet.temporal(table) : workingSet.keyed(table);
      await rows.load(own.map(({ stream }) => stream.slice(prefix.length)));
      const docs = new Map<string, Doc>();
      for (const entry of own) {
        const id = entry.stream.slice(prefix.length);
        const doc = definition.evolve(docs.get(id) ?? parsed(rows.get(id)), entry);
        docs.set(id, doc);
        rows.set({ id, revision: entry.revision, doc: JSON.stringify(doc), ...definition.columns(doc) }, entry.index);
      }
    },
  };

  function parsed(row: Row | null): Doc | null {
    return row === null ? null : (JSON.parse(row['doc'] as string) as Doc);
  }
}
