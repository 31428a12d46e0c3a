/**
 * Read models with any number of open issues, all of which wait in some leader's queue: a short story through the real projections, whose
 * rows are then copied by the database under ids, places and dates of their own. 2.9 GB for each million.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makeFolder } from './at-size-folder.mjs';

const STORY_EVENTS = 6_000;
const AT_ONCE = 100_000;

/** Each is a column of the copy, from `model` (a row of the story) and `n`. */
const COPIES = {
  queue: {
    where: "to_index IS NULL AND shelf = 'waiting' AND kind = 'escalation'",
    columns: {
      id: "printf('%08x-e000-7000-8000-%012x', n * 2654435761 % 4294967296, n)",
      issue: "printf('%08x-1000-7000-8000-%012x', n * 2654435761 % 4294967296, n)",
      place: "substr(place, 1, 1) || printf('%017d', abs(random()) % 100000000000000000) || printf('%015d', n)",
      doc: "replace(doc, issue, printf('%08x-1000-7000-8000-%012x', n * 2654435761 % 4294967296, n))",
      can_wait: '1',
      urgent_from: "'2099' || substr(urgent_from, 5)",
    },
  },
  board: {
    where: 'to_index IS NULL AND open = 1',
    columns: {
      issue: "printf('%08x-1000-7000-8000-%012x', n * 2654435761 % 4294967296, n)",
      filed_index: 'n',
      due_key: "substr(due_key, 1, 17) || printf('%02d', abs(random()) % 60) || substr(due_key, 20)",
      severity_key: "substr(severity_key, 1, 18) || printf('%02d', abs(random()) % 60) || substr(severity_key, 21)",
    },
  },
};

export async function makeIssues(folder, issues) {
  await makeFolder(folder, { events: STORY_EVENTS });
  const db = new Database(join(folder, 'read-models.sqlite'));
  for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -500000']) db.pragma(pragma);
  for (const [table, { where, columns }] of Object.entries(COPIES)) {
    db.exec(`CREATE TEMP TABLE model AS SELECT row_number() OVER () - 1 AS nth, * FROM ${table} WHERE ${where}`);
    db.exec('CREATE UNIQUE INDEX temp.model_nth ON model (nth)');
    const models = db.prepare('SELECT count(*) FROM model').pluck().get();
    const names = db.pragma(`table_info(${table})`).map(({ name }) => name);
    const values = names.map((name) => columns[name] ?? name);
    const copy = db.prepare(
      `WITH RECURSIVE numbers(n) AS (SELECT CAST(? AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?)
       INSERT INTO ${table} (${names.join()}) SELECT ${values.join()} FROM numbers JOIN model ON nth = n % ${models}`,
    );
    db.exec(`DELETE FROM ${table} WHERE to_index IS NULL`);
    for (let at = 0; at < issues; at += AT_ONCE) copy.run(at, Math.min(issues, at + AT_ONCE));
    db.exec('DROP TABLE model');
  }
  db.close();
}
