/** A thread that reads the whole log once, so that a check of a large file holds up neither appends nor the main loop. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** What is wrong with the file; empty if nothing is. */
export type CheckResult = readonly string[];

function check(file: string): CheckResult {
  const db = new Database(file, { readonly: true });
  try {
    const pages = db.pragma('quick_check(10)') as { quick_check: string }[];
    const damage = pages.map((row) => row.quick_check).filter((line) => line !== 'ok');
    if (damage.length > 0) return damage;

    const { count, last } = db.prepare('SELECT count(*) AS count, max(position) AS last FROM events').get() as {
      count: number;
      last: number | null;
    };
    const gaps = db
      .prepare('SELECT count(*) FROM (SELECT 1 FROM events GROUP BY stream HAVING max(revision) + 1 <> count(*))')
      .pluck()
      .get();
    return [
      ...(count === (last ?? 0) ? [] : [`${String(count)} events, but the last has index ${String((last ?? 0) - 1)}`]),
      ...(gaps === 0 ? [] : [`${String(gaps)} streams have gaps`]),
    ];
  } finally {
    db.close();
  }
}

function run(port: MessagePort, file: string): void {
  try {
    port.postMessage(check(file));
  } catch (error) {
    port.postMessage([(error as Error).message]);
  }
}

if (parentPort !== null) run(parentPort, workerData as string);
