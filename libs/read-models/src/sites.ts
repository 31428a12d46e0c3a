import { evolveSite, type SiteEvent, type SiteState } from '#domain';
import type { Kysely } from 'kysely';
import type { Page, PageRequest } from './reading.js';
import { pageByCode } from './store/code-page.js';
import { documentProjection } from './store/documents.js';
import { table, type DatabaseOf } from './store/table.js';
import { searchText } from './store/words.js';

export interface SiteRow {
  readonly programme: string;
  readonly code: string;
  /** Of the site's stream, for If-Match. */
  readonly revision: number;
  readonly name: string;
  readonly siteClass: string;
  readonly region: string | null;
}

export interface Sites {
  /** By code; `text`: each of its words begins a word of the code or the name. @throws InvalidCursor */
  page(request: PageRequest & { readonly programme: string; readonly region?: string; readonly text?: string }): Promise<Page<SiteRow>>;
  site(programme: string, code: string): Promise<SiteRow | null>;
}

/** `id` is `<programme>.<code>`. */
export const siteTable = table({
  name: 'site',
  kind: 'keyed',
  key: 'id',
  columns: { id: 'text', revision: 'integer', programme: 'text', code: 'text', name: 'text', region: 'text?', words: 'words', doc: 'json' },
  indexes: [{ columns: ['programme', 'code'] }],
});

type SiteDatabase = DatabaseOf<typeof siteTable>;
type Site = Extract<SiteState, { status: 'registered' }>;

export const siteProjection = documentProjection<Site>({
  name: 'sites',
  version: 1,
  table: siteTable,
  prefix: 'site-',
  evolve: (_doc, entry) => evolveSite({ status: 'none' }, entry as SiteEvent) as Site,
  columns: ({ programme, code, name, region }) => ({ programme, code, name, region, words: searchText(`${code} ${name}`) }),
});

export function siteQueries(db: Kysely<SiteDatabase>): Sites {
  return {
    page: async (request) => {
      const { region } = request;
      const rows = await pageByCode(db, siteTable, 'sites', request, region === undefined ? {} : { region });
      return { ...rows, items: rows.items.map(rowOf) };
    },
    site: async (programme, code) => {
      const row = await db.selectFrom('site').selectAll().where('id', '=', `${programme}.${code}`).executeTakeFirst();
      return row === undefined ? null : rowOf(row);
    },
  };
}

function rowOf({ revision, doc }: SiteDatabase['site']): SiteRow {
  const { programme, code, name, siteClass, region } = JSON.parse(doc) as Site;
  return { programme, code, revision, name, siteClass, region };
}
