import type { Kysely } from 'kysely';
import type { AnyDatabase } from './statements.js';

/** The read models' database: one connection that writes, and one that reads what was committed, however long a batch takes. */
export interface ReadModelDatabase {
  readonly writer: Kysely<AnyDatabase>;
  readonly reader: Kysely<AnyDatabase>;
  close(): Promise<void>;
}
