import type { Kysely } from 'kysely';
import { RowNotLoaded } from './errors.js';
import { statementsOf, type AnyDatabase } from './statements.js';
import type { Row, RowOf, Scalar, Table } from './table.js';

type Key = string | number;

/** The rows of a keyed table that one batch touches: read together, changed in memory, written together. */
export class KeyedRows<T extends Table> {
  readonly #table: T;
  readonly #tx: Kysely<AnyDatabase>;
  /** Null: looked for, and not there. */
  readonly #rows = new Map<Key, RowOf<T> | null>();
  readonly #changed = new Set<Key>();

  constructor(table: T, tx: Kysely<AnyDatabase>) {
    this.#table = table;
    this.#tx = tx;
  }

  async load(keys: Iterable<Key>): Promise<void> {
    const wanted = [...new Set(keys)].filter((key) => !this.#rows.has(key));
    for (const key of wanted) this.#rows.set(key, null);
    await this.#read(this.#table.key, wanted);
  }

  /** Loads the rows whose column has one of the values. Rows already here are kept as they are. */
  async loadBy(column: keyof T['columns'] & string, values: Iterable<Scalar>): Promise<void> {
    await this.#read(column, [...new Set(values)]);
  }

  /** @throws RowNotLoaded */
  get(key: Key): RowOf<T> | null {
    const row = this.#rows.get(key);
    if (row === undefined) throw new RowNotLoaded(this.#table.name);
    return row;
  }

  set(row: RowOf<T>): void {
    const key = this.#keyOf(row);
    this.#rows.set(key, row);
    this.#changed.add(key);
  }

  delete(key: Key): void {
    this.#rows.set(key, null);
    this.#changed.add(key);
  }

  /** Every row that is here. */
  all(): RowOf<T>[] {
    return [...this.#rows.values()].filter((row) => row !== null);
  }

  async flush(): Promise<void> {
    const [kept, gone]: [Row[], Key[]] = [[], []];
    for (const key of this.#changed) {
      const row = this.#rows.get(key) as Row | null;
      if (row === null) gone.push(key);
      else kept.push(row);
    }
    await statementsOf(this.#tx).delete(this.#tx, this.#table, this.#table.key, gone);
    const columns = Object.keys(this.#table.columns).filter((column) => column !== this.#table.key);
    await statementsOf(this.#tx).replace(this.#tx, this.#table, kept, columns);
    this.#changed.clear();
  }

  async #read(column: string, values: readonly Scalar[]): Promise<void> {
    for (const row of await statementsOf(this.#tx).read(this.#tx, this.#table, column, values)) {
      const key = this.#keyOf(row);
      if (!this.#changed.has(key)) this.#rows.set(key, row as RowOf<T>);
    }
  }

  #keyOf(row: Row): Key {
    return row[this.#table.key] as Key;
  }
}
