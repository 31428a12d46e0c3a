import type { Kysely } from 'kysely';
import type { BoardRow } from './board.js';
import type { BoardDatabase, BoardDoc, StoredBoardRow } from './board.table.js';
import { labelsOf } from './labels.js';

/** Stored rows with the names and titles that they refer to. */
export async function readBoardRows(db: Kysely<BoardDatabase>, rows: readonly StoredBoardRow[]): Promise<readonly BoardRow[]> {
  const labels = await labelsOf(db, {
    people: rows.flatMap(({ owner, holder, filed_by }) => [owner, holder, filed_by]),
    sites: rows.map(({ programme, site }) => site && `${programme}.${site}`),
    partners: rows.map(({ programme, partner }) => partner && `${programme}.${partner}`),
    texts: rows.map(({ title_ref }) => title_ref),
  });
  const person = (id: string | null) => (id === null ? null : labels.person(id));
  return rows.map((row) => ({
    ...(JSON.parse(row.doc) as BoardDoc),
    issue: row.issue,
    revision: row.revision,
    programme: row.programme,
    region: row.region,
    title: labels.text(row.title_ref),
    kind: row.kind,
    site: labels.site(row.programme, row.site),
    partner: labels.partner(row.programme, row.partner),
    order: row.order_code,
    level: row.level,
    owner: person(row.owner),
    holder: person(row.holder),
    filedBy: labels.person(row.filed_by),
    filedIndex: row.filed_index,
  }));
}
