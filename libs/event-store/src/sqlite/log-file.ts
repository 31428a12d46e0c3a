import Database from 'better-sqlite3';
import { TOO_NEW } from './sqlite-errors.js';
import type { WriterOptions } from './writer-messages.js';

/** Format of the file, in its header: `Grav`, and a version. */
const APPLICATION_ID = 0x47726176;
const FORMAT = 1;

const SCHEMA = `
  CREATE TABLE streams (name TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, id_tail INTEGER NOT NULL, body TEXT NOT NULL
  );
  CREATE UNIQUE INDEX events_by_revision ON events (stream, revision);
  CREATE INDEX events_by_id ON events (stream, id_tail);
`;

const PAGE_BYTES = 4096;
const CACHE_KIB = 65_536;
const CHECKPOINT_PAGES = 4_000;

/** Another process cannot open the log while this connection lives; the operating system ends it with the process. */
export function lockLog(file: string): Database.Database {
  const held = new Database(`${file}.lock`, { timeout: 0 });
  held.pragma('locking_mode = EXCLUSIVE');
  held.exec('BEGIN EXCLUSIVE');
  return held;
}

/** Opens the log for writing, or makes it. A file that is something else is left as it is. */
export function openLog({ file, durability, maxBytes }: WriterOptions): Database.Database {
  const db = new Database(file);
  const isNew = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
  if (!isNew) checkFormat(db, file);
  db.pragma(`page_size = ${String(PAGE_BYTES)}`);
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${durability}`); // said explicitly: the driver's default in WAL mode loses commits on power loss
  db.pragma(`cache_size = -${String(CACHE_KIB)}`);
  db.pragma(`wal_autocheckpoint = ${String(CHECKPOINT_PAGES)}`);
  if (maxBytes !== null) db.pragma(`max_page_count = ${String(Math.ceil(maxBytes / PAGE_BYTES))}`);
  if (isNew) db.exec(`BEGIN; ${SCHEMA} PRAGMA application_id = ${String(APPLICATION_ID)}; PRAGMA user_version = ${String(FORMAT)}; COMMIT`);
  return db;
}

/** Whether this version can read the file. Throws as the driver does: see `translated`. */
export function checkFormat(db: Database.Database, file: string): void {
  const application = db.pragma('application_id', { simple: true });
  const format = db.pragma('user_version', { simple: true });
  if (application === APPLICATION_ID && format === FORMAT) return;
  if (application === APPLICATION_ID && Number(format) > FORMAT) throw Object.assign(new Error(`${file} is too new`), { code: TOO_NEW });
  throw Object.assign(new Error(`${file} is not an event log of format ${String(FORMAT)}`), { code: 'SQLITE_NOTADB' });
}
