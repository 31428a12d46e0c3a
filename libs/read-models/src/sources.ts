import { evolveSource, type Instant, type IntakeMapping, type IntakeProtocol, type SourceEvent, type SourceState } from '#domain';
import type { Kysely } from 'kysely';
import { labelsOf, type LabelDatabase } from './labels.js';
import type { PersonLabel } from './reading.js';
import { documentProjection } from './store/documents.js';
import type { Entry } from './store/projection.js';
import { refsOf } from './store/sealed.js';
import { table, type DatabaseOf } from './store/table.js';

export interface SourceRow {
  readonly source: string;
  /** Of the source's stream, for If-Match. */
  readonly revision: number;
  readonly status: 'open' | 'closed';
  readonly name: string;
  readonly feed: PersonLabel;
  readonly perMinute: number;
  readonly mapping: IntakeMapping;
  /** Those that open; never what they prove themselves with. */
  readonly keys: readonly {
    readonly keyId: string;
    readonly use: 'token' | 'signature';
    readonly label: string;
    readonly issuedAt: Instant;
  }[];
  /** Messages that wait for somebody to look at them. */
  readonly waiting: number;
}

export interface DeadLetterRow {
  readonly letter: string;
  readonly at: Instant;
  readonly protocol: IntakeProtocol;
  readonly problem: string;
  /** '': the message as a whole. */
  readonly field: string;
}

export interface DeadLetterDetails extends DeadLetterRow {
  readonly source: string;
  /** As it came: JSON. null: its words were erased. */
  readonly message: string | null;
}

export interface Sources {
  /** By code. */
  list(): Promise<readonly SourceRow[]>;
  source(source: string): Promise<SourceRow | null>;
  /** What waits, oldest first; null: there is no such source. */
  letters(source: string): Promise<readonly DeadLetterRow[] | null>;
  letter(source: string, letter: string): Promise<DeadLetterDetails | null>;
}

export const sourceTable = table({
  name: 'source',
  kind: 'keyed',
  key: 'id',
  columns: { id: 'text', revision: 'integer', doc: 'json' },
  indexes: [],
});
export const deadLetterTable = table({
  name: 'dead_letters',
  kind: 'keyed',
  key: 'id',
  columns: { id: 'text', revision: 'integer', doc: 'json' },
  indexes: [],
});

type SourceDatabase = DatabaseOf<typeof sourceTable> & DatabaseOf<typeof deadLetterTable> & LabelDatabase;

interface SourceDoc {
  readonly state: Extract<SourceState, { status: 'open' | 'closed' }>;
  readonly issuedAt: Readonly<Record<string, Instant>>;
}

export const sourceProjection = documentProjection<SourceDoc>({
  name: 'sources',
  version: 1,
  table: sourceTable,
  prefix: 'source-',
  evolve: (doc, entry) => {
    const event = entry as SourceEvent;
    const state = evolveSource(doc?.state ?? { status: 'none' }, event) as SourceDoc['state'];
    const issuedAt = doc?.issuedAt ?? {};
    return { state, issuedAt: event.type === 'SourceKeyIssued' ? { ...issuedAt, [event.data.keyId]: entry.recordedAt } : issuedAt };
  },
  columns: () => ({}),
});

/** What waits; `message` refers to its words. */
interface LettersDoc {
  readonly waiting: readonly (DeadLetterRow & { readonly message: number | null })[];
}

export const deadLetterProjection = documentProjection<LettersDoc>({
  name: 'dead-letters',
  version: 1,
  table: deadLetterTable,
  prefix: 'deadletters-',
  evolve: (doc, entry) => afterLetter(doc ?? { waiting: [] }, entry),
  columns: () => ({}),
});

function afterLetter({ waiting }: LettersDoc, entry: Entry): LettersDoc {
  if (entry.type === 'DeadLetterKept') {
    const { letter, protocol, problem, field } = entry.data;
    const kept = { letter, at: entry.recordedAt, protocol, problem, field, message: refsOf(entry)('message') };
    return { waiting: [...waiting, kept] };
  }
  const { letter } = entry.data as { readonly letter: string };
  return { waiting: waiting.filter((one) => one.letter !== letter) };
}

export function sourceQueries(db: Kysely<SourceDatabase>): Sources {
  const lettersOf = async (source: string): Promise<LettersDoc['waiting']> => {
    const row = await db.selectFrom('dead_letters').select('doc').where('id', '=', source).executeTakeFirst();
    return row === undefined ? [] : (JSON.parse(row.doc) as LettersDoc).waiting;
  };
  const isThere = async (source: string): Promise<boolean> =>
    (await db.selectFrom('source').select('id').where('id', '=', source).executeTakeFirst()) !== undefined;
  const read = async (rows: readonly SourceDatabase['source'][]): Promise<readonly SourceRow[]> => {
    const docs = rows.map(({ id, revision, doc }) => ({ id, revision, ...(JSON.parse(doc) as SourceDoc) }));
    const labels = await labelsOf(db, { people: docs.map(({ state }) => state.feed) });
    return Promise.all(
      docs.map(async ({ id, revision, state: { status, name, feed, perMinute, mapping, keys }, issuedAt }) => ({
        source: id,
        revision,
        status,
        name,
        feed: labels.person(feed),
        perMinute,
        mapping,
        keys: keys.map(({ keyId, use, label }) => ({ keyId, use, label, issuedAt: issuedAt[keyId] as Instant })),
        waiting: (await lettersOf(id)).length,
      })),
    );
  };
  return {
    list: async () => read(await db.selectFrom('source').selectAll().orderBy('id').execute()),
    source: async (source) => (await read(await db.selectFrom('source').selectAll().where('id', '=', source).execute()))[0] ?? null,
    letters: async (source) =>
      (await isThere(source)) ? (await lettersOf(source)).map(({ message: _message, ...letter }) => letter) : null,
    letter: async (source, letter) => {
      const found = (await lettersOf(source)).find((one) => one.letter === letter);
      if (found === undefined) return null;
      const labels = await labelsOf(db, { texts: [found.message] });
      return { ...found, source, message: labels.text(found.message) };
    },
  };
}
