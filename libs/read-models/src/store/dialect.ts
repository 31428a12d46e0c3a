import { PostgresAdapter, sql, type Kysely, type RawBuilder } from 'kysely';
import type { AnyDatabase } from './statements.js';

// In what SQLite and PostgreSQL differ; everything else is said in the same words to both.

/** Text in the order of its bytes: SQLite's own way, and in PostgreSQL a collation, whatever the database was made with. */
export function textColumn(db: Kysely<AnyDatabase>): 'text' | RawBuilder<string> {
  return isPostgres(db) ? sql<string>`text collate "C"` : 'text';
}

/** Whether there is a table of this name where tables without a schema are looked for. */
export async function hasTable(db: Kysely<AnyDatabase>, name: string): Promise<boolean> {
  const found = isPostgres(db)
    ? sql<{ readonly n: number }>`select count(to_regclass(${name})) as n`
    : sql<{ readonly n: number }>`select count(*) as n from sqlite_schema where type = 'table' and name = ${name}`;
  return (await found.execute(db)).rows[0]?.n === 1;
}

function isPostgres(db: Kysely<AnyDatabase>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
