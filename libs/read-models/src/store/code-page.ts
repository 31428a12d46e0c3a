import { sql, type Kysely } from 'kysely';
import type { Page, PageRequest } from '../reading.js';
import { cut, headOf, placeOf } from './paging.js';
import type { positions } from './positions.js';
import type { AnyDatabase } from './statements.js';
import type { DatabaseOf, RowOf, Table } from './table.js';
import { hasWords } from './words.js';

const TIMELESS = '1970-01-01T00:00:00.000Z';

/** A page of a programme's master data in the order of their codes: a table with `programme`, `code` and `words`. @throws InvalidCursor */
export async function pageByCode<DB, T extends Table>(
  db: Kysely<DB>,
  table: T,
  projection: string,
  request: PageRequest & { readonly programme: string; readonly text?: string },
  equal: Readonly<Record<string, string>>,
): Promise<Page<RowOf<T>>> {
  const tables = db as unknown as Kysely<AnyDatabase & DatabaseOf<typeof positions>>;
  const { index } = await headOf(tables, projection);
  const place = placeOf(projection, request.cursor, ['string'], { index, now: TIMELESS });
  let query = tables.selectFrom(table.name).selectAll().where('programme', '=', request.programme).where(hasWords(request.text));
  for (const [column, value] of Object.entries(equal)) query = query.where(sql.ref(column), '=', value);
  if (place.after !== null) query = query.where('code', '>', place.after[0] as string);
  const rows = (await query
    .orderBy('code')
    .limit(request.limit + 1)
    .execute()) as unknown as (RowOf<T> & { readonly code: string })[];
  const page = cut(projection, rows, request.limit, place, ({ code }) => [code]);
  return { items: page.rows, next: page.next, index: page.index };
}
