import type { Instant } from '#domain';
import type { Kysely } from 'kysely';
import { readCursor, writeCursor } from './cursor.js';
import type { positions } from './positions.js';
import type { DatabaseOf } from './table.js';

/** The entry up to which a view has come, and the log time there; index -1 in an empty log. */
export interface Head {
  readonly index: number;
  readonly logTime: Instant;
}

export async function headOf(db: Kysely<DatabaseOf<typeof positions>>, projection: string): Promise<Head> {
  const row = await db.selectFrom('projection').select(['next_index', 'log_time']).where('name', '=', projection).executeTakeFirst();
  return { index: (row?.next_index ?? 0) - 1, logTime: row?.log_time ?? '' };
}

type SortKey = readonly (string | number)[];

/** What a page shows, and after which sort key it begins (null: at the top). */
export interface Place {
  readonly index: number;
  readonly now: Instant;
  readonly after: SortKey | null;
}

/** The place that a cursor names; without one, the top of the list at `top`. @throws InvalidCursor */
export function placeOf(list: string, cursor: string | null, shape: readonly ('string' | 'number')[], top: Omit<Place, 'after'>): Place {
  return cursor === null ? { ...top, after: null } : readCursor(list, cursor, shape);
}

/** `rows`: one more than `limit`, if there are more. */
export function cut<R>(
  list: string,
  rows: readonly R[],
  limit: number,
  place: Place,
  keyOf: (row: R) => SortKey,
): { readonly rows: readonly R[]; readonly next: string | null; readonly index: number } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const next = last === undefined ? null : writeCursor(list, { index: place.index, now: place.now, after: keyOf(last) });
  return { rows: shown, next, index: place.index };
}
