import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { viewVersions } from '#read-models';
import { ok, warn, type Finding } from './finding.js';

interface Stored {
  readonly name: string;
  readonly version: number;
  readonly next_index: number;
}

/** So far behind a running server is for a moment only. */
const MOST_BEHIND = 1_000;

/** How far the views are, and whether this version made them. They are derived: what is wrong with them is made anew. */
export function views(file: string, events: number): readonly Finding[] {
  if (!existsSync(file)) return [ok('views', 'none yet: they are made when the server starts')];
  const stored = storedIn(file);
  if (stored.length === 0) return [ok('views', 'none yet: they are made when the server starts')];
  const others = stored.filter(({ name, version }) => viewVersions.has(name) && viewVersions.get(name) !== version);
  const behind = events - Math.min(...stored.map(({ next_index }) => next_index));
  return [
    others.length === 0
      ? ok('view versions', `all ${stored.length} are of this version`)
      : warn(
          'view versions',
          `${others.map(({ name }) => name).join(', ')} are of another version`,
          'start the server: it makes them anew',
        ),
    behind <= MOST_BEHIND
      ? ok('view lag', `${Math.max(0, behind)} entries behind`)
      : warn('view lag', `${behind} entries behind`, 'start the server, or look into its log: a view may have stopped'),
  ];
}

function storedIn(file: string): readonly Stored[] {
  const db = new Database(file, { readonly: true });
  try {
    const hasAny = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'projection'").get() !== undefined;
    return hasAny ? (db.prepare('SELECT name, version, next_index FROM projection').all() as Stored[]) : [];
  } finally {
    db.close();
  }
}
