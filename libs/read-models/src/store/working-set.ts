import type { Kysely } from 'kysely';
import { KeyedRows } from './keyed-rows.js';
import { statementsOf, type AnyDatabase } from './statements.js';
import type { RowOf, Table } from './table.js';
import { TemporalRows } from './temporal-rows.js';

interface Flushed {
  flush(): Promise<void>;
}

/** All rows that one batch touches, table by table, inside its transaction. */
export class WorkingSet {
  readonly #tx: Kysely<AnyDatabase>;
  readonly #keyed = new Map<string, KeyedRows<Table>>();
  readonly #temporal = new Map<string, TemporalRows<Table>>();

  constructor(tx: Kysely<AnyDatabase>) {
    this.#tx = tx;
  }

  keyed<T extends Table>(table: T): KeyedRows<T> {
    return once(this.#keyed, table.name, () => new KeyedRows<Table>(table, this.#tx)) as unknown as KeyedRows<T>;
  }

  temporal<T extends Table>(table: T): TemporalRows<T> {
    return once(this.#temporal, table.name, () => new TemporalRows<Table>(table, this.#tx)) as unknown as TemporalRows<T>;
  }

  /** Adds rows whose keys are new for certain. */
  async add<T extends Table>(table: T, rows: readonly RowOf<T>[]): Promise<void> {
    await statementsOf(this.#tx).insert(this.#tx, table, rows);
  }

  /** For a projection that looks for rows by more than a column's value. */
  get tx(): Kysely<AnyDatabase> {
    return this.#tx;
  }

  async flush(): Promise<void> {
    const all: Flushed[] = [...this.#keyed.values(), ...this.#temporal.values()];
    for (const rows of all) await rows.flush();
  }
}

function once<V>(map: Map<string, V>, name: string, make: () => V): V {
  const known = map.get(name);
  if (known !== undefined) return known;
  const made = make();
  map.set(name, made);
  return made;
}
