/** The driver alone, in one thread: the schema, indexes and pragmas of our log, and groups of a size in one transaction each. */
import Database from 'better-sqlite3';

export function bareAppend(file) {
  const db = new Database(file);
  db.pragma('page_size = 4096');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = full');
  db.pragma('cache_size = -65536');
  db.pragma('wal_autocheckpoint = 4000');
  db.exec(`
    CREATE TABLE streams (name TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE events (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, id_tail INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE UNIQUE INDEX events_by_revision ON events (stream, revision);
    CREATE INDEX events_by_id ON events (stream, id_tail);
  `);
  const addStream = db.prepare('INSERT INTO streams (name, id) VALUES (?, ?)');
  const addEvent = db.prepare('INSERT INTO events (position, stream, revision, id_tail, body) VALUES (?, ?, 0, ?, ?)');
  let position = 0;
  const commit = db.transaction((group) => {
    for (const { stream, tail, body } of group) {
      position += 1;
      addStream.run(stream, position);
      addEvent.run(position, position, tail, body);
    }
  });
  return { commit, close: () => db.close() };
}
