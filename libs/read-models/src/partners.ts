import { evolvePartner, type Instant, type PartnerEvent, type PartnerState } from '#domain';
import type { Kysely } from 'kysely';
import { textsOf, type PersonalDatabase } from './personal-text.js';
import type { Page, PageRequest } from './reading.js';
import { pageByCode } from './store/code-page.js';
import { documentProjection } from './store/documents.js';
import type { Entry } from './store/projection.js';
import { refsOf } from './store/sealed.js';
import { table, type DatabaseOf } from './store/table.js';
import { searchText } from './store/words.js';

export interface PartnerRow {
  readonly programme: string;
  readonly code: string;
  /** Of the partner's stream, for If-Match. */
  readonly revision: number;
  readonly name: string;
  readonly partnerClass: string;
  readonly key: boolean;
  /** The senior person whom the partner has put forward, until they stand down. */
  readonly putForward: { readonly rank: number; readonly name: string | null; readonly title: string | null; readonly at: Instant } | null;
}

export interface Partners {
  /** By code; `text`: each of its words begins a word of the code or the name. @throws InvalidCursor */
  page(request: PageRequest & { readonly programme: string; readonly text?: string }): Promise<Page<PartnerRow>>;
  partner(programme: string, code: string): Promise<PartnerRow | null>;
}

/** `id` is `<programme>.<code>`. */
export const partnerTable = table({
  name: 'partner',
  kind: 'keyed',
  key: 'id',
  columns: { id: 'text', revision: 'integer', programme: 'text', code: 'text', name: 'text', words: 'words', doc: 'json' },
  indexes: [{ columns: ['programme', 'code'] }],
});

type PartnerDatabase = DatabaseOf<typeof partnerTable> & PersonalDatabase;

interface PartnerDoc {
  readonly partner: Extract<PartnerState, { status: 'registered' }>;
  readonly putForward: { readonly name: number | null; readonly title: number | null; readonly at: Instant } | null;
}

export const partnerProjection = documentProjection<PartnerDoc>({
  name: 'partners',
  version: 1,
  table: partnerTable,
  prefix: 'partner-',
  evolve: (doc, entry) => ({
    partner: evolvePartner(doc?.partner ?? { status: 'none' }, entry as PartnerEvent) as PartnerDoc['partner'],
    putForward: putForwardIn(entry, doc),
  }),
  columns: ({ partner: { programme, code, name } }) => ({ programme, code, name, words: searchText(`${code} ${name}`) }),
});

function putForwardIn(entry: Entry, doc: PartnerDoc | null): PartnerDoc['putForward'] {
  if (entry.type === 'PartnerStoodDown') return null;
  if (entry.type !== 'PartnerPutForward') return doc?.putForward ?? null;
  const ref = refsOf(entry);
  return { name: ref('name'), title: ref('title'), at: entry.recordedAt };
}

export function partnerQueries(db: Kysely<PartnerDatabase>): Partners {
  const read = async (rows: readonly PartnerDatabase['partner'][]): Promise<readonly PartnerRow[]> => {
    const docs = rows.map((row) => ({ revision: row.revision, ...(JSON.parse(row.doc) as PartnerDoc) }));
    const text = await textsOf(
      db,
      docs.flatMap(({ putForward }) => [putForward?.name, putForward?.title]),
    );
    return docs.map(({ revision, partner: { programme, code, name, partnerClass, key, rank }, putForward }) => ({
      programme,
      code,
      revision,
      name,
      partnerClass,
      key,
      putForward:
        putForward === null || rank === null
          ? null
          : { rank, name: text(putForward.name), title: text(putForward.title), at: putForward.at },
    }));
  };
  return {
    page: async (request) => {
      const page = await pageByCode(db, partnerTable, 'partners', request, {});
      return { ...page, items: await read(page.items) };
    },
    partner: async (programme, code) => {
      const rows = await db.selectFrom('partner').selectAll().where('id', '=', `${programme}.${code}`).execute();
      return (await read(rows))[0] ?? null;
    },
  };
}
