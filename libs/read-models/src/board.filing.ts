import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import type { AlikeRequest, BoardRequest, FilingHints } from './board.js';
import type { BoardDatabase, StoredBoardRow } from './board.table.js';
import { labelsOf } from './labels.js';

/** So many of the newest at one place are compared. */
const MOST_COMPARED = 50;

/** Open issues that look like the one being filed, likeliest first, then newest. */
export async function alikeRows(
  db: Kysely<BoardDatabase>,
  { programme, kind, site, partner, order, limit }: BoardRequest & AlikeRequest,
  visible: RawBuilder<SqlBool>,
): Promise<readonly StoredBoardRow[]> {
  const found = new Map<string, StoredBoardRow>();
  for (const [column, value] of [
    ['order_code', order],
    ['site', site],
    ['partner', partner],
  ] as const) {
    if (value === null) continue;
    const same = db.selectFrom('board').selectAll().where('programme', '=', programme).where(column, '=', value);
    const open = same
      .where(sql<SqlBool>`open = 1`)
      .where('to_index', 'is', null)
      .where(visible);
    for (const row of await open.orderBy('filed_index', 'desc').limit(MOST_COMPARED).execute()) found.set(row.issue, row);
  }
  const likeness = (row: StoredBoardRow): number =>
    (order !== null && row.order_code === order ? 4 : 0) +
    (site !== null && row.site === site ? 2 : 0) +
    (partner !== null && row.partner === partner ? 1 : 0) +
    (kind !== null && row.kind === kind ? 2 : 0);
  // Another kind of trouble with the same partner elsewhere is no likeness.
  const alike = [...found.values()].filter((row) => likeness(row) >= 3);
  return alike.sort((a, b) => likeness(b) - likeness(a) || b.filed_index - a.filed_index).slice(0, limit);
}

const NEWEST = 500;
const OFFERED = 5;

/** What was filed most in the programme's newest issues, and where this person filed last. */
export async function filingHints(
  db: Kysely<BoardDatabase>,
  { programme, person }: { readonly programme: string; readonly person: string },
): Promise<FilingHints> {
  const rows = db.selectFrom('board').where('programme', '=', programme).where('to_index', 'is', null).orderBy('filed_index', 'desc');
  const kinds = new Map<string, number>();
  for (const { kind } of await rows.select('kind').limit(NEWEST).execute()) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const mine = await rows.select('site').where('filed_by', '=', person).where('site', 'is not', null).limit(MOST_COMPARED).execute();
  const sites = [...new Set(mine.map(({ site }) => site as string))].slice(0, OFFERED);
  const labels = await labelsOf(db, { sites: sites.map((site) => `${programme}.${site}`) });
  return {
    kinds: [...kinds]
      .sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1))
      .slice(0, OFFERED)
      .map(([kind]) => kind),
    sites: sites.map((site) => labels.site(programme, site)).filter((site) => site !== null),
  };
}
