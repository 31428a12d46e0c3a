import { createHash, type Hash } from 'node:crypto';
import { canonicalJson, type JsonObject } from './canonical.js';

/** A row and its key, unique within its table. */
export type KeyedRow = readonly [key: string, row: JsonObject];

/**
 * SHA-256 over the canonical rows of tables, in the order in which they are given: two states have one hash exactly when their rows
 * are equal. Each row is a line `[table, key, row]` of RFC 8785 JSON.
 */
export class RowHash {
  readonly #hash: Hash = createHash('sha256');
  #rows = 0;

  /** @throws NotCanonical; Error the keys do not rise, so that the same rows could give another hash */
  async add(table: string, rows: AsyncIterable<KeyedRow> | Iterable<KeyedRow>): Promise<void> {
    let before: string | null = null;
    for await (const [key, row] of rows) {
      if (before !== null && key <= before) throw new Error(`the rows of ${table} are not in key order: ${before}, ${key}`);
      before = key;
      this.#hash.update(`${canonicalJson([table, key, row])}\n`);
      this.#rows++;
    }
  }

  get rows(): number {
    return this.#rows;
  }

  hex(): string {
    return this.#hash.copy().digest('hex');
  }
}
