import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import { stoodAt } from './as-of.js';
import type { Row, RowOf, Scalar, Table } from './table.js';

type Condition = RawBuilder<SqlBool>;

/** Which rows of a temporal table, as they stood at an entry, in which order. */
export interface TemporalPage<T extends Table> {
  readonly table: T;
  /** An equality that begins an index of the table's past: `(shared columns, span, from_index)`. */
  readonly shared: Condition;
  readonly where: readonly Condition[];
  /** Together unique; one direction for all. */
  readonly order: readonly (keyof T['columns'] & string)[];
  readonly direction: 'asc' | 'desc';
  readonly after: readonly Scalar[] | null;
  readonly limit: number;
  /** The entry, and the last one that the table has. */
  readonly index: number;
  readonly head: number;
}

/**
 * Rows of now that already stood at the entry come from the indexes of now, in order; versions that ended since come from those of the
 * past. Each part is cut at the limit, and they are merged.
 */
export async function temporalPage<T extends Table, DB>(db: Kysely<DB>, page: TemporalPage<T>): Promise<readonly RowOf<T>[]> {
  const { index, head, limit } = page;
  const now = await read(db, page, sql`${page.shared} and to_index is null`, index < head ? sql`from_index <= ${index}` : null);
  if (index >= head) return now as unknown as readonly RowOf<T>[];
  const past = await read(db, page, stoodAt(index, head, page.shared), null);
  return [...now, ...past].sort((a, b) => compare(page, a, b)).slice(0, limit) as unknown as readonly RowOf<T>[];
}

/** How many rows there are, counted no further than `limit`. */
export async function temporalCount<T extends Table, DB>(
  db: Kysely<DB>,
  page: Omit<TemporalPage<T>, 'order' | 'direction' | 'after'>,
): Promise<number> {
  const all = { ...page, order: [], direction: 'asc' as const, after: null };
  const parts = [
    sql<SqlBool>`${page.shared} and to_index is null${page.index < page.head ? sql` and from_index <= ${page.index}` : sql``}`,
  ];
  if (page.index < page.head) parts.push(stoodAt(page.index, page.head, page.shared));
  let count = 0;
  for (const part of parts) {
    const some = sql`select 1 from ${sql.table(page.table.name)} where ${conditions(all, part)} limit ${page.limit}`;
    const { rows } = await sql<{ readonly n: number }>`select count(*) as n from (${some}) as some`.execute(db);
    count += rows[0]?.n ?? 0;
  }
  return Math.min(count, page.limit);
}

async function read<T extends Table, DB>(
  db: Kysely<DB>,
  page: TemporalPage<T>,
  part: Condition,
  further: Condition | null,
): Promise<readonly Row[]> {
  const order = sql.join(page.order.map((column) => sql`${sql.ref(column)} ${sql.raw(page.direction)}`));
  const where = conditions(page, further === null ? part : sql`${part} and ${further}`);
  const { rows } = await sql<Row>`select * from ${sql.table(page.table.name)} where ${where} order by ${order} limit ${page.limit}`.execute(
    db,
  );
  return rows;
}

function conditions<T extends Table>(
  { where, order, direction, after }: Pick<TemporalPage<T>, 'where' | 'order' | 'direction' | 'after'>,
  part: Condition,
): Condition {
  const all = [part, ...where];
  if (after !== null) {
    const beyond = sql.raw(direction === 'asc' ? '>' : '<');
    all.push(sql`(${sql.join(order.map((column) => sql.ref(column)))}) ${beyond} (${sql.join(after)})`);
  }
  return sql`${sql.join(all, sql` and `)}`;
}

function compare<T extends Table>({ order, direction }: TemporalPage<T>, a: Row, b: Row): number {
  for (const column of order) {
    const [one, other] = [a[column] as string | number, b[column] as string | number];
    if (one !== other) return one < other === (direction === 'asc') ? -1 : 1;
  }
  return 0;
}

/** Everything inside reads one state of the database. */
export async function inOneState<DB, R>(db: Kysely<DB>, read: (db: Kysely<DB>) => Promise<R>): Promise<R> {
  return db.transaction().setIsolationLevel('repeatable read').execute(read);
}
