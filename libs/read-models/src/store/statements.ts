import { CompiledQuery, sql, type Kysely } from 'kysely';
import { columnsOf, type Row, type RowOf, type Scalar, type Table } from './table.js';

/** The database without types: what is generic over tables works with this. */
export type AnyDatabase = Record<string, Record<string, Scalar>>;

/** Rows go in statements of these sizes, so that there are few different statements and each is compiled once. */
const SIZES = [256, 64, 16, 4, 1] as const;

const known = new WeakMap<object, Statements>();

/** The statements of a database, also inside a transaction. */
export function statementsOf<DB>(db: Kysely<DB>): Statements {
  // What a transaction shares with its database, and two kinds of database do not.
  const { adapter } = db.getExecutor();
  let statements = known.get(adapter);
  if (statements === undefined) known.set(adapter, (statements = new Statements()));
  return statements;
}

/** Writes and reads many rows at a time, by statements that are compiled once for each table and size. */
export class Statements {
  readonly #compiled = new Map<string, string>();

  /** Adds rows whose keys are new for certain. */
  async insert(tx: Kysely<AnyDatabase>, table: Table, rows: readonly Row[]): Promise<void> {
    await this.#write(tx, table, rows, null);
  }

  /**
   * Puts rows in the place of those with the same key (of now, in a temporal table). `changed`: the columns in which they may differ from
   * them; indexes of other columns are not touched.
   */
  async replace(tx: Kysely<AnyDatabase>, table: Table, rows: readonly Row[], changed: readonly string[]): Promise<void> {
    await this.#write(tx, table, rows, changed);
  }

  /** Rows (of now, in a temporal table) whose `column` has one of the values. */
  async read(tx: Kysely<AnyDatabase>, table: Table, column: string, values: readonly Scalar[]): Promise<Row[]> {
    const found: Row[] = [];
    for (const { size, parameters } of padded(values)) {
      const text = this.#once(`read ${table.name} ${column} ${size}`, () => this.#select(tx, table, column, size));
      found.push(...(await this.#run(tx, text, parameters)));
    }
    return found;
  }

  /** All rows (of now, in a temporal table). */
  async readAll(tx: Kysely<AnyDatabase>, table: Table): Promise<Row[]> {
    const rows = tx.selectFrom(table.name).selectAll();
    return (table.kind === 'temporal' ? rows.where('to_index', 'is', null) : rows).execute();
  }

  /** Deletes rows (of now, in a temporal table) by `column`. */
  async delete(tx: Kysely<AnyDatabase>, table: Table, column: string, values: readonly Scalar[]): Promise<void> {
    for (const { size, parameters } of padded(values)) {
      const text = this.#once(`delete ${table.name} ${column} ${size}`, () => this.#remove(tx, table, column, size));
      await this.#run(tx, text, parameters);
    }
  }

  async #write(tx: Kysely<AnyDatabase>, table: Table, rows: readonly Row[], changed: readonly string[] | null): Promise<void> {
    const columns = columnsOf(table);
    const name = `write ${table.name} ${changed?.join() ?? ''}`;
    for (let start = 0, size: number; start < rows.length; start += size) {
      size = sizeFor(rows.length - start);
      const parameters: Scalar[] = [];
      for (const row of rows.slice(start, start + size)) for (const column of columns) parameters.push(row[column] ?? null);
      const text = this.#once(`${name} ${size}`, () => this.#insert(tx, table, changed, size));
      await this.#run(tx, text, parameters);
    }
  }

  #once(name: string, compile: () => string): string {
    let text = this.#compiled.get(name);
    if (text === undefined) this.#compiled.set(name, (text = compile()));
    return text;
  }

  async #run(tx: Kysely<AnyDatabase>, text: string, parameters: readonly Scalar[]): Promise<Row[]> {
    const { rows } = await tx.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]));
    return rows;
  }

  #insert(db: Kysely<AnyDatabase>, table: Table, changed: readonly string[] | null, size: number): string {
    const blank = Object.fromEntries(columnsOf(table).map((column) => [column, null]));
    const insert = db.insertInto(table.name).values(Array.from({ length: size }, () => blank));
    if (changed === null) return insert.compile().sql;
    return insert
      .onConflict((conflict) => {
        const key = conflict.column(table.key);
        const target = table.kind === 'temporal' ? key.where('to_index', 'is', null) : key;
        return target.doUpdateSet((eb) => Object.fromEntries(changed.map((column) => [column, eb.ref(`excluded.${column}`)])));
      })
      .compile().sql;
  }

  #select(db: Kysely<AnyDatabase>, table: Table, column: string, size: number): string {
    return db
      .selectFrom(table.name)
      .selectAll()
      .where(this.#among(table, column, size))
      .compile().sql;
  }

  #remove(db: Kysely<AnyDatabase>, table: Table, column: string, size: number): string {
    return db
      .deleteFrom(table.name)
      .where(this.#among(table, column, size))
      .compile().sql;
  }

  #among(table: Table, column: string, size: number) {
    const among = sql<boolean>`${sql.ref(column)} in (${sql.join(Array.from({ length: size }, () => 0))})`;
    return table.kind === 'temporal' ? sql<boolean>`${among} and to_index is null` : among;
  }
}

function sizeFor(rows: number): number {
  return SIZES.find((size) => size <= rows) ?? 1;
}

/** Chunks filled up to the next size with their last value: a value twice in an IN list finds nothing twice. */
function* padded(values: readonly Scalar[]): Generator<{ size: number; parameters: Scalar[] }> {
  const largest = SIZES[0];
  for (let start = 0; start < values.length; start += largest) {
    const chunk = values.slice(start, start + largest);
    const size = SIZES.findLast((candidate) => candidate >= chunk.length) ?? largest;
    const last = chunk.at(-1) ?? null;
    yield { size, parameters: [...chunk, ...Array.from({ length: size - chunk.length }, () => last)] };
  }
}

/** Rows (of now, in a temporal table) whose `column` has one of the values; for queries. */
export async function readAmong<T extends Table, DB>(
  db: Kysely<DB>,
  table: T,
  column: keyof T['columns'] & string,
  values: Iterable<Scalar>,
): Promise<readonly RowOf<T>[]> {
  const wanted = [...new Set(values)].filter((value) => value !== null);
  const rows = await statementsOf(db).read(db as unknown as Kysely<AnyDatabase>, table, column, wanted);
  return rows as unknown as readonly RowOf<T>[];
}
