import { sql, type Kysely } from 'kysely';
import { TurnOver } from '../errors.js';
import type { ReadModelDatabase } from '../read-model-database.js';
import type { AnyDatabase } from '../statements.js';
import { connect } from './connections.js';
import { LEASE_TABLE } from './postgres-lease.js';

/** So many queries run at the same time; more wait for one of them. */
const READERS = 10;

export interface PostgresReadModelOptions {
  /** The fencing token under which this process writes now; null: it must not. Left out: no other process writes here. */
  readonly token?: () => number | null;
}

/**
 * Read models in a PostgreSQL database, for several processes that read and one at a time that writes. What is committed need not wait
 * for the disk: it is derived, and its position is stored with it.
 */
export function openPostgresReadModels(url: string, { token }: PostgresReadModelOptions = {}): ReadModelDatabase {
  const writer = connect(url, { most: 1, name: 'gravitas read models', durable: false });
  const reader = connect(url, { most: READERS, name: 'gravitas queries', durable: false });
  return {
    writer,
    reader,
    guard: async (tx) => {
      if (token !== undefined) await checkTurn(tx, token());
    },
    close: async () => {
      await reader.destroy();
      await writer.destroy();
    },
  };
}

/** Holds the turn until the transaction ends: whoever takes it over waits for that. @throws TurnOver */
async function checkTurn(tx: Kysely<AnyDatabase>, token: number | null): Promise<void> {
  if (token === null) throw new TurnOver();
  const found = await sql`select 1 from ${sql.table(LEASE_TABLE)} where token = ${token} for share`.execute(tx);
  if (found.rows.length !== 1) throw new TurnOver();
}
