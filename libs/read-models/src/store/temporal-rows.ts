import type { Kysely } from 'kysely';
import { RowNotLoaded } from './errors.js';
import { spanOf } from './as-of.js';
import { statementsOf, type AnyDatabase } from './statements.js';
import type { Row, RowOf, Scalar, Table } from './table.js';

interface Version {
  readonly row: Row;
  readonly from: number;
}

interface Slot {
  /** What stands now; null: nothing. */
  now: Version | null;
  /** What the database holds as the version of now; null: nothing. */
  stored: Row | null;
}

/**
 * The rows of a temporal table that one batch touches. The version of now is changed in place in the database and its past is
 * inserted as rows of their own, so that the indexes of now are touched once a batch and those of the past only grow.
 */
export class TemporalRows<T extends Table> {
  readonly #table: T;
  readonly #tx: Kysely<AnyDatabase>;
  readonly #slots = new Map<Scalar, Slot>();
  readonly #changed = new Set<Scalar>();
  readonly #past: Row[] = [];
  #isComplete = false;

  constructor(table: T, tx: Kysely<AnyDatabase>) {
    this.#table = table;
    this.#tx = tx;
  }

  async load(keys: Iterable<string>): Promise<void> {
    const wanted = [...new Set(keys)].filter((key) => !this.#slots.has(key));
    await this.#read(this.#table.key, wanted);
    for (const key of wanted) if (!this.#slots.has(key)) this.#slots.set(key, { now: null, stored: null });
  }

  /** Loads the rows of now whose column has one of the values. Rows already here are kept as they are. */
  async loadBy(column: keyof T['columns'] & string, values: Iterable<Scalar>): Promise<void> {
    await this.#read(column, [...new Set(values)]);
  }

  /** Loads every row of now: for tables of few keys, any of which an entry may touch. */
  async loadAll(): Promise<void> {
    this.adopt(await statementsOf(this.#tx).readAll(this.#tx, this.#table));
    this.#isComplete = true;
  }

  /** Takes rows of now that the projection found by a query of its own. Rows already here are kept as they are. */
  adopt(found: readonly Row[]): void {
    for (const { from_index: from, to_index: _to, span: _span, ...row } of found) {
      const key = row[this.#table.key] as Scalar;
      if (!this.#slots.has(key)) this.#slots.set(key, { now: { row, from: from as number }, stored: row });
    }
  }

  /** The row of now; null: none stands. @throws RowNotLoaded */
  get(key: string): RowOf<T> | null {
    return (this.#slot(key).now?.row ?? null) as RowOf<T> | null;
  }

  /** Every row of now that is here. */
  all(): RowOf<T>[] {
    return [...this.#slots.values()].flatMap(({ now }) => (now === null ? [] : [now.row as RowOf<T>]));
  }

  /** The row stands so from entry `index` on; one that says the same as before begins no new version. */
  set(row: RowOf<T>, index: number): void {
    const next = row as Row;
    const key = next[this.#table.key] as Scalar;
    const slot = this.#slot(key);
    if (slot.now !== null && this.#same(slot.now.row, next)) return;
    this.#close(slot, index);
    slot.now = { row: next, from: index };
    this.#changed.add(key);
  }

  /** From entry `index` on no row stands. */
  end(key: string, index: number): void {
    const slot = this.#slot(key);
    if (slot.now === null) return;
    this.#close(slot, index);
    slot.now = null;
    this.#changed.add(key);
  }

  async flush(): Promise<void> {
    const [added, gone]: [Row[], Scalar[]] = [[], []];
    const replaced = new Map<string, { readonly columns: readonly string[]; readonly rows: Row[] }>();
    for (const key of this.#changed) {
      const slot = this.#slot(key);
      const { now, stored } = slot;
      const row = now && { ...now.row, from_index: now.from, to_index: null, span: null };
      if (row !== null && stored === null) added.push(row);
      else if (row === null && stored !== null) gone.push(key);
      else if (row !== null && stored !== null) this.#group(replaced, row, stored);
      slot.stored = now?.row ?? null;
    }
    await statementsOf(this.#tx).delete(this.#tx, this.#table, this.#table.key, gone);
    for (const { columns, rows } of replaced.values()) await statementsOf(this.#tx).replace(this.#tx, this.#table, rows, columns);
    await statementsOf(this.#tx).insert(this.#tx, this.#table, [...added, ...this.#past]);
    this.#changed.clear();
    this.#past.length = 0;
  }

  /** Rows go together with those that differ from what is stored in the same columns: only indexes of these are then touched. */
  #group(groups: Map<string, { readonly columns: readonly string[]; readonly rows: Row[] }>, row: Row, stored: Row): void {
    const columns = [...Object.keys(this.#table.columns).filter((column) => row[column] !== stored[column]), 'from_index'];
    const name = columns.join();
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { columns, rows: [row] });
    else group.rows.push(row);
  }

  #slot(key: Scalar): Slot {
    let slot = this.#slots.get(key);
    if (slot === undefined && this.#isComplete) this.#slots.set(key, (slot = { now: null, stored: null }));
    if (slot === undefined) throw new RowNotLoaded(this.#table.name);
    return slot;
  }

  /** A version that one entry both began and ended never stood. */
  #close({ now }: Slot, index: number): void {
    if (now === null || now.from === index) return;
    this.#past.push({ ...now.row, from_index: now.from, to_index: index, span: spanOf(now.from, index) });
  }

  #same(one: Row, other: Row): boolean {
    return Object.keys(this.#table.columns).every((column) => one[column] === other[column]);
  }

  async #read(column: string, values: readonly Scalar[]): Promise<void> {
    this.adopt(await statementsOf(this.#tx).read(this.#tx, this.#table, column, values));
  }
}
