import type { RecordedEvent } from '#event-store';
import { sql, type Kysely } from 'kysely';
import type { AnyDatabase } from './statements.js';
import type { Row, Scalar, Table } from './table.js';

type JsonObject = RecordedEvent['data'];

const PAGE = 1000;
const INDEX_DIGITS = 16;

/**
 * The rows of tables in the order of table, key and version (in bytes), with JSON as values and without what is made for looking up. They follow
 * from the log alone.
 */
export async function* canonicalRows(
  db: Kysely<AnyDatabase>,
  tables: readonly Table[],
): AsyncGenerator<readonly [key: string, row: JsonObject]> {
  for (const table of [...tables].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const order = table.kind === 'temporal' ? [table.key, 'from_index'] : [table.key];
    for (let after: readonly Scalar[] | null = null; ;) {
      const rows = await pageOf(db, table, order, after);
      for (const row of rows) yield [keyOf(table, row), canonical(table, row)];
      const last = rows.at(-1);
      if (rows.length < PAGE || last === undefined) break;
      after = order.map((column) => last[column] as Scalar);
    }
  }
}

async function pageOf(
  db: Kysely<AnyDatabase>,
  table: Table,
  order: readonly string[],
  after: readonly Scalar[] | null,
): Promise<readonly Row[]> {
  let page = db.selectFrom(table.name).selectAll();
  for (const column of order) page = page.orderBy(column);
  const columns = sql.join(order.map((column) => sql.ref(column)));
  if (after !== null) page = page.where(sql<boolean>`(${columns}) > (${sql.join(after)})`);
  return page.limit(PAGE).execute();
}

function keyOf(table: Table, row: Row): string {
  const key = `${table.name}/${String(row[table.key])}`;
  return table.kind === 'temporal' ? `${key}/${String(row['from_index']).padStart(INDEX_DIGITS, '0')}` : key;
}

function canonical(table: Table, row: Row): JsonObject {
  const values: Record<string, JsonObject[string]> = {};
  for (const [column, value] of Object.entries(row)) {
    const type = table.columns[column];
    if (type === 'words' || column === 'span') continue;
    const isJson = (type === 'json' || type === 'json?') && value !== null;
    values[column] = isJson ? (JSON.parse(value as string) as JsonObject) : value;
  }
  return values;
}
