import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import { spansAt, standing, stoodAt } from './as-of.js';
import { readAmong } from './statements.js';
import type { Row, RowOf, Scalar, Table } from './table.js';

type Condition = RawBuilder<SqlBool>;

/** Which rows of a temporal table, as they stood at an entry. */
export interface TemporalRowsAsked<T extends Table> {
  readonly table: T;
  /** An equality by which the table's indexes begin that find what stood at an entry: of the past by span, of now by its first entry. */
  readonly shared: Condition;
  readonly where: readonly Condition[];
  readonly limit: number;
  /** The entry, and the last one that the table has. */
  readonly index: number;
  readonly head: number;
}

export interface TemporalPage<T extends Table> extends TemporalRowsAsked<T> {
  /** Together unique; one direction for all. */
  readonly order: readonly (keyof T['columns'] & string)[];
  readonly direction: 'asc' | 'desc';
  readonly after: readonly Scalar[] | null;
  /**
   * True where what stood once mostly stands for ever, as decisions do, newest first by the entry that made it: then it is found in the
   * order of now, however long ago.
   */
  readonly lasting: boolean;
}

/** Up to so many entries ago, most of what stood then still stands, and is quickest found in the order of now. */
const RECENT_ENTRIES = 2000;

/** Rows in order. Each way to find them is cut at the limit, and they are merged. */
export async function temporalPage<T extends Table, DB>(db: Kysely<DB>, page: TemporalPage<T>): Promise<readonly RowOf<T>[]> {
  const { index, head, limit } = page;
  if (index >= head) return (await inOrderOfNow(db, page)) as unknown as readonly RowOf<T>[];
  const isRecent = page.lasting || head - index <= RECENT_ENTRIES;
  const now = isRecent ? await inOrderOfNow(db, page) : [];
  const rows = [...now, ...(await byTime(db, page, !isRecent, page.lasting ? notBefore(page, now) : 0))];
  return rows.sort((a, b) => compare(page, a, b)).slice(0, limit) as unknown as readonly RowOf<T>[];
}

/** How many rows there are, counted no further than `limit`. */
export async function temporalCount<T extends Table, DB>(db: Kysely<DB>, asked: TemporalRowsAsked<T>): Promise<number> {
  const { index, head, limit, table } = asked;
  const one = sql`1 as one`;
  const isNow = index >= head;
  const now = sql`select ${one} from ${sql.table(table.name)} where ${conditions(asked, [sql`to_index is null`])}`;
  const some = sql`select 1 from (${isNow ? now : standingThen(asked, one, [])}) as parts limit ${limit}`;
  const spans = isNow ? sql`` : sql`with ${spansAt(index, head)}`;
  const { rows } = await sql<{ readonly n: number }>`${spans} select count(*) as n from (${some}) as counted`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Versions that stood at an entry (null: now), of these keys: found by key, however often each has changed. */
export async function versionsAt<T extends Table, DB>(
  db: Kysely<DB>,
  table: T,
  keys: readonly string[],
  index: number | null,
): Promise<readonly RowOf<T>[]> {
  if (index === null || keys.length === 0) return readAmong(db, table, table.key, keys);
  const [name, key] = [sql.table(table.name), sql.ref(table.key)];
  const wanted = sql`wanted(k) as (values ${sql.join(keys.map((one) => sql`(${one})`))})`;
  const last = sql`select max(from_index) from ${name} where ${key} = k and from_index <= ${index}`;
  const found = sql<Row>`with ${wanted} select ${name}.* from wanted join ${name} on ${key} = k and from_index = (${last}) where ${standing(index)}`;
  return (await found.execute(db)).rows as unknown as readonly RowOf<T>[];
}

/** Everything inside reads one state of the database. */
export async function inOneState<DB, R>(db: Kysely<DB>, read: (db: Kysely<DB>) => Promise<R>): Promise<R> {
  return db.transaction().setIsolationLevel('repeatable read').execute(read);
}

function stillStanding(index: number): Condition {
  return sql`to_index is null and from_index <= ${index}`;
}

/** The versions of now that stood already, along an index of now. */
async function inOrderOfNow<T extends Table, DB>(db: Kysely<DB>, page: TemporalPage<T>): Promise<readonly Row[]> {
  // A sum, because no index holds it: the order is what the index is chosen for.
  const part = page.index < page.head ? sql<SqlBool>`to_index is null and from_index + 0 <= ${page.index}` : sql<SqlBool>`to_index is null`;
  const where = conditions(page, [part, ...beyond(page)]);
  const { rows } =
    await sql<Row>`select * from ${sql.table(page.table.name)} where ${where} order by ${orderOf(page)} limit ${page.limit}`.execute(db);
  return rows;
}

/** First the keys, which the indexes know, and then the rows of those that are shown. */
async function byTime<T extends Table, DB>(
  db: Kysely<DB>,
  page: TemporalPage<T>,
  withNow: boolean,
  earliest: number,
): Promise<readonly Row[]> {
  const { table, index, head } = page;
  const columns = sql.join([...new Set([table.key, 'from_index', ...page.order])].map((column) => sql.ref(column)));
  const all = withNow ? standingThen(page, columns, beyond(page)) : ended(page, columns, beyond(page));
  // Materialized, so that the order leads nobody to read what stands now from its beginning.
  const found = sql<Row>`with ${spansAt(index, head, earliest)}, found as materialized (${all}) select * from found order by ${orderOf(page)} limit ${page.limit}`;
  const rows: Row[] = [];
  const keys = (await found.execute(db)).rows;
  for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
    const some = keys.slice(start, start + KEYS_AT_ONCE).map((row) => sql`(${row[table.key]}, cast(${row['from_index']} as bigint))`);
    const [name, key] = [sql.table(table.name), sql.ref(table.key)];
    const those = sql<Row>`with wanted(k, f) as (values ${sql.join(some)}) select ${name}.* from wanted join ${name} on ${key} = k and from_index = f`;
    rows.push(...(await those.execute(db)).rows);
  }
  return rows;
}

/** When the page is full already, only what was made after its last row has a place on it; and no version is older than what it is of. */
function notBefore<T extends Table>({ order, limit }: TemporalPage<T>, found: readonly Row[]): number {
  return found.length < limit ? 0 : (found.at(-1)?.[order[0] as string] as number);
}

/** Databases limit how many parameters a statement may have. */
const KEYS_AT_ONCE = 200;

/** What stood then: versions that ended since, and those that still stand. */
function standingThen<T extends Table>(
  asked: TemporalRowsAsked<T>,
  what: RawBuilder<unknown>,
  further: readonly Condition[],
): RawBuilder<unknown> {
  const still = conditions(asked, [stillStanding(asked.index), ...further]);
  return sql`${ended(asked, what, further)} union all select ${what} from ${sql.table(asked.table.name)} where ${still}`;
}

function ended<T extends Table>(
  asked: TemporalRowsAsked<T>,
  what: RawBuilder<unknown>,
  further: readonly Condition[],
): RawBuilder<unknown> {
  // A cross join, so that the few spans are gone through and the index is asked for each.
  return sql`select ${what} from spans cross join ${sql.table(asked.table.name)} where ${conditions(asked, [stoodAt(asked.index), ...further])}`;
}

function conditions<T extends Table>({ shared, where }: TemporalRowsAsked<T>, parts: readonly Condition[]): Condition {
  return sql`${sql.join([shared, ...parts, ...where], sql` and `)}`;
}

function beyond<T extends Table>({ order, direction, after }: TemporalPage<T>): readonly Condition[] {
  if (after === null) return [];
  const columns = sql.join(order.map((column) => sql.ref(column)));
  return [sql`(${columns}) ${sql.raw(direction === 'asc' ? '>' : '<')} (${sql.join(after)})`];
}

function orderOf<T extends Table>({ order, direction }: TemporalPage<T>): RawBuilder<unknown> {
  return sql.join(order.map((column) => sql`${sql.ref(column)} ${sql.raw(direction)}`));
}

function compare<T extends Table>({ order, direction }: TemporalPage<T>, a: Row, b: Row): number {
  for (const column of order) {
    const [one, other] = [a[column] as string | number, b[column] as string | number];
    if (one !== other) return one < other === (direction === 'asc') ? -1 : 1;
  }
  return 0;
}
