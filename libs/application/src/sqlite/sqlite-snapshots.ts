import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SqliteRows } from './sqlite-rows.js';
import type { SnapshotRows, Snapshots } from '../snapshots.js';

/** Code that folds, and what it folds with: another state may come of another release, or of another Node. */
const LIBRARIES = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDING = ['domain', 'application', 'ledger', 'event-store'];

/** Stored states in a folder of their own, a file for each fold, beside the data that they are derived from. It may be deleted at any time. */
export class SqliteSnapshots implements Snapshots {
  readonly #folder: string;
  readonly #code = codeVersion();
  readonly #open: SqliteRows[] = [];

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#folder = folder;
  }

  of(fold: string, version: string): SnapshotRows | null {
    const file = join(this.#folder, `${fold}.sqlite`);
    const wanted = `${this.#code} ${version}`;
    const rows = SqliteRows.open(file, fold, wanted) ?? (drop(file), SqliteRows.open(file, fold, wanted));
    if (rows === 'locked') return null;
    if (rows !== null) this.#open.push(rows);
    return rows;
  }

  close(): void {
    for (const rows of this.#open.splice(0)) rows.close();
  }
}

function drop(file: string): void {
  for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
}

/** A hash of the code that folds: equal files give equal states. */
function codeVersion(): string {
  const hash = createHash('sha256').update(process.version);
  for (const library of FOLDING) {
    const folder = join(LIBRARIES, library, 'src');
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isCode).sort()) {
      hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest('hex');
}

function isCode(name: string): boolean {
  return /\.(js|ts)$/.test(name) && !/\.spec\.|testing|contract/.test(name);
}
