import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from './log-file.js';
import { LogWriter, type Append } from './log-writer.js';

const append = (stream: string, firstRevision: number): Append => ({
  stream,
  firstRevision,
  bodies: [JSON.stringify({ id: `${stream} ${firstRevision}` })],
  idTails: [firstRevision],
});

/** A driver whose statements fail as the disk does: those whose text begins with one of `failing`, until it is emptied. */
function onBadDisk(db: Database.Database, failing: Set<string>): Database.Database {
  const check = (text: string): void => {
    const word = [...failing].find((start) => text.startsWith(start));
    if (word !== undefined) throw Object.assign(new Error('disk I/O error'), { code: `SQLITE_IOERR at ${word}` });
  };
  const prepare = (text: string): unknown => {
    const statement = db.prepare(text);
    const run = (...given: unknown[]) => (check(text), statement.run(...given));
    const of = (one: { get: (...given: unknown[]) => unknown; all: (...given: unknown[]) => unknown }) => ({
      run,
      get: (...given: unknown[]) => (check(text), one.get(...given)),
      all: (...given: unknown[]) => (check(text), one.all(...given)),
    });
    return { ...of(statement), pluck: () => of(statement.pluck()) };
  };
  return { prepare, get inTransaction() { return db.inTransaction; } } as unknown as Database.Database; // prettier-ignore
}

describe('a batch that fails on a bad disk', () => {
  it.each([['SELECT max'], ['ROLLBACK']])('leaves nothing behind, also where the disk cannot be used for what follows (%s)', (next) => {
    const folder = mkdtempSync(join(tmpdir(), 'gravitas-log-'));
    const db = openLog({ file: join(folder, 'log.sqlite'), durability: 'full', maxBytes: null });
    const failing = new Set<string>();
    const writer = new LogWriter(onBadDisk(db, failing));
    writer.add(append('issue-1', 0));
    writer.commit();

    writer.add(append('issue-1', 1));
    writer.add(append('issue-2', 0));
    for (const word of ['COMMIT', next]) failing.add(word);
    expect(() => writer.commit()).toThrow(expect.objectContaining({ code: 'SQLITE_IOERR at COMMIT' }));
    expect(() => writer.add(append('issue-3', 0))).toThrow(expect.objectContaining({ code: `SQLITE_IOERR at ${next}` }));

    failing.clear();
    expect(writer.add(append('issue-3', 0))).toBe(2);
    expect(writer.add(append('issue-1', 1))).toBe(3);
    writer.commit();
    expect(db.prepare('SELECT position FROM events ORDER BY position').pluck().all()).toEqual([1, 2, 3]);
    expect(db.prepare('SELECT name FROM streams ORDER BY name').pluck().all()).toEqual(['issue-1', 'issue-3']);
    db.close();
    rmSync(folder, { recursive: true });
  });
});
