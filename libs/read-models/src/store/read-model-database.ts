import type { Kysely } from 'kysely';
import type { AnyDatabase } from './statements.js';

/** The read models' database: one connection that writes, and one that reads what was committed, however long a batch takes. */
export interface ReadModelDatabase {
  readonly writer: Kysely<AnyDatabase>;
  readonly reader: Kysely<AnyDatabase>;
  /**
   * There where several processes may write, one at a time: called first in each transaction of the writer, which holds its turn until
   * it is committed. Throws in a process whose turn is over.
   */
  readonly guard?: (tx: Kysely<AnyDatabase>) => Promise<void>;
  close(): Promise<void>;
}
