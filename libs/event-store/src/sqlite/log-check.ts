import Database from 'better-sqlite3';
import { recorded } from '../append-request.js';
import { leafBytes, type Envelope } from '../event-store.js';

/** What is wrong with the file; empty if nothing is. */
export type CheckResult = readonly string[];

/** Reads the file as SQLite knows it: pages, the count of events, and streams without gaps. */
export function checkFile(file: string): CheckResult {
  const db = new Database(file, { readonly: true });
  try {
    return damageOf(db);
  } finally {
    db.close();
  }
}

/** `checkFile`, and whether each event is what its row says: for copies, which nobody has written to. */
export function checkRows(file: string): CheckResult {
  const db = new Database(file, { readonly: true });
  try {
    const damage = damageOf(db);
    return damage.length > 0 ? damage : strangeRows(db);
  } finally {
    db.close();
  }
}

function damageOf(db: Database.Database): CheckResult {
  const pages = db.pragma('quick_check(10)') as { quick_check: string }[];
  const damage = pages.map((row) => row.quick_check).filter((line) => line !== 'ok');
  if (damage.length > 0) return damage;

  const { count, last } = db.prepare('SELECT count(*) AS count, max(position) AS last FROM events').get() as {
    count: number;
    last: number | null;
  };
  const gaps = db.prepare('SELECT count(*) FROM (SELECT 1 FROM events GROUP BY stream HAVING max(revision) + 1 <> count(*))').pluck().get();
  return [
    ...(count === (last ?? 0) ? [] : [`${String(count)} events, but the last has index ${String((last ?? 0) - 1)}`]),
    ...(gaps === 0 ? [] : [`${String(gaps)} streams have gaps`]),
  ];
}

const PAGE_EVENTS = 1_000;
const MOST_NAMED = 10;

interface Row {
  readonly position: number;
  readonly stream: number;
  readonly revision: number;
  readonly body: string;
}

function strangeRows(db: Database.Database): CheckResult {
  const page = db.prepare(`SELECT position, stream, revision, body FROM events WHERE position > ? ORDER BY position LIMIT ${PAGE_EVENTS}`);
  const idOf = db.prepare('SELECT id FROM streams WHERE name = ?').pluck();
  const strange: string[] = [];
  for (let after = 0; strange.length < MOST_NAMED;) {
    const rows = page.all(after) as Row[];
    const last = rows.at(-1);
    if (last === undefined) break;
    for (const row of rows)
      if (!saysItsPlace(row, idOf)) strange.push(`the event at index ${String(row.position - 1)} is not what its row says`);
    after = last.position;
  }
  return strange;
}

function saysItsPlace({ stream, revision, body }: Row, idOf: Database.Statement): boolean {
  try {
    const envelope = JSON.parse(body) as Envelope;
    return (
      idOf.get(envelope.stream) === stream &&
      envelope.revision === revision &&
      leafBytes(recorded(envelope, 0, '')).equals(Buffer.from(body))
    );
  } catch {
    return false;
  }
}
