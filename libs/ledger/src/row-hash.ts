import { createHash, type Hash } from 'node:crypto';
import { canonicalJson, type JsonObject } from './canonical.js';

/** A row and its key, unique within its table. */
export type KeyedRow = readonly [key: string, row: JsonObject];

/**
 * SHA-256 over the canonical rows of tables, in the order in which they are given, which is theirs to keep: two states have one hash
 * exactly when their rows are equal. Each row is a line `[table, key, row]` of RFC 8785 JSON.
 */
export class RowHash {
  readonly #hash: Hash = createHash('sha256');

  /** @throws NotCanonical */
  async add(table: string, rows: AsyncIterable<KeyedRow> | Iterable<KeyedRow>): Promise<void> {
    for await (const [key, row] of rows) this.#hash.update(`${canonicalJson([table, key, row])}\n`);
  }

  hex(): string {
    return this.#hash.copy().digest('hex');
  }
}
