import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import type { ReadModelDatabase } from './read-model-database.js';
import type { AnyDatabase } from './statements.js';

/** `:memory:` is one connection, gone when it is closed. */
export function openSqliteReadModels(file: string): ReadModelDatabase {
  const writer = connect(file, false);
  const reader = file === ':memory:' ? writer : connect(file, true);
  const written = over(writer);
  return {
    writer: written,
    reader: reader === writer ? written : over(reader),
    // Closed here, because Kysely leaves one open that was never asked; the writer last, which empties the write-ahead log.
    close: async () => {
      reader.close();
      writer.close();
    },
  };
}

function over(database: Database.Database): Kysely<AnyDatabase> {
  return new Kysely<AnyDatabase>({ dialect: new SqliteDialect({ database: prepareOnce(database) }) });
}

function connect(file: string, readonly: boolean): Database.Database {
  const database = new Database(file, { readonly });
  // Derived data, whose position is stored with it: what a power cut takes is derived again.
  if (!readonly) {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    // In pages: each checkpoint waits for the disk, and a rebuild would else make one for every batch.
    database.pragma('wal_autocheckpoint = 16384');
  }
  database.pragma('cache_size = -65536');
  database.pragma('temp_store = MEMORY');
  return database;
}

const MOST_STATEMENTS = 1000;

/** Kysely prepares a statement each time it runs; kept by their text, a page costs a third less. */
function prepareOnce(database: Database.Database): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => void database.close(),
    prepare: (text) => {
      let statement = prepared.get(text);
      if (statement !== undefined) return statement;
      if (prepared.size >= MOST_STATEMENTS) prepared.clear();
      statement = database.prepare(text);
      prepared.set(text, statement);
      return statement;
    },
  };
}
