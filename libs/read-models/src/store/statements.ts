import { CompiledQuery, sql, type Kysely } from 'kysely';
import { columnsOf, type Row, type Scalar, type Table } from './table.js';

/** The database without types: what is generic over tables works with this. */
export type AnyDatabase = Record<string, Record<string, Scalar>>;

/** Rows go in statements of these sizes, so that there are few different statements and each is compiled once. */
const SIZES = [256, 64, 16, 4, 1] as const;

type Shape = 'insert' | 'upsert' | 'upsert-live';

/** Writes and reads many rows at a time, by statements that are compiled once for each table and size. */
export class Statements {
  readonly #db: Kysely<AnyDatabase>;
  readonly #compiled = new Map<string, string>();

  constructor(db: Kysely<AnyDatabase>) {
    this.#db = db;
  }

  /** `upsert` replaces by key, `upsert-live` replaces the version of now. */
  async write(tx: Kysely<AnyDatabase>, table: Table, shape: Shape, rows: readonly Row[]): Promise<void> {
    const columns = columnsOf(table);
    for (let start = 0, size: number; start < rows.length; start += size) {
      size = sizeFor(rows.length - start);
      const parameters: Scalar[] = [];
      for (const row of rows.slice(start, start + size)) for (const column of columns) parameters.push(row[column] ?? null);
      const text = this.#once(`${shape} ${table.name} ${size}`, () => this.#insert(table, shape, size));
      await this.#run(tx, text, parameters);
    }
  }

  /** Rows (of now, in a temporal table) whose `column` has one of the values. */
  async read(tx: Kysely<AnyDatabase>, table: Table, column: string, values: readonly Scalar[]): Promise<Row[]> {
    const found: Row[] = [];
    for (const { size, parameters } of padded(values)) {
      const text = this.#once(`read ${table.name} ${column} ${size}`, () => this.#select(table, column, size));
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
      const text = this.#once(`delete ${table.name} ${column} ${size}`, () => this.#remove(table, column, size));
      await this.#run(tx, text, parameters);
    }
  }

  #once(name: string, compile: () => string): string {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const text = compile();
    this.#compiled.set(name, text);
    return text;
  }

  async #run(tx: Kysely<AnyDatabase>, text: string, parameters: readonly Scalar[]): Promise<Row[]> {
    const { rows } = await tx.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]));
    return rows;
  }

  #insert(table: Table, shape: Shape, size: number): string {
    const columns = columnsOf(table);
    const blank = Object.fromEntries(columns.map((column) => [column, null]));
    const insert = this.#db.insertInto(table.name).values(Array.from({ length: size }, () => blank));
    if (shape === 'insert') return insert.compile().sql;
    return insert
      .onConflict((conflict) => {
        const target = shape === 'upsert' ? conflict.column(table.key) : conflict.column(table.key).where('to_index', 'is', null);
        return target.doUpdateSet((eb) =>
          Object.fromEntries(columns.filter((c) => c !== table.key).map((c) => [c, eb.ref(`excluded.${c}`)])),
        );
      })
      .compile().sql;
  }

  #select(table: Table, column: string, size: number): string {
    return this.#db
      .selectFrom(table.name)
      .selectAll()
      .where(this.#among(table, column, size))
      .compile().sql;
  }

  #remove(table: Table, column: string, size: number): string {
    return this.#db
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
